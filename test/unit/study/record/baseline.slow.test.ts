import { mkdirSync } from "node:fs";
import { join } from "node:path";
import test, { type ExecutionContext } from "ava";
import { InputError } from "../../../../src/errors.js";
import type { Study } from "../../../../src/study/file/schema.js";
import { studyHash } from "../../../../src/study/file/study-hash.js";
import { planStudy } from "../../../../src/study/plan/plan.js";
import { baselineFile, readBaseline } from "../../../../src/study/record/baseline.js";
import { boxWith, scratchFolder, writeFiles } from "../scratch.js";

const study = boxWith({ baseline: { factor: 1.5 }, expect: [{ error: "L1", order: 1 }], errors: ["L1", "L2"] });
/** A table as `jko run` writes it, without the columns that nothing depends on. */
const tableOf = (rows: readonly string[], errors = "error_L1,error_L2"): string =>
  [`study,level,steps,tau,cells,h,status,flags,${errors}`, ...rows.map((row, k) => `box,${k},${row}`), ""].join("\n");
const coarse = "4,0.025,40,0.025,ok,,0.1,0.2";
const table = tableOf([coarse, "32,0.003125,40,0.025,ok,,0.01,"]);
const judged = {
  reference: {},
  verdict: { pass: true, exitCode: 0, reasons: [], warnings: [] },
  fits: {},
  versions: {},
};
const manifestOf = (own: object) => ({ study: own, hash: studyHash(own as Study), ...judged });

/** The baseline of the study above, with a committed table. */
function baselineOf(t: ExecutionContext, text: string, changed = false, manifest: object | null = manifestOf(study)) {
  const root = scratchFolder(t);
  mkdirSync(join(root, "results", "box"), { recursive: true });
  writeFiles(join(root, "results", "box"), { "table.csv": text });
  if (manifest !== null) writeFiles(join(root, "results", "box"), { "manifest.json": JSON.stringify(manifest) });
  const file = join(root, "studies", "box.yaml");
  return () => readBaseline({ file, study }, planStudy(study), changed);
}

test("the table is looked for in results/ beside studies/, or beside the file", (t) => {
  t.is(baselineFile({ file: join("studies", "box.yaml"), study }), join("results", "box", "table.csv"));
  t.is(baselineFile({ file: join("a", "studies", "box.yaml"), study }), join("a", "results", "box", "table.csv"));
  t.is(baselineFile({ file: join("a", "box.yaml"), study }), join("a", "results", "box", "table.csv"));
});

test("the finest level's expected errors are read", (t) => {
  const found = baselineOf(t, table)();
  if (found === undefined || "skipped" in found) return t.fail();
  t.like(found, { stored: { steps: 32, cells: [40], errors: { L1: 0.01 } }, errors: ["L1"], factor: 1.5 });
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

const finest = "32,0.003125,40,0.025";
const orders = "error_L1,error_L2,order_L1";
const damaged: readonly (readonly [what: string, text: string, message: RegExp])[] = [
  ["is no table", "steps,cells\n4\n", /not a table/],
  ["is empty", "", /not a table/],
  ["lacks a column", tableOf([`${finest},ok,,1`], "error_L2"), /lacks the column error_L1/],
  ["lacks the finest level", tableOf([coarse]), /finest level \(got "32 steps, 40 cells"\)/],
  ["has an empty error", tableOf([`${finest},ok,,,`]), /error_L1: .*no error to compare with/],
  ["has an error that is no number", tableOf([`${finest},ok,,NaN,`]), /'NaN' is not a number/],
  ["has an infinite error", tableOf([`${finest},ok,,Infinity,`]), /no error to compare with/],
  ["is of another study", tableOf([coarse]).replace("box", "bow"), /a row of another study/],
  [
    "has an error that does not fit its order",
    tableOf([`${coarse},`, `${finest},ok,,0.05,,1`], orders),
    /level 1, order_L1: 1 does not follow from the errors, 0\.333\d* does/,
  ],
];

test("orders that follow from the errors are no reason to refuse a table", (t) => {
  t.notThrows(baselineOf(t, tableOf([`${coarse},`, `${finest},ok,,0.0125,,1`], orders)));
});

for (const [what, text, message] of damaged) {
  test(`a table that ${what} is bad input`, (t) => {
    t.throws(baselineOf(t, text), { instanceOf: InputError, message });
  });
}

test("where the study was changed, a table of other levels is left out", (t) => {
  const found = baselineOf(t, tableOf([coarse]), true)();
  t.regex(found !== undefined && "skipped" in found ? found.skipped : "", /no level of 32 steps, 40 cells/);
});

test("a table of the same model and scheme is compared with, whatever else its study said", (t) => {
  t.notThrows(baselineOf(t, table, false, manifestOf({ ...study, title: "Another", errors: ["L1"] })));
});

const others: readonly (readonly [what: string, stored: object, message: RegExp])[] = [
  ["model", { model: { ...study.model, finalTime: 7 } }, /of another study: model\.finalTime was 7 and is /],
  ["reference", { reference: { kind: "same-mesh" } }, /reference\.kind was "same-mesh" and is "auto"/],
  ["scheme", { scheme: { name: "implicit-euler" } }, /scheme\.name was "implicit-euler" and is "jko"/],
];

for (const [what, own, message] of others) {
  test(`a table of another ${what} is refused with what differs, or left out where the study was changed`, (t) => {
    const manifest = manifestOf({ ...study, ...own });
    t.throws(baselineOf(t, table, false, manifest), { instanceOf: InputError, message });
    const found = baselineOf(t, table, true, manifest)();
    t.regex(found !== undefined && "skipped" in found ? found.skipped : "", new RegExp(what));
  });
}

test("a table whose manifest is missing or damaged is not compared: which study it is of cannot be told", (t) => {
  const refused = (manifest: object | null, message: RegExp): void => {
    for (const changed of [false, true]) {
      t.throws(baselineOf(t, table, changed, manifest), { instanceOf: InputError, message });
    }
  };
  refused(null, /cannot be compared: no manifest beside it/);
  refused({}, /not a manifest of results/);
  refused({ ...manifestOf(study), hash: undefined }, /not a manifest of results/);
  refused(manifestOf({}), /manifest\.json/);
  refused({ ...manifestOf(study), study: { ...study, title: "Another" } }, /the hash is not that of its study/);
});
