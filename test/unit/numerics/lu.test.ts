import test from "ava";
import { identityMatrix, multiply } from "../../../src/numerics/dense.js";
import { factorLu, solveLinear, solveLu } from "../../../src/numerics/lu.js";
import { atMost, eachNear } from "../../support/matchers.js";
import { backwardError, hilbert, inverseHilbert, matrixOf, randomMatrix, scaled, scales } from "./matrices.js";

const ones = (size: number) => new Float64Array(size).fill(1);

test("solutions leave no more than round-off in any row", (t) => {
  for (const size of [1, 2, 3, 8, 40]) {
    const a = randomMatrix(size, size);
    const rhs = Float64Array.from({ length: size }, (_, i) => i - 1.5);
    const x = solveLinear(a, rhs) as Float64Array;
    const error = backwardError(a, x, rhs);
    atMost(t, error, 1e-15 * size, `${size}: ${error}`);
  }
});

test("a diagonal of zeros, or of what is tiny beside its column, is exchanged away", (t) => {
  t.deepEqual(solveLinear(Float64Array.of(0, 2, 4, 0), Float64Array.of(2, 4)), Float64Array.of(1, 1));
  t.deepEqual(solveLinear(Float64Array.of(1e-20, 1, 1, 1), Float64Array.of(1, 2)), Float64Array.of(1, 1));
  const cyclic = matrixOf(5, (i, j) => (j === (i + 2) % 5 ? i + 1 : 0));
  t.deepEqual(solveLinear(cyclic, Float64Array.of(1, 2, 3, 4, 5)), ones(5));
});

test("the Hilbert matrix is solved as well as its condition allows", (t) => {
  for (const size of [1, 2, 4, 6, 8]) {
    const x = solveLinear(hilbert(size), multiply(hilbert(size), ones(size), size)) as Float64Array;
    const error = x.reduce((most, value) => Math.max(most, Math.abs(value - 1)), 0);
    atMost(t, error, 1e-16 * 33 ** size, `${size}: ${error}`);
  }
});

test("many right-hand sides at once: the inverse of the Hilbert matrix, in a block inside other numbers", (t) => {
  const size = 5;
  const [offset, start] = [7, 3];
  const lu = new Float64Array(offset + size * size + 2).fill(Number.NaN);
  lu.set(hilbert(size), offset);
  const b = new Float64Array(start + size * size + 1).fill(Number.NaN);
  b.set(identityMatrix(size), start);
  const pivots = new Int32Array(size);
  t.true(factorLu(lu, offset, size, pivots));
  solveLu(lu, offset, size, pivots, b, start, size);
  inverseHilbert(size).forEach((entry, k) => {
    atMost(t, Math.abs(b[start + k] - entry), 1e-10 * Math.abs(entry), `${k}: ${b[start + k]} ${entry}`);
  });
  t.deepEqual([lu[offset - 1], lu[offset + size * size], b[start - 1], b[start + size * size]], Array(4).fill(NaN));
});

test("units of rows and columns over sixteen decades are no singularity", (t) => {
  const size = 6;
  const regular = randomMatrix(size, 1).map((entry, k) => entry + (k % (size + 1) === 0 ? 4 : 0));
  for (const [left, right] of [
    [scales(size, 8), ones(size)],
    [ones(size), scales(size, 8)],
    [scales(size, 8), scales(size, 8)],
  ] as const) {
    const a = scaled(regular, left, right);
    const x = Float64Array.from(right, (scale, j) => (j + 1) / scale);
    const found = solveLinear(a, multiply(a, x, size)) as Float64Array;
    const error = found.reduce((most, value, j) => Math.max(most, Math.abs(value / x[j] - 1)), 0);
    atMost(t, error, 1e-13);
  }
});

test("a matrix is singular where it is so exactly, or to round-off; a small one is not", (t) => {
  const rhs = Float64Array.of(1, 2, 4);
  t.is(solveLinear(Float64Array.of(0), Float64Array.of(1)), undefined);
  t.is(solveLinear(Float64Array.of(1, 1, 1, 1), Float64Array.of(1, 2)), undefined);
  t.is(solveLinear(new Float64Array(9), rhs), undefined);
  const counted = matrixOf(3, (i, j) => 3 * i + j + 1);
  t.is(solveLinear(counted, rhs), undefined);
  t.is(
    solveLinear(
      counted.map((entry) => entry / 7),
      rhs,
    ),
    undefined,
  );
  const third = matrixOf(3, (i, j) => (i === 2 ? 0.1 * (j + 1) + 0.7 * j * j : i === 1 ? 0.7 * j * j : 0.1 * (j + 1)));
  t.is(solveLinear(third, rhs), undefined);
  t.is(solveLinear(hilbert(14), ones(14)), undefined);
  t.deepEqual(solveLinear(Float64Array.of(1e-300), Float64Array.of(3e-300)), Float64Array.of(3));
  const close = solveLinear(Float64Array.of(1, 1, 1, 1 + 1e-12), Float64Array.of(2, 2 + 1e-12)) as Float64Array;
  eachNear(t, close, 1, 1e-3);
});

test("what is not finite has no solution", (t) => {
  for (const wrong of [Number.NaN, Number.POSITIVE_INFINITY]) {
    for (let k = 0; k < 4; k++) {
      const a = Float64Array.of(1, 2, 3, 4);
      a[k] = wrong;
      t.is(solveLinear(a, Float64Array.of(1, 1)), undefined, `${wrong} at ${k}`);
      t.false(factorLu(a, 0, 2, new Int32Array(2)));
    }
    t.is(solveLinear(Float64Array.of(1, 2, 3, 4), Float64Array.of(1, wrong)), undefined);
  }
});
