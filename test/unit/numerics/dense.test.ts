import test from "ava";
import { apply, identityMatrix, multiply, traceOfProduct, transpose } from "../../../src/numerics/dense.js";

test("products and transposes of matrices that are not square", (t) => {
  const a = Float64Array.of(1, 2, 3, 4, 5, 6);
  t.deepEqual([...multiply(a, Float64Array.of(1, 0, 2, 1, 0, 3), 3)], [5, 11, 14, 23]);
  t.deepEqual([...transpose(a, 3)], [1, 4, 2, 5, 3, 6]);
  t.deepEqual([...apply(Float64Array.of(1, 2, 3, 4), Float64Array.of(1, -1))], [-1, -1]);
  t.deepEqual([...identityMatrix(2)], [1, 0, 0, 1]);
});

test("the trace of a product is that of the product", (t) => {
  const [a, b] = [Float64Array.of(1, 2, 3, 4), Float64Array.of(5, 6, 7, 8)];
  const product = multiply(a, b, 2);
  t.is(traceOfProduct(a, b, 2), product[0] + product[3]);
});
