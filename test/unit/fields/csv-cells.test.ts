import test from "ava";
import { InputError } from "../../../src/errors.js";
import { readCsvCells } from "../../../src/fields/csv-cells.js";
import { readCsvPoints } from "../../../src/fields/csv-points.js";

const rows = ["t,x,layer,density", "0,0.25,a,1", "0,0.25,b,2", "0,0.75,a,3", "0,0.75,b,4", "1,0.25,a,5", "1,0.25,b,6"];
const whole = [...rows, "1,0.75,a,7", "1,0.75,b,8"];
const read = (lines: readonly string[], wanted = {}) =>
  readCsvCells(lines.join("\n"), "d.csv", { time: "last", ...wanted });

test("rows are put in their places, in whatever order they and their columns stand", (t) => {
  t.deepEqual([...read(whole).values], [5, 6, 7, 8]);
  t.deepEqual([...read(whole, { time: "first" }).values], [1, 2, 3, 4]);
  t.deepEqual([...read(whole, { time: 1e-12 }).values], [1, 2, 3, 4]);
  const all = read(whole, { time: undefined });
  t.deepEqual(
    [all.times, [...all.values]],
    [
      [0, 1],
      [1, 2, 3, 4, 5, 6, 7, 8],
    ],
  );
  const [header, ...others] = whole.map((line) => line.split(",").toReversed().join(","));
  t.deepEqual([...read([header, ...others.toReversed()]).values], [6, 5, 8, 7]);
});

test("of times that lie close together the nearest is taken", (t) => {
  const close = ["t,x,density", "0,0.5,1", "1e-10,0.5,2", "1,0.5,3"];
  t.deepEqual([...read(close, { time: 1e-10 }).values], [2]);
});

test("on two axes x runs fastest; without times and layers there is one of each", (t) => {
  const data = read(["x,y,V", "0.5,0,1", "1.5,0,2", "0.5,9,3", "1.5,9,4"]);
  t.deepEqual([data.cells, data.layers, data.layerCount, [...data.values]], [[2, 2], undefined, 1, [1, 2, 3, 4]]);
  t.deepEqual(
    data.centres?.map((own) => [...own]),
    [
      [0.5, 1.5],
      [0, 9],
    ],
  );
});

test("a byte order mark, Windows line ends, blanks, quoted names, further columns and empty lines are read", (t) => {
  const text = '\ufeff"t", x ,"layer","n","density"\r\n0, 0.25,"a, b",1,0.5\r\n0,0.75,"a, b ",2, 1e-3\r\n\r\n';
  const { layers, values } = readCsvCells(text, "d.csv", { column: "density", time: "last" });
  t.deepEqual([layers, [...values]], [["a, b"], [0.5, 1e-3]]);
});

const bad: readonly (readonly [string, readonly string[], object, RegExp])[] = [
  [
    "no such column",
    whole,
    { column: "rho" },
    /^d\.csv: there is no column "rho"\. Its columns are t, x, layer, density/,
  ],
  ["no positions", ["t,density", "0,1"], {}, /there is no column "x"/],
  ["several columns of values", ["x,u,v", "0,1,2"], {}, /several columns.*column: u or v/],
  ["no column of values", ["t,x", "0,1"], {}, /no column has the values/],
  ["a column twice", ["x,u,x", "0,1,2"], { column: "u" }, /the column "x" is repeated/],
  [
    "a text",
    [...rows, "1,0.75,a,much", "1,0.75,b,8"],
    {},
    /^d\.csv, line 8: density is not a finite number \(got "much"\)/,
  ],
  ["NaN", [...rows, "1,0.75,a,nan", "1,0.75,b,8"], {}, /line 8: density is not a finite number/],
  ["nothing", [...rows, "1,0.75,a,", "1,0.75,b,8"], {}, /line 8: density is not a finite number/],
  [
    "a number that is not decimal",
    [...rows, "1,0.75,a,0x1", "1,0.75,b,8"],
    {},
    /line 8: density is not a finite number/,
  ],
  ["infinity", [...rows, "1,Infinity,a,1", "1,0.75,b,8"], {}, /line 8: x is not a finite number/],
  ["a row that is missing", rows.concat("1,0.75,a,7"), {}, /3 rows are not those of 1 times, 2 cells and 2 layers/],
  ["a row twice instead of another", [...rows, "1,0.75,a,7", "1,0.75,a,8"], {}, /repeated.*t = 1, x = 0\.75, layer a/],
  ["a row too long", [...rows, "1,0.75,a,7,9"], {}, /line 8: a row has 5 fields\. The first line has 4/],
  ["an open quote", [...rows, '1,"0.75,a,7'], {}, /line 8: a quote is not closed/],
  ["no rows", ["x,density"], {}, /no rows/],
  ["no text", [], {}, /no rows/],
  ["another time", whole, { time: 0.5 }, /nothing at the time 0\.5\. Its times are 0, 1/],
  ["a time of what has none", ["x,u", "0,1"], { time: 0.5 }, /nothing at the time 0\.5\. It has no column t/],
];

for (const [what, lines, wanted, message] of bad) {
  test(`${what}: refused, and said where`, (t) => {
    t.throws(() => read(lines, wanted), { instanceOf: InputError, message });
  });
}

test("particles are rows of x1, x2, ..., of one time; different weights are refused", (t) => {
  const lines = ["t,particle,layer,x1,x2,weight", "0,0,0,1,2,0.5", "0,1,0,3,4,0.5", "1,0,0,5,6,0.5", "1,1,0,7,8,0.5"];
  const points = (own: readonly string[], time: "first" | "last") => readCsvPoints(own.join("\n"), "p.csv", { time });
  t.deepEqual(points(lines, "last"), { kind: "points", dimension: 2, values: points(lines, "last").values });
  t.deepEqual([...points(lines, "last").values], [5, 6, 7, 8]);
  t.deepEqual([...points(lines, "first").values], [1, 2, 3, 4]);
  t.throws(() => points([...lines.slice(0, 4), "1,1,0,7,8,0.4"], "last"), { message: /different weights/ });
  t.throws(() => points(["x,y", "1,2"], "last"), { message: /there is no column "x1"/ });
});
