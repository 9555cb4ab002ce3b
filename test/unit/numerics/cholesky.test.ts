import test from "ava";
import {
  cholesky,
  choleskyInPlace,
  invertDefinite,
  logDeterminant,
  solveCholesky,
  solveLower,
  solveTransposed,
} from "../../../src/numerics/cholesky.js";
import { apply, multiply, transpose } from "../../../src/numerics/dense.js";
import { atMost, below, each, near } from "../../support/matchers.js";
import { backwardError, hilbert, inverseHilbert, matrixOf, randomMatrix, scaled, scales } from "./matrices.js";

const largest = (v: Float64Array) => v.reduce((most, entry) => Math.max(most, Math.abs(entry)), 0);

/** Largest error of an entry of L L', relative to the geometric mean of the diagonal entries of its row and column. */
function factorError(a: Float64Array, size: number): number {
  const lower = cholesky(a, size) as Float64Array;
  const product = multiply(lower, transpose(lower, size), size);
  const unit = Float64Array.from({ length: size }, (_, i) => 1 / Math.sqrt(a[i * size + i]));
  return largest(
    scaled(
      product.map((entry, k) => entry - a[k]),
      unit,
      unit,
    ),
  );
}

const gram = (size: number, seed: number) => {
  const a = randomMatrix(size, seed);
  return multiply(a, transpose(a, size), size);
};

test("L is lower triangular, L L' is the matrix, and the determinant its own", (t) => {
  const a = Float64Array.of(4, 1, 2, 1, 5, 3, 2, 3, 6);
  const lower = cholesky(a, 3) as Float64Array;
  t.deepEqual([lower[1], lower[2], lower[5]], [0, 0, 0]);
  below(t, factorError(a, 3), 1e-15);
  near(t, logDeterminant(lower, 3), Math.log(4 * (30 - 9) - (6 - 6) + 2 * (3 - 10)), 1e-14);
  t.deepEqual(cholesky(Float64Array.of(9), 1), Float64Array.of(3));
});

test("random, ill-conditioned and graded matrices are factored to round-off of their diagonal", (t) => {
  const cases: readonly (readonly [string, Float64Array, number])[] = [
    ["random", gram(30, 1), 30],
    ["Hilbert", hilbert(12), 12],
    ["graded", scaled(gram(8, 2), scales(8, 8), scales(8, 8)), 8],
    ["nearly singular", Float64Array.of(1, 1, 1, 1 + 4e-16), 2],
  ];
  for (const [name, a, size] of cases) {
    const error = factorError(a, size);
    atMost(t, error, 1e-15 * size, `${name}: ${error}`);
  }
});

test("solutions leave no more than round-off in any row, by the factor and by its halves", (t) => {
  for (const a of [gram(12, 3), scaled(gram(12, 3), scales(12, 4), scales(12, 4)), hilbert(12)]) {
    const rhs = Float64Array.from({ length: 12 }, (_, i) => i - 5.5);
    const lower = cholesky(a, 12) as Float64Array;
    const x = solveCholesky(lower, Float64Array.from(rhs));
    const error = backwardError(a, x, rhs);
    atMost(t, error, 1e-14);
    t.deepEqual(solveTransposed(lower, solveLower(lower, Float64Array.from(rhs))), x);
  }
});

test("the Hilbert matrix: its determinant, and a column of its inverse", (t) => {
  const size = 6;
  const lower = cholesky(hilbert(size), size) as Float64Array;
  near(t, logDeterminant(lower, size) + Math.log(186313420339200000), 0, 1e-10);
  const column = solveCholesky(lower, Float64Array.of(1, 0, 0, 0, 0, 0));
  const exact = inverseHilbert(size);
  each(t, column, (entry, i) => Math.abs(entry / exact[i * size] - 1) < 1e-8);
});

test("only the lower triangle is read, and in place only it is written", (t) => {
  const a = Float64Array.of(4, Number.NaN, 2, 5);
  const lower = cholesky(a, 2) as Float64Array;
  t.deepEqual(lower, Float64Array.of(2, 0, 1, 2));
  t.true(choleskyInPlace(a, 2));
  t.deepEqual(a, Float64Array.of(2, Number.NaN, 1, 2));
  t.deepEqual(apply(lower, solveLower(a, Float64Array.of(6, 7))), Float64Array.of(6, 7));
});

test("a matrix that is not positive definite, or not finite, has no factor", (t) => {
  for (const [a, size] of [
    [[1, 2, 2, 1], 2],
    [[1, 1, 1, 1], 2],
    [[1, 1, 1, 1 - 2e-16], 2],
    [[0, 0, 0, 1], 2],
    [[-1], 1],
    [[0], 1],
    [[Number.NaN, 0, 0, 1], 2],
    [[1, 0, Number.NaN, 1], 2],
    [[1, 0, 0, Number.NaN], 2],
    [[Number.POSITIVE_INFINITY, 0, 0, 1], 2],
    [[1, 0, Number.POSITIVE_INFINITY, 1], 2],
  ] as const) {
    t.is(cholesky(Float64Array.from(a), size), undefined, `${a}`);
  }
  t.is(
    cholesky(
      matrixOf(5, () => 1),
      5,
    ),
    undefined,
  );
});

test("what is left of a diagonal entry may be asked to be a part of it, whatever the units", (t) => {
  for (const scale of [1e-200, 1, 1e150]) {
    const close = Float64Array.of(scale, scale, scale, scale * (1 + 1e-9));
    t.true(choleskyInPlace(Float64Array.from(close), 2, 1e-12));
    t.false(choleskyInPlace(Float64Array.from(close), 2, 1e-8));
  }
});

test("a definite block is inverted in place, an indefinite one noticed", (t) => {
  const matrices = Float64Array.of(9, 9, 9, 9, 4, 1, 1, 3);
  const logDet = invertDefinite(matrices, 4, 2, new Float64Array(4));
  near(t, logDet, Math.log(11), 1e-15);
  [9, 9, 9, 9, 3 / 11, -1 / 11, -1 / 11, 4 / 11].forEach((entry, k) => {
    near(t, matrices[k], entry, 1e-15);
  });
  t.is(invertDefinite(Float64Array.of(1, 2, 2, 1), 0, 2, new Float64Array(4)), Number.NaN);
});

test("the inverse of the Hilbert matrix, and of a graded one, to their condition", (t) => {
  for (const size of [1, 3, 6]) {
    const inverse = hilbert(size);
    t.false(Number.isNaN(invertDefinite(inverse, 0, size, new Float64Array(size * size))));
    const exact = inverseHilbert(size);
    const error = largest(inverse.map((entry, k) => entry / exact[k] - 1));
    atMost(t, error, 1e-16 * 33 ** size, `${size}: ${error}`);
  }
  const [regular, right] = [gram(4, 5), scales(4, 8)];
  const graded = scaled(regular, right, right);
  const logDet = invertDefinite(graded, 0, 4, new Float64Array(16));
  const back = multiply(scaled(graded, right, right), regular, 4);
  below(t, largest(back.map((entry, k) => entry - (k % 5 === 0 ? 1 : 0))), 1e-12);
  near(t, logDet, logDeterminant(cholesky(regular, 4) as Float64Array, 4), 1e-12);
});
