import test from "ava";
import { sizesText } from "../../../src/convergence/index.js";
import { levelContent, toCsv, toLatex, toMarkdown, toTable } from "../../../src/report/table/levels.js";
import { resultSchema } from "../../../src/report/table/result-schema.js";
import type { StudyRecord } from "../../../src/study/record/record.js";
import { jsonFormat } from "../../../src/tables/formats.js";
import { above } from "../../support/matchers.js";
import { level, record } from "./figure/records.js";
import { parameterRecord, stateLevel, stateRecord } from "./figure/states.js";

const header = (given: StudyRecord) => toCsv([given]).split("\n", 1)[0]?.split(",") ?? [];
const rowOf = (given: StudyRecord, k: number): Record<string, string> => {
  const values = toCsv([given]).split("\n")[k + 1]?.split(",") ?? [];
  return Object.fromEntries(header(given).map((name, column) => [name, values[column] ?? ""]));
};
const failing = stateRecord({
  levels: [
    ...stateRecord().levels.slice(0, 2),
    stateLevel({ level: 2, steps: 40, tau: 0.025, status: "stalled", reason: "no descent & 100% lost" }),
  ],
});

test("distances to the iterate follow all errors and orders, and reference errors follow them", (t) => {
  const names = header(stateRecord()).filter((name) => /error_|order_/.test(name) && !/^(solver|time|mesh)/.test(name));
  t.deepEqual(names, [
    ...["error_W2", "order_W2", "error_symKL", "order_symKL"],
    ...["iterate_error_W2", "iterate_error_symKL"],
    ...["reference_error_W2", "reference_error_symKL"],
  ]);
  t.false(header(parameterRecord()).some((name) => name.startsWith("iterate_")));
});

test("states have neither cells nor a mesh width, and what is not known is empty", (t) => {
  const row = rowOf(stateRecord(), 1);
  t.deepEqual(
    [row.cells, row.h, row.gap_max, row.density_min, row.iterate_error_symKL, row.parameter, row.value],
    ["", "", "", "", "", "", ""],
  );
  t.is(row.iterate_error_W2, String(1e-5 * (4 / 3)));
});

test("a swept parameter has its path and its value in every row", (t) => {
  const row = rowOf(parameterRecord(), 2);
  t.deepEqual([row.parameter, row.value, row.status], ["scheme.directions", "16", "ok"]);
});

test("the terminal shows steps, errors with their orders and the distance to the iterate, and iterations", (t) => {
  const [, , head = "", ...rest] = toTable(stateRecord()).split("\n");
  t.deepEqual(head.trim().split(/\s{2,}/), ["steps", "tau", "W2", "order", "iterate", "symKL", "order", "iterations"]);
  t.deepEqual(rest[1]?.trim().split(/\s{2,}/), [
    "20",
    "0.05",
    "1.500e-2",
    "1.000",
    "1.333e-5",
    "2.500e-4",
    "2.000",
    "3.00",
  ]);
});

test("a swept parameter replaces the sizes, which all levels share", (t) => {
  const [, facts = "", head = "", first = ""] = toTable(parameterRecord()).split("\n");
  t.regex(facts, /sliced \(particles\), 10 steps \(tau = 0\.1\)/);
  t.deepEqual(head.trim().split(/\s{2,}/), ["directions", "W2", "order", "iterations"]);
  t.regex(first, /^\s*4\s/);
});

test("of a mesh, a sweep of a parameter shares its cells as well, and iterations are Newton's", (t) => {
  const levels = [1, 2].map((value) => level({ parameter: { path: "scheme.innerSteps", value, size: 1 / value } }));
  const text = toTable(record(levels, { axis: "parameter", parameter: "scheme.innerSteps" }));
  t.regex(text, /10 steps \(tau = 0\.1\), 100 cells \(h = 0\.01\)/);
  t.regex(text, /^\s*innerSteps .* newton/m);
});

test("states on a mesh have cells, and iterations of no name", (t) => {
  const levels = [level({ cells: [40] })];
  t.regex(toTable(record(levels, { scheme: "sliced", transport: "grid" })), /40 cells[\s\S]*iterations/);
});

test("a narrow terminal keeps an error, its order and its distance to the iterate together", (t) => {
  const heads = toTable(stateRecord(), { width: 45 })
    .split("\n")
    .filter((line) => /^\s*steps/.test(line));
  above(t, heads.length, 1);
  t.true(heads.some((line) => /W2\s+order\s+iterate/.test(line)));
});

test("why a level failed is told below every table", (t) => {
  t.regex(toTable(failing), /\n40 steps: stalled, no descent & 100% lost\n/);
  t.regex(toMarkdown(failing), /\n\n- 40 steps: stalled, no descent & 100% lost\n/);
  t.regex(toLatex(failing), /Failed: 40 steps: stalled, no descent \\& 100\\% lost\./);
  for (const text of [toTable(stateRecord()), toMarkdown(stateRecord()), toLatex(stateRecord())]) {
    t.notRegex(text, /stalled|Failed/);
  }
});

test("LaTeX names the norms, the iterate and the parametrization, and flagged levels by what tells them apart", (t) => {
  const levels = stateRecord().levels.map((one, k) => (k === 3 ? { ...one, flags: ["floor-limited"] } : one));
  const text = toLatex(stateRecord({ levels }));
  t.regex(text, /\{\$W_2\$\} & \{order\} & \{to iterate\} & \{\$\\mathrm\{KL\}_\{\\mathrm\{sym\}\}\$\}/);
  t.regex(text, /Scheme: sliced, gaussian; /);
  t.regex(text, /\(steps\): 80\./);
  const [columns = ""] = /\\begin\{tabular\}\{.*\}/.exec(text) ?? [];
  t.is(columns.match(/S\[|r/g)?.filter((type) => type === "S[").length, 6);
  const flagged = parameterRecord({ levels: parameterRecord().levels.map((one) => ({ ...one, flags: ["growing"] })) });
  t.regex(toLatex(flagged), /\(steps\/directions\): 10\/4, 10\/8/);
});

for (const [name, given] of Object.entries({
  states: stateRecord(),
  parameters: parameterRecord(),
  failures: failing,
})) {
  test(`the JSON satisfies the schema: ${name}`, (t) => {
    const outcome = resultSchema.safeParse(JSON.parse(jsonFormat.write(levelContent([given], false))));
    t.true(outcome.success, String(outcome.error));
  });
}

test("JSON has parameters, iterates and reasons, and null for what states do not have", (t) => {
  const parsed = (given: StudyRecord) => resultSchema.parse(JSON.parse(jsonFormat.write(levelContent([given], false))));
  const [first] = parsed(stateRecord()).levels;
  t.deepEqual([first?.cells, first?.h, first?.iterateErrors], [null, null, { W2: 1e-5, symKL: null }]);
  t.is(parsed(failing).levels[2]?.reason, "no descent & 100% lost");
  const swept = parsed(parameterRecord());
  t.is(swept.parameter, "scheme.directions");
  t.deepEqual(swept.levels[0]?.parameter, { path: "scheme.directions", value: 4, size: 0.25 });
});

test("a level is named by its steps, its cells if it has any, and the parameter that it sets", (t) => {
  t.is(sizesText(level({})), "10 steps, 100 cells");
  t.is(sizesText(level({ cells: [8, 4] })), "10 steps, 8x4 cells");
  t.is(sizesText(stateLevel({})), "10 steps");
  t.is(
    sizesText(stateLevel({ parameter: { path: "scheme.directions", value: 64, size: 1 } })),
    "10 steps, directions = 64",
  );
});

test("tables of densities say what W2 does not see; tables without it, and of states, say nothing", (t) => {
  const words = /W2 is that of the x-marginals, summed over layers: it does not see mass in the wrong layer/;
  const seen = record([level({})], { errors: ["L1", "W2@max"] });
  for (const text of [toTable(seen), toMarkdown(seen), toLatex(seen)]) {
    t.regex(text.replaceAll(/\s+/g, " ").replaceAll("$", ""), words);
  }
  for (const other of [record([level({})], { errors: ["L1"] }), stateRecord()])
    t.notRegex(toTable(other) + toLatex(other), words);
});

test("tables of variants have labels of their own for LaTeX", (t) => {
  const labelOf = (overrides: string): string | undefined =>
    toLatex(record([level({})], { errors: ["L1"], overrides })).match(/\\label\{(.*?)\}/)?.[1];
  t.is(labelOf(""), "tab:synthetic");
  t.is(labelOf("sweep.axis=h; sweep.cells=[50, 100]"), "tab:synthetic-sweep.axis-h-sweep.cells-50-100");
  t.not(labelOf("model.exchange.mobility=unit"), labelOf("model.exchange.mobility=logarithmic"));
});
