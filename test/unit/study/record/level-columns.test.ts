import test from "ava";
import { levelColumns } from "../../../../src/study/record/level-columns.js";
import {
  levelsJson,
  levelTable,
  readLevel,
  storedColumns,
  wrongCell,
} from "../../../../src/study/record/level-table.js";
import { parseCsv, tableCsv } from "../../../../src/tables/csv.js";
import { level, record } from "../../report/figure/records.js";

const full = level({
  ...{
    reason: "no descent",
    iterateErrors: { L1: 1 },
    regularizationError: 2,
    extent: 3,
    limitError: 4,
    limitDistance: 5,
  },
  ...{ parameter: { path: "scheme.tolerance", value: 8, size: 1 / 8 }, errors: { L1: 1e-3 }, ordersH: { L1: 1 } },
});
/** For the judge alone. */
const notTold = ["extent", "limitError", "limitDistance"];

test("every member of a level is told in a column, a reason in JSON only", (t) => {
  const told = new Set(levelColumns(["L1"]).map(({ key }) => key as string));
  t.deepEqual(
    Object.keys(full).filter((key) => !told.has(key)),
    notTold,
  );
  const stored = new Set(storedColumns({ errors: ["L1"], sweep: { axis: "tau" } }).map(({ key }) => key as string));
  t.deepEqual(
    [...told].filter((key) => !stored.has(key)),
    ["reason"],
  );
});

test("names of columns are told apart", (t) => {
  const names = levelColumns(["L1", "L1@max", "KL"]).map(({ name }) => name);
  t.is(new Set(names).size, names.length);
});

test("a row that is written is read back, and nothing is wrong with it", (t) => {
  const { reason: _, extent: __, limitError: ___, limitDistance: ____, ...known } = full;
  const given = record([full], { axis: "tensor", errors: ["L1"] });
  const [row] = parseCsv(tableCsv(levelTable([given]))) ?? [];
  const sweep = { errors: ["L1"], sweep: { axis: "parameter", path: "scheme.tolerance", size: "inverse" } };
  const columns = storedColumns(sweep);
  t.is(wrongCell(row, columns), undefined);
  t.deepEqual(readLevel(row, columns, sweep), known);
});

test("JSON lacks what a level does not have, and has null for what is not available", (t) => {
  const [bare] = levelsJson(record([level({ timeError: Number.NaN })], { errors: ["L1"] })) as Record<string, object>[];
  for (const key of ["parameter", "reason", "ordersH", "iterateErrors"]) t.false(key in bare, key);
  t.false("regularizationError" in bare.diagnostics);
  t.deepEqual(bare.errors, { L1: null });
});
