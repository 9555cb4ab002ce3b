import test from "ava";
import { crossMoments } from "../../../src/numerics/cross-moments.js";
import { identityMatrix, multiply, transpose } from "../../../src/numerics/dense.js";
import { polarFactor, singularVectors } from "../../../src/numerics/singular-vectors.js";
import { atMost, near } from "../../support/matchers.js";
import { hilbert, matrixOf, randomMatrix, scaled, scales } from "./matrices.js";

const largest = (v: Float64Array) => v.reduce((most, entry) => Math.max(most, Math.abs(entry)), 0);
const distance = (a: Float64Array, b: Float64Array) => largest(a.map((entry, k) => entry - b[k]));
const ones = (size: number) => new Float64Array(size).fill(1);

/** Lengths of the columns, ascending. */
function lengthsOf(scaledVectors: Float64Array, size: number): number[] {
  const lengths = Array.from({ length: size }, (_, j) =>
    Math.hypot(...scaledVectors.filter((__, k) => k % size === j)),
  );
  return lengths.sort((a, b) => a - b);
}

const cases: readonly (readonly [string, Float64Array, number])[] = [
  ["one entry", Float64Array.of(-3), 1],
  ["random", randomMatrix(12, 1), 12],
  ["Hilbert", hilbert(10), 10],
  ["rows of sixteen decades", scaled(randomMatrix(6, 2), scales(6, 8), ones(6)), 6],
  ["columns of sixteen decades", scaled(randomMatrix(6, 2), ones(6), scales(6, 8)), 6],
  ["of rank one", matrixOf(5, (i, j) => (i + 1) * (j - 1.5)), 5],
  ["a Jordan block", matrixOf(6, (i, j) => (j === i + 1 ? 1 : 0)), 6],
  ["of size 1e-200", randomMatrix(4, 3).map((entry) => 1e-200 * entry), 4],
  ["of size 1e200", randomMatrix(4, 3).map((entry) => 1e200 * entry), 4],
  ["zero", new Float64Array(9), 3],
];

for (const [name, m, size] of cases) {
  test(`${name}: m V is what is claimed, V orthogonal, and the columns of m V orthogonal to each other`, (t) => {
    const { scaled: image, right } = singularVectors(m, size);
    atMost(t, distance(multiply(transpose(right, size), right, size), identityMatrix(size)), 1e-15 * (4 + size));
    atMost(t, distance(image, multiply(m, right, size)), 2e-15 * size * largest(m));
    const inUnits = image.map((entry) => entry / (largest(image) || 1));
    const gram = multiply(transpose(inUnits, size), inUnits, size);
    const lengths = Float64Array.from({ length: size }, (_, j) => Math.sqrt(gram[j * size + j]));
    const cosines = gram.map((entry, k) => {
      const [i, j] = [Math.floor(k / size), k % size];
      // Products of columns that are all round-off of round-off are below the range of numbers.
      return i === j || Math.abs(entry) < 1e-290 ? 0 : entry / (lengths[i] * lengths[j]);
    });
    atMost(t, largest(cosines), 1e-15 * (3 + size));
  });

  test(`${name}: the polar factor is orthogonal, and what is left symmetric without negative eigenvalues`, (t) => {
    const rotation = polarFactor(m, size);
    atMost(t, distance(multiply(rotation, transpose(rotation, size), size), identityMatrix(size)), 1e-15 * (4 + size));
    const rest = multiply(transpose(rotation, size), m, size);
    atMost(t, distance(rest, transpose(rest, size)), 4e-15 * size * largest(m));
    const nuclear = lengthsOf(singularVectors(m, size).scaled, size).reduce((sum, length) => sum + length, 0);
    const trace = rest.reduce((sum, entry, k) => sum + (k % (size + 1) === 0 ? entry : 0), 0);
    atMost(t, Math.abs(trace - nuclear), 1e-14 * size * nuclear, `${trace} ${nuclear}`);
  });
}

test("singular values far below the root of round-off keep their digits", (t) => {
  // [[1, 1], [0, d]]: their product is d, the sum of their squares 2 + d².
  const d = 1e-12;
  const [small, large] = lengthsOf(singularVectors(Float64Array.of(1, 1, 0, d), 2).scaled, 2);
  near(t, small * large, d, { relative: 1e-4 }, `${small}`);
  near(t, large, Math.SQRT2, 1e-15);
  const graded = lengthsOf(
    singularVectors(
      matrixOf(3, (i, j) => (i === j ? 1e-12 ** i : 0)),
      3,
    ).scaled,
    3,
  );
  t.deepEqual(graded, [1e-12 ** 2, 1e-12, 1]);
});

test("moments of two clouds, transposed where the clouds change places", (t) => {
  const [x, y] = [Float64Array.of(1, 2, 3, 4), Float64Array.of(5, 6, 7, 8)];
  const weights = Float64Array.of(0.5, 2);
  t.deepEqual(crossMoments(x, y, weights, 2), Float64Array.of(44.5, 51, 61, 70));
  const out = new Float64Array(4).fill(9);
  t.is(crossMoments(y, x, weights, 2, out), out);
  t.deepEqual(out, Float64Array.of(44.5, 61, 51, 70));
});
