import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import test, { type ExecutionContext } from "ava";
import { InputError } from "../../../../src/errors.js";
import { toCsv } from "../../../../src/report/table/levels.js";
import { manifestOf } from "../../../../src/report/table/manifest.js";
import { checkStudy } from "../../../../src/study/file/check.js";
import { flowFile, isCurrent, levelToShow } from "../../../../src/study/flow/stored-flow.js";
import { flowStudy, hasResult, readFlow, readResult, runStudy, studyHash } from "../../../../src/study/index.js";
import { planStudy } from "../../../../src/study/plan/plan.js";
import { jsonFile } from "../../../../src/tables/json-file.js";
import { above } from "../../../support/matchers.js";

const study = checkStudy({
  id: "tiny",
  title: 'Commas, "quotes"',
  model: { domain: [[0, 1]], potential: 0, initial: "1 + 0.5*cos(pi*x)", finalTime: 0.1 },
  reference: { kind: "spectral" },
  sweep: { axis: "tensor", steps: [2, 4, 8], cells: [8, 16] },
  errors: ["L1", "L2@max"],
  expect: [{ error: "L1", order: 1, axis: "tau", last: 2, slack: 0.5 }],
});
const hash = studyHash(study);

function scratch(t: ExecutionContext): string {
  const folder = mkdtempSync(join(tmpdir(), "jko-stored-"));
  t.teardown(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

test("a record read back from table and manifest is the record, without what only the judge needs", async (t) => {
  const folder = scratch(t);
  const record = await runStudy(study, { jobs: 1, store: false });
  const provenance = { version: "0.1.0", dependencies: { yaml: "2.9.1" }, commit: null, modified: false };
  writeFileSync(join(folder, "table.csv"), toCsv([record]));
  writeFileSync(join(folder, "manifest.json"), jsonFile(manifestOf({ study, hash }, record, provenance)));
  const stored = readResult(folder);
  const known = (values: object): object =>
    Object.fromEntries(Object.entries(values).filter(([, v]) => !Number.isNaN(v)));
  const levels = record.levels.map((level) => {
    const named = (values: Readonly<Record<string, number>>) => {
      return known(Object.fromEntries(record.errors.map((error) => [error, values[error] ?? Number.NaN])));
    };
    const { errors, orders, ordersH, referenceErrors, limitError: _, limitDistance: __, ...rest } = level;
    return {
      ...rest,
      errors: named(errors),
      orders: named(orders),
      ordersH: named(ordersH),
      referenceErrors: named(referenceErrors),
    };
  });
  t.deepEqual(stored.record, { ...record, levels, findings: [] });
  t.is(studyHash(stored.study), hash);
  t.deepEqual(stored.versions, { "jko-study": "0.1.0", yaml: "2.9.1" });
  t.is(toCsv([stored.record]), toCsv([record]));
});

test("a damaged result names the file and a remedy", (t) => {
  const folder = scratch(t);
  const fails = (pattern: RegExp): void => {
    const error = t.throws(() => readResult(folder), { instanceOf: InputError });
    t.regex(error?.message ?? "", pattern);
  };
  fails(/manifest\.json.*cannot be read \(ENOENT\)/);
  writeFileSync(join(folder, "manifest.json"), "{");
  fails(/manifest\.json.*not JSON/);
  writeFileSync(join(folder, "manifest.json"), "null");
  fails(/not a manifest of results/);
  const verdict = { pass: true, exitCode: 0, reasons: [], warnings: [] };
  const manifest = { study, hash, reference: { kind: "spectral", description: "" }, verdict, fits: {}, versions: {} };
  writeFileSync(join(folder, "manifest.json"), JSON.stringify(manifest));
  fails(/table\.csv.*cannot be read/);
  writeFileSync(join(folder, "table.csv"), "study,level\nother,0\n");
  fails(/lacks the column steps/);
});

test("no garbage in a table or a manifest is read back", async (t) => {
  const folder = scratch(t);
  const record = await runStudy(study, { jobs: 1, store: false });
  const provenance = { version: "0.1.0", dependencies: { yaml: "2.9.1" }, commit: null, modified: false };
  const [table, manifest] = [toCsv([record]), jsonFile(manifestOf({ study, hash }, record, provenance))];
  const put = (ownTable: string, ownManifest: string): void => {
    writeFileSync(join(folder, "table.csv"), ownTable);
    writeFileSync(join(folder, "manifest.json"), ownManifest);
  };
  const lines = table.split("\n");
  const header = lines[0].split(",");
  const withCell = (name: string, value: string): string => {
    const row = lines[2].split(",");
    row[header.indexOf(name)] = value;
    return lines.with(2, row.join(",")).join("\n");
  };
  const garbage: readonly (readonly [string, string])[] = [
    ...header
      .filter((name) => !["study", "scheme", "transport", "parameter", "flags"].includes(name))
      .map((name) => [name, "1e-3x"] as const),
    ...([
      ["error_L1", "NaN"],
      ["error_L1", "-0.1"],
      ["error_L1", "0x10"],
      ["status", "fine"],
      ["energy_monotone", "yes"],
    ] as const),
    ...([
      ["steps", "2.5"],
      ["cells", "8x"],
      ["tau", " 1"],
      ["flags", "a b"],
      ["level", "0"],
    ] as const),
  ];
  for (const [name, value] of garbage) {
    put(withCell(name, value), manifest);
    const error = t.throws(() => readResult(folder), { instanceOf: InputError }, `${name} = ${value}`);
    t.regex(error?.message ?? "", name === "level" && value === "0" ? /two rows/ : new RegExp(`row 3, column ${name}`));
  }
  for (const [from, to] of [
    ['"pass": true', '"pass": false'],
    ['"exitCode": 0', '"exitCode": "0"'],
    [/"constant": [^,\n]*/, '"constant": "steep"'],
  ] as const) {
    t.not(manifest.replace(from, to), manifest);
    put(table, manifest.replace(from, to));
    t.throws(() => readResult(folder), { instanceOf: InputError });
  }
  put(table, manifest);
  t.notThrows(() => readResult(folder));
});

test("every committed result is read back", (t) => {
  const results = fileURLToPath(new URL("../../../../../results", import.meta.url));
  const folders = readdirSync(results)
    .map((name) => join(results, name))
    .filter(hasResult);
  above(t, folders.length, 80);
  for (const folder of folders) t.notThrows(() => readResult(folder), folder);
});

test("a trajectory is shown only beside its own study, and current only for its own code and level", async (t) => {
  const folder = scratch(t);
  const flow = await flowStudy(study, { steps: 4, mesh: [8], snapshots: 3 });
  t.is(readFlow(folder, hash), undefined);
  const text = flowFile(hash, flow);
  writeFileSync(join(folder, "trajectory.json"), text);
  t.deepEqual(readFlow(folder, hash), { flow });
  t.true("problem" in (readFlow(folder, "other") ?? {}));
  const level = { level: 0, steps: 4, tau: 0.025, cells: [8], h: 0.125, cost: 1 };
  t.true(isCurrent(folder, hash, level, 3));
  t.false(isCurrent(folder, "other", level, 3));
  t.false(isCurrent(folder, hash, { ...level, cells: [16] }, 3));
  writeFileSync(join(folder, "trajectory.json"), text.slice(0, 100));
  t.true("problem" in (readFlow(folder, hash) ?? {}));
  t.false(isCurrent(folder, hash, level, 3));
});

test("the level shown is the finest that is cheap and was computed", async (t) => {
  const plan = planStudy(study);
  const record = await runStudy(study, { jobs: 1, store: false });
  t.is(levelToShow(plan, record)?.level, 5);
  const last = record.levels.map((level) => (level.level === 5 ? { ...level, status: "stalled" as const } : level));
  t.not(levelToShow(plan, { ...record, levels: last })?.level, 5);
  const dear = plan.levels.map((level) => ({ ...level, cost: level.cost * 1e9 }));
  t.is(levelToShow({ ...plan, levels: dear }, record)?.level, 0);
  t.is(levelToShow(plan, { ...record, levels: [] }), undefined);
});

test("on two axes the trajectory shown is computed on a modest mesh", async (t) => {
  const plan = planStudy(study);
  const record = await runStudy(study, { jobs: 1, store: false });
  const levels = plan.levels.map((level) => ({ ...level, cells: [400, 90], cost: 1 }));
  const shown = levelToShow({ ...plan, levels }, record);
  t.deepEqual(shown?.cells, [100, 90]);
  t.is(shown?.cost, 0.25);
});
