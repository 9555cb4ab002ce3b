import test from "ava";
import {
  apply,
  cholesky,
  identityMatrix,
  logDeterminant,
  multiply,
  solveCholesky,
  traceOfProduct,
  transpose,
} from "../../../src/numerics/dense.js";

const close = (a: Float64Array, b: readonly number[], bound = 1e-14) =>
  a.length === b.length && a.every((entry, k) => Math.abs(entry - b[k]) < bound);

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

test("L L' is the matrix, and the system is solved by it", (t) => {
  const a = Float64Array.of(4, 1, 2, 1, 5, 3, 2, 3, 6);
  const lower = cholesky(a, 3) as Float64Array;
  t.true(close(multiply(lower, transpose(lower, 3), 3), [...a]));
  t.deepEqual([lower[1], lower[2], lower[5]], [0, 0, 0]);
  const x = Float64Array.of(1, -2, 3);
  t.true(close(solveCholesky(lower, apply(a, x)), [...x]));
  t.true(Math.abs(logDeterminant(lower, 3) - Math.log(4 * (30 - 9) - (6 - 6) + 2 * (3 - 10))) < 1e-14);
});

test("a matrix that is not positive definite, or not finite, has no factor", (t) => {
  t.is(cholesky(Float64Array.of(1, 2, 2, 1), 2), undefined);
  t.is(cholesky(Float64Array.of(0, 0, 0, 1), 2), undefined);
  t.is(cholesky(Float64Array.of(Number.NaN, 0, 0, 1), 2), undefined);
  t.is(cholesky(Float64Array.of(Number.POSITIVE_INFINITY, 0, 0, 1), 2), undefined);
});
