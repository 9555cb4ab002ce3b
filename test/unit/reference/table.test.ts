/*
 * Heat flow on [0, 1]: f = 1 + exp(-pi^2 t) cos(pi x) / 2. Its averages over a cell are differences of sines, so that
 * tables are exact and what references make of them is known.
 */
import { join } from "node:path";
import test, { type ExecutionContext } from "ava";
import { InputError } from "../../../src/errors.js";
import { sampleReference } from "../../../src/reference/reference.js";
import { loadStudy } from "../../../src/study/file/load.js";
import type { MeshStudy } from "../../../src/study/file/schema.js";
import { planStudy } from "../../../src/study/plan/plan.js";
import { type MeshReferenceTask, runReference } from "../../../src/study/run/tasks.js";
import { above, atMost, between, eachNear, near } from "../../support/matchers.js";
import { scratchFolder, writeFiles } from "../study/scratch.js";

const finalTime = 0.05;

function averages(cells: number, t: number): number[] {
  const primitive = (x: number): number => x + (0.5 * Math.exp(-(Math.PI ** 2) * t) * Math.sin(Math.PI * x)) / Math.PI;
  return Array.from({ length: cells }, (_, k) => cells * (primitive((k + 1) / cells) - primitive(k / cells)));
}

/** A table of exact averages, or of those times a factor. */
function tableText(cells: number, times: readonly number[], factor = 1): string {
  const rows = times.flatMap((t) => averages(cells, t).map((value, k) => [t, (k + 0.5) / cells, "0", factor * value]));
  return `t,x,layer,density\n${rows.map((row) => row.join(",")).join("\n")}\n`;
}

const files = {
  "fine.csv": tableText(60, [0, finalTime / 2, finalTime]),
  "off.csv": tableText(24, [0, finalTime / 2, finalTime], 1.0002),
  "start.csv": tableText(60, [0]),
  "heavy.csv": tableText(60, [0, finalTime], 2),
  "timeless.csv": "x,density\n0.25,1\n0.75,1\n",
};

function heatWith(t: ExecutionContext, reference: object): MeshStudy {
  const folder = scratchFolder(t);
  const model = { domain: [[0, 1]], potential: 0, initial: "1 + 0.5*cos(pi*x)", finalTime };
  const sweep = { axis: "tau", steps: [2, 4], cells: 12 };
  const study = { id: "heat", model, sweep, reference: { kind: "table", ...reference } };
  writeFiles(folder, { ...files, "heat.yaml": JSON.stringify(study) });
  return loadStudy(join(folder, "heat.yaml")).study as MeshStudy;
}

/** The reference on so many cells at the end. */
function solutionOf({ model, scheme, reference }: MeshStudy, cells: number) {
  const demand = { levels: [{ cells: [cells], steps: 2, times: [1, 2] }] };
  const data = runReference({ model, scheme, reference, demand } as MeshReferenceTask);
  return sampleReference(data, { cells: [cells], steps: 2 }, 2);
}

/** Distance in L1 on cells of [0, 1]. */
function distance(a: ArrayLike<number>, b: ArrayLike<number>): number {
  return Array.from(a).reduce((sum, value, k) => sum + Math.abs(value - b[k]) / a.length, 0);
}

test("on cells that are unions of its cells a table is averaged exactly, and nothing is known of its error", (t) => {
  const { density, companion } = solutionOf(heatWith(t, { csv: "fine.csv" }), 12);
  eachNear(t, density, averages(12, finalTime), 1e-14);
  atMost(t, distance(density, companion), 1e-14);
});

test("on other meshes its error contains that of values that are constant in cells", (t) => {
  for (const cells of [25, 120]) {
    const { density, companion } = solutionOf(heatWith(t, { csv: "fine.csv" }), cells);
    const error = distance(density, averages(cells, finalTime));
    const estimate = distance(density, companion);
    above(t, error, 1e-5);
    between(t, estimate, error, 10 * error);
  }
});

test("an error that is given is that of the reference in L1, at the same mass", (t) => {
  const { density, companion } = solutionOf(heatWith(t, { csv: "fine.csv", error: 1e-3 }), 12);
  near(t, distance(density, companion), 1e-3, { relative: 0.05 });
  near(t, distance(companion, new Float64Array(12)), 1, 1e-14);
});

test("a table is not asked for its own error", (t) => {
  const study = heatWith(t, { csv: "fine.csv", error: { csv: "fine.csv" } });
  t.throws(() => planStudy(study), { instanceOf: InputError, message: /reference\.error: the table itself/ });
});

test("a less accurate table tells the error by its distance", (t) => {
  const { density, companion } = solutionOf(heatWith(t, { csv: "fine.csv", error: { csv: "off.csv" } }), 12);
  near(t, distance(density, companion), 2e-4, 1e-12);
});

test("a mass that is a little off is an error of that size, beside others", (t) => {
  const of = (error?: number) => solutionOf(heatWith(t, { csv: "off.csv", ...(error && { error }) }), 12);
  const distanceOf = ({ density, companion }: ReturnType<typeof of>) => distance(density, companion);
  near(t, distanceOf(of()), 2e-4, 1e-12);
  near(t, distanceOf(of(1e-3)), 1e-3, 2e-4);
  t.not(distanceOf(of(1e-3)), distanceOf(of()));
});

test("a table without a known error is told of in a warning, one with an error is not", (t) => {
  const about = (reference: object) => planStudy(heatWith(t, reference)).warnings.filter((one) => /table/.test(one));
  t.regex(about({ csv: "fine.csv" }).join(), /the error of the values in the table is not known.*reference\.error/);
  t.deepEqual(about({ csv: "fine.csv", error: 1e-6 }), []);
});

const bad: readonly (readonly [string, object, RegExp])[] = [
  [
    "a table without the final time",
    { csv: "start.csv" },
    /start\.csv: there is nothing at the time 0\.05.*Its times are 0\./,
  ],
  ["a table without times", { csv: "timeless.csv" }, /timeless\.csv: there is nothing at the time 0\.05.*no column t/],
  ["a table that is missing", { csv: "none.csv" }, /reference: none\.csv: cannot be read/],
  [
    "a missing second table",
    { csv: "fine.csv", error: { csv: "none.csv" } },
    /reference\.error: none\.csv: cannot be read/,
  ],
  ["a negative error", { csv: "fine.csv", error: -1 }, /reference\.error/],
];

for (const [what, reference, message] of bad) {
  test(`${what} is refused before anything runs`, (t) => {
    t.throws(() => planStudy(heatWith(t, reference)), { instanceOf: InputError, message });
  });
}

test("a table of another mass, and one without a time that is compared, do not judge", (t) => {
  t.throws(() => solutionOf(heatWith(t, { csv: "heavy.csv" }), 12), { instanceOf: InputError, message: /0\.025/ });
  const study = heatWith(t, { csv: "heavy.csv" });
  const demand = { levels: [{ cells: [12], steps: 1, times: [1] }] };
  const task = { model: study.model, scheme: study.scheme, reference: study.reference, demand } as MeshReferenceTask;
  t.throws(() => runReference(task), { instanceOf: InputError, message: /the table has the mass 2.*the study 1\b/ });
});
