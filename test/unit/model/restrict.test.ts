import test from "ava";
import { restrictAverages } from "../../../src/model/restrict.js";
import { near } from "../../support/matchers.js";

test("coarse averages are means over equal groups of cells, layer by layer", (t) => {
  const fine = Float64Array.of(1, 10, 3, 20, 5, 30, 7, 40);
  t.deepEqual(restrictAverages(fine, [4], [2], 2), Float64Array.of(2, 15, 6, 35));
  t.deepEqual(restrictAverages(fine, [4], [4], 2), fine);
});

test("on two axes each axis has its own ratio, and the sum over cells is kept up to the number in a group", (t) => {
  const fine = Float64Array.from(
    { length: 6 * 4 * 2 },
    (_, k) => (k % 2) + 10 * (Math.floor(k / 2) % 6) + 100 * Math.floor(k / 12),
  );
  const coarse = restrictAverages(fine, [6, 4], [2, 4], 2);
  t.deepEqual(coarse.slice(0, 6), Float64Array.of(10, 11, 40, 41, 110, 111));
  const square = restrictAverages(fine, [6, 4], [3, 2], 2);
  t.is(square[0], 55);
  t.is(square.length, 12);
  const sum = (values: Float64Array) => values.reduce((total, value) => total + value, 0);
  near(t, 4 * sum(square), sum(fine), 1e-10);
});

test("meshes that are not nested are refused", (t) => {
  t.throws(() => restrictAverages(new Float64Array(8), [4], [3], 2), { instanceOf: RangeError });
  t.throws(() => restrictAverages(new Float64Array(8), [2, 2], [2], 2), { instanceOf: RangeError });
});
