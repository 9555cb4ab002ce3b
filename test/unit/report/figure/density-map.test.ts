import test from "ava";
import { chooseLayers, largestOf, mapOf, partsOf } from "../../../../src/report/figure/density-map.js";
import type { FlowSnapshot } from "../../../../src/study/run/options.js";
import { atMost, eachNear, near } from "../../../support/matchers.js";
import { planeFlow } from "./records.js";

const first = ({ snapshots }: { readonly snapshots: readonly FlowSnapshot[] }) => snapshots[0];

test("a mesh that is coarse enough is kept, the first axis fastest", (t) => {
  const flow = planeFlow({
    cells: [3, 2],
    density: (_, x, y, k) => 100 * k + 10 * Math.round(6 * x) + Math.round(4 * y),
  });
  const map = mapOf(flow, first(flow), 1, 3);
  t.deepEqual([map.columns, map.rows], [3, 2]);
  t.deepEqual([...map.values], [111, 131, 151, 113, 133, 153]);
});

for (const cells of [
  [8, 8],
  [9, 7],
  [5, 130],
  [131, 1],
  [1, 1],
] as const) {
  test(`averaging conserves the mass, and constants: ${cells.join(" by ")} cells`, (t) => {
    const flow = planeFlow({ cells, density: (_, x, y) => Math.exp(-9 * (x - y) ** 2) });
    const { columns, rows, values } = mapOf(flow, first(flow), 0, 4);
    atMost(t, columns, 4);
    atMost(t, rows, 4);
    t.is(values.length, columns * rows);
    const mean = (all: Float64Array) => all.reduce((sum, value) => sum + value, 0) / all.length;
    near(t, mean(values), mean(first(flow).density), { relative: 1e-14 });
    const flat = planeFlow({ cells, density: () => 3 });
    eachNear(t, mapOf(flat, first(flat), 0, 4).values, 3, 1e-14);
  });
}

test("parts are whole cells where that is possible", (t) => {
  t.deepEqual([partsOf(128, 128), partsOf(256, 128), partsOf(160, 128), partsOf(129, 128)], [128, 128, 80, 65]);
});

test("the lightest colour is the largest finite density, of any where there is none", (t) => {
  const map = (values: readonly number[]) => ({ columns: values.length, rows: 1, values: Float64Array.from(values) });
  t.is(largestOf([map([1, Number.NaN]), map([3, Number.POSITIVE_INFINITY])]), 3);
  t.is(largestOf([map([0, 0])]), 1);
  t.is(largestOf([]), 1);
});

test("layers are chosen evenly, with both ends", (t) => {
  const names = (count: number) => Array.from({ length: count }, (_, k) => String(k));
  t.deepEqual(chooseLayers(names(3), 4), [0, 1, 2]);
  t.deepEqual(chooseLayers(names(16), 4), [0, 5, 10, 15]);
});
