import { mkdirSync } from "node:fs";
import { join } from "node:path";
import test, { type ExecutionContext } from "ava";
import { InputError } from "../../../src/errors.js";
import { baselineFile, readBaseline } from "../../../src/study/baseline.js";
import { planStudy } from "../../../src/study/plan.js";
import { boxWith, scratchFolder, writeFiles } from "./scratch.js";

const study = boxWith({ baseline: { factor: 1.5 }, expect: [{ error: "L1", order: 1 }], errors: ["L1", "L2"] });
const table = "steps,cells,error_L1,error_L2\n4,40,0.1,0.2\n32,40,0.01,\n";

/** The baseline of the study above, with a committed table. */
function baselineOf(t: ExecutionContext, text: string, changed = false, manifest?: object) {
  const root = scratchFolder(t);
  mkdirSync(join(root, "results", "box"), { recursive: true });
  writeFiles(join(root, "results", "box"), { "table.csv": text });
  if (manifest !== undefined) writeFiles(join(root, "results", "box"), { "manifest.json": JSON.stringify(manifest) });
  const file = join(root, "studies", "box.yaml");
  return () => readBaseline({ file, study }, planStudy(study), changed);
}

test("the table is looked for in results/ beside studies/, or beside the file", (t) => {
  t.is(baselineFile({ file: join("studies", "box.yaml"), study }), join("results", "box", "table.csv"));
  t.is(baselineFile({ file: join("a", "studies", "box.yaml"), study }), join("a", "results", "box", "table.csv"));
  t.is(baselineFile({ file: join("a", "box.yaml"), study }), join("a", "results", "box", "table.csv"));
});

test("the finest level's expected errors are read", (t) => {
  const expected = { stored: { steps: 32, cells: [40], errors: { L1: 0.01 } }, errors: ["L1"], factor: 1.5 };
  t.deepEqual(baselineOf(t, table)(), expected);
});

test("a study without a baseline is compared with nothing", (t) => {
  const without = boxWith();
  t.is(readBaseline({ file: "studies/box.yaml", study: without }, planStudy(without), false), undefined);
});

test("a table that is missing is bad input with a remedy", (t) => {
  const file = join(scratchFolder(t), "studies", "box.yaml");
  const error = t.throws(() => readBaseline({ file, study }, planStudy(study), false), { instanceOf: InputError });
  t.regex(error?.message ?? "", /results.box.table\.csv: .*no committed table.*Run 'jko run .*box\.yaml --out /);
});

const damaged: readonly (readonly [what: string, text: string, message: RegExp])[] = [
  ["is no table", "steps,cells\n4\n", /not a table/],
  ["is empty", "", /not a table/],
  ["lacks a column", "steps,cells,error_L2\n32,40,1\n", /lacks a column \(got "error_L1"\)/],
  ["lacks the finest level", "steps,cells,error_L1\n16,40,1\n", /finest level \(got "32 steps, 40 cells"\)/],
  ["has an empty error", "steps,cells,error_L1\n32,40,\n", /error_L1: .*no error to compare with/],
  ["has an error that is no number", "steps,cells,error_L1\n32,40,NaN\n", /no error to compare with/],
];

for (const [what, text, message] of damaged) {
  test(`a table that ${what} is bad input`, (t) => {
    t.throws(baselineOf(t, text), { instanceOf: InputError, message });
  });
}

test("where the study was changed, a table of other levels is left out", (t) => {
  const found = baselineOf(t, "steps,cells,error_L1\n16,40,1\n", true)();
  t.regex(found !== undefined && "skipped" in found ? found.skipped : "", /no level of 32 steps, 40 cells/);
});

test("a table of the same model and scheme is compared with, whatever else its study said", (t) => {
  t.notThrows(baselineOf(t, table, false, { study: { ...study, title: "Another", errors: ["L1"] } }));
});

const others: readonly (readonly [what: string, stored: object, message: RegExp])[] = [
  ["model", { model: { ...study.model, finalTime: 7 } }, /of another study: model\.finalTime was 7 and is /],
  ["scheme", { scheme: { name: "implicit-euler" } }, /scheme\.name was "implicit-euler" and is "jko"/],
];

for (const [what, own, message] of others) {
  test(`a table of another ${what} is refused with what differs, or left out where the study was changed`, (t) => {
    const manifest = { study: { ...study, ...own } };
    t.throws(baselineOf(t, table, false, manifest), { instanceOf: InputError, message });
    const found = baselineOf(t, table, true, manifest)();
    t.regex(
      found !== undefined && "skipped" in found ? found.skipped : "",
      message.source.includes("7") ? /finalTime/ : /scheme/,
    );
  });
}

test("a manifest that holds no study is bad input: which study the table is of cannot be told", (t) => {
  t.throws(baselineOf(t, table, false, { study: {} }), { instanceOf: InputError, message: /cannot tell which study/ });
});
