import test from "ava";
import { restrict } from "../../../src/study/restrict.js";

test("coarse averages are means over equal groups of cells, layer by layer", (t) => {
  const fine = Float64Array.of(1, 10, 3, 20, 5, 30, 7, 40);
  t.deepEqual(restrict(fine, 2, 2), Float64Array.of(2, 15, 6, 35));
  t.deepEqual(restrict(fine, 2, 4), fine);
});

test("meshes that are not nested are refused", (t) => {
  t.throws(() => restrict(new Float64Array(8), 2, 3), { instanceOf: RangeError });
});
