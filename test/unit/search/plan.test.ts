import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test from "ava";
import { InputError } from "../../../src/errors.js";
import { planSearch } from "../../../src/search/plan.js";
import { checkStudy } from "../../../src/study/file/check.js";
import { planStudy } from "../../../src/study/plan/plan.js";

const study = {
  id: "tiny",
  model: {
    dimension: 1,
    graph: { lattice: { n: [0, null] } },
    state: { kind: "nodes" },
    functional: { entropy: 0 },
    finalTime: 5,
  },
  scheme: { name: "search", objective: "(x1 - n)^2 + n", region: { nodes: { n: [0, 4] } }, seeds: 3 },
};

type Raw = Record<string, Record<string, unknown>>;

function withScheme(scheme: object, model: object = {}): unknown {
  const { scheme: own, model: space, ...rest } = study as unknown as Raw & { scheme: object; model: object };
  return { ...rest, scheme: { ...own, ...scheme }, model: { ...space, ...model } };
}

test("a search is planned method by method and seed by seed; one course is kept", (t) => {
  const raw = withScheme({ compare: ["random", "first-order"], seed: 7 });
  const { tasks, coordinates } = planSearch({ study: checkStudy(raw), file: "tiny.yaml" });
  t.deepEqual(
    tasks.map(({ method, seed, keepsCourse }) => [method, seed, keepsCourse]),
    [
      ["random", 7, false],
      ["random", 8, false],
      ["random", 9, false],
      ["first-order", 7, true],
      ["first-order", 8, false],
      ["first-order", 9, false],
    ],
  );
  t.deepEqual(coordinates, ["n"]);
});

for (const [what, raw, path] of [
  [
    "another mobility without an entropy",
    withScheme({}, { exchange: { mobility: "logarithmic" } }),
    "model.exchange.mobility",
  ],
  ["a method twice", withScheme({ compare: ["random", "random"] }), "scheme.compare[1]"],
  ["an unknown method", withScheme({ compare: ["annealing"] }), "scheme.compare[0]"],
  ["a factor that is not above 1", withScheme({ recentre: 1 }), "scheme.recentre"],
  ["weights on a lattice", withScheme({}, { state: { kind: "nodes", positions: 1 } }), "model.state.positions"],
  ["objective and module", withScheme({ module: "./objective.js" }), "scheme.module"],
  ["a potential", withScheme({}, { functional: { potential: "x1" } }), "model.functional.potential"],
  ["another state", withScheme({}, { state: { kind: "gaussian" } }), "model.state.kind"],
  ["no evaluations", withScheme({ evaluations: 0 }), "scheme.evaluations"],
] as const) {
  test(`refused: ${what}`, (t) => {
    const error = t.throws(() => planSearch({ study: checkStudy(raw), file: "tiny.yaml" }), {
      instanceOf: InputError,
    });
    t.is(error?.context.path, path);
    t.truthy(error?.context.remedy);
  });
}

test("a sweep refuses a lattice, a module and an error that nodes do not have", (t) => {
  const sweep = { axis: "tau", steps: [4, 8] };
  const pathOf = (raw: object): string | undefined =>
    t.throws(() => planStudy(checkStudy({ errors: ["weights"], ...raw, sweep })), { instanceOf: InputError })?.context
      .path;
  t.is(pathOf(study), "model.graph.lattice");
  const graph = { family: "path", nodes: 3 };
  const own = withScheme({ objective: undefined, module: "./objective.js", region: {} }, { graph }) as object;
  t.is(pathOf(own), "scheme.objective");
  const finite = withScheme({ objective: "x1^2", region: {} }, { graph }) as object;
  t.is(pathOf({ ...finite, errors: ["W2"] }), "errors[0]");
  t.is(pathOf({ ...finite, reference: { kind: "iterate" } }), "reference.kind");
  t.is(pathOf({ ...finite, reference: { kind: "limit", geometry: "sliced" } }), "reference.geometry");
});

test("nodes are compared by positions and weights unless errors are named", (t) => {
  t.deepEqual(checkStudy(study).errors, ["positions", "weights"]);
});

test("graph and exchange belong to nodes", (t) => {
  const raw = { ...study, scheme: { name: "gromov" }, model: { ...study.model, state: { kind: "gaussian" } } };
  t.is(t.throws(() => checkStudy(raw), { instanceOf: InputError })?.context.path, "model.graph");
});

test("the path of a module is that from the study file", (t) => {
  const folder = mkdtempSync(join(tmpdir(), "jko-"));
  t.teardown(() => rmSync(folder, { recursive: true }));
  mkdirSync(join(folder, "code"));
  const raw = withScheme({ objective: undefined, module: "./code/objective.mjs" });
  const plan = () => planSearch({ study: checkStudy(raw), file: join(folder, "tiny.yaml") });
  const missing = t.throws(plan, { instanceOf: InputError });
  t.regex(missing?.message ?? "", /there is no such file/);
  writeFileSync(join(folder, "code/objective.mjs"), "export const objective = ([x], { n }) => (x - n) ** 2;\n");
  t.regex(plan().tasks[0]?.module ?? "", /^file:.*objective\.mjs$/);
});
