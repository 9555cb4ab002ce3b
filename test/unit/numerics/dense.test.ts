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

const close = (a: Float64Array, b: ArrayLike<number>, bound = 1e-14): boolean =>
  a.length === b.length && a.every((entry, k) => Math.abs(entry - (b[k] as number)) <= bound);
/** L L' of L = [[2], [1, 3], [-1, 0.5, 1.5]], determinant 81. */
const definite = Float64Array.of(4, 2, -2, 2, 10, 0.5, -2, 0.5, 3.5);

test("products of rectangles, and their transposes: (a b)' = b' a'", (t) => {
  const a = Float64Array.of(1, 2, 3, 4, 5, 6);
  const b = Float64Array.of(1, 0, 2, -1, 1, 3, 0, 2, 1, 1, -2, 4);
  const product = multiply(a, b, 3);
  t.deepEqual([...product], [6, 9, -4, 15, 15, 21, -4, 30]);
  t.deepEqual([...transpose(multiply(transpose(b, 4), transpose(a, 3), 3), 2)], [...product]);
  t.deepEqual([...multiply(definite, identityMatrix(3), 3)], [...definite]);
  t.deepEqual([...apply(Float64Array.of(1, 2, 3, 4), Float64Array.of(5, 6))], [17, 39]);
});

test("the trace of a product is that of the product", (t) => {
  const [a, b] = [Float64Array.of(1, 2, 3, 4), Float64Array.of(5, 6, 7, 8)];
  t.is(traceOfProduct(a, b, 2), 5 + 14 + 18 + 32);
});

test("the Cholesky factor, its solutions and its determinant", (t) => {
  const lower = cholesky(definite, 3) as Float64Array;
  t.true(close(lower, [2, 0, 0, 1, 3, 0, -1, 0.5, 1.5]));
  const x = Float64Array.of(0.3, -2, 5);
  t.true(close(solveCholesky(lower, apply(definite, x)), x));
  t.true(Math.abs(logDeterminant(lower, 3) - Math.log(81)) < 1e-14);
});

test("a matrix that is not definite has no factor", (t) => {
  for (const a of [
    [1, 2, 2, 1],
    [0, 0, 0, 1],
    [1, 0, 0, Number.NaN],
    [1, 0, 0, Number.POSITIVE_INFINITY],
  ]) {
    t.is(cholesky(Float64Array.from(a), 2), undefined);
  }
});
