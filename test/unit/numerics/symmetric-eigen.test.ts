import test from "ava";
import { multiply, transpose } from "../../../src/numerics/dense.js";
import { seededRandom } from "../../../src/numerics/random.js";
import { spectralFunction, symmetricEigen } from "../../../src/numerics/symmetric-eigen.js";
import { atLeast, below, near } from "../../support/matchers.js";
import { hilbert, matrixOf } from "./matrices.js";

const randomSymmetric = (size: number, seed: number) => {
  const random = seededRandom(seed);
  const raw = Float64Array.from({ length: size * size }, () => random() - 0.5);
  return raw.map((entry, k) => entry + raw[(k % size) * size + Math.floor(k / size)]);
};
const largest = (v: Float64Array) => v.reduce((most, entry) => Math.max(most, Math.abs(entry)), 0);
const difference = (a: Float64Array, b: Float64Array) => largest(a.map((entry, k) => entry - b[k]));

test("vectors are orthonormal and A V = V diag(values), with ascending values", (t) => {
  for (const size of [1, 2, 3, 10, 40]) {
    const a = randomSymmetric(size, size);
    const { values, vectors } = symmetricEigen(a, size);
    const scaled = vectors.map((entry, k) => entry * values[k % size]);
    below(t, difference(multiply(a, vectors, size), scaled), 1e-13 * size);
    const gram = multiply(transpose(vectors, size), vectors, size);
    below(t, largest(gram.map((entry, k) => entry - (k % (size + 1) === 0 ? 1 : 0))), 1e-14 * size);
    for (let j = 1; j < size; j++) atLeast(t, values[j], values[j - 1]);
  }
});

test("the second difference has the eigenvalues 2 - 2 cos(k pi/(n + 1))", (t) => {
  const n = 30;
  const matrix = Float64Array.from({ length: n * n }, (_, k) => {
    const gap = Math.abs((k % n) - Math.floor(k / n));
    return gap === 0 ? 2 : gap === 1 ? -1 : 0;
  });
  symmetricEigen(matrix, n).values.forEach((value, k) => {
    near(t, value, 4 * Math.sin(((k + 1) * Math.PI) / (2 * n + 2)) ** 2, 2e-14, `${k}: ${value}`);
  });
});

test("equal, zero and widely spread eigenvalues are found", (t) => {
  t.deepEqual([...symmetricEigen(new Float64Array(9), 3).values], [0, 0, 0]);
  t.deepEqual([...symmetricEigen(Float64Array.of(2, 0, 0, 2), 2).values], [2, 2]);
  const [small, large] = symmetricEigen(Float64Array.of(1e12, 1, 1, 1), 2).values as unknown as [number, number];
  near(t, large, 1e12, { relative: 1e-15 });
  near(t, small, 1, 1e-3);
});

test("the lower triangle is not read, and entries that are not finite are refused", (t) => {
  t.deepEqual(symmetricEigen(Float64Array.of(1, 2, 9, 3), 2), symmetricEigen(Float64Array.of(1, 2, 2, 3), 2));
  t.throws(() => symmetricEigen(Float64Array.of(1, Number.NaN, 0, 1), 2), { instanceOf: RangeError });
});

test("the square root of a matrix squares to it", (t) => {
  const size = 6;
  const raw = randomSymmetric(size, 3);
  const square = multiply(raw, raw, size);
  const root = spectralFunction(symmetricEigen(square, size), (value) => Math.sqrt(Math.max(value, 0)));
  below(t, difference(multiply(root, root, size), square), 1e-13);
  t.deepEqual(root, transpose(root, size));
});

const hard: readonly (readonly [string, Float64Array, number])[] = [
  ["one entry", Float64Array.of(-7), 1],
  ["Hilbert", hilbert(12), 12],
  ["graded over sixteen decades", matrixOf(6, (i, j) => 10 ** (8 - 1.6 * (i + j)) / (i + j + 1)), 6],
  [
    "clustered: the identity and a change of 1e-14",
    matrixOf(8, (i, j) => (i === j ? 1 : 0) + 1e-14 * Math.cos(i * j)),
    8,
  ],
  ["twofold: two equal blocks", matrixOf(6, (i, j) => (i % 3 === j % 3 ? 0 : 1) * (i < 3 === j < 3 ? 1 : 0)), 6],
  ["a pair of opposite eigenvalues on a diagonal of zeros", Float64Array.of(0, 1, 1, 0), 2],
  ["nearly defective: a Jordan block made symmetric by a tiny entry", Float64Array.of(1, 1e-9, 1e-9, 1 + 1e-18), 2],
  ["of rank one", matrixOf(7, (i, j) => (i + 1) * (j + 1)), 7],
  ["of size 1e-200", hilbert(5).map((entry) => 1e-200 * entry), 5],
  ["of size 1e-300", Float64Array.of(2e-300, 1e-300, 1e-300, 2e-300), 2],
  ["of size 1e300", hilbert(5).map((entry) => 1e300 * entry), 5],
  ["of size 1e160 on the diagonal, 1e150 beside it", Float64Array.of(1e160, 1e150, 1e150, 1e160), 2],
];

for (const [name, a, size] of hard) {
  test(`${name}: pairs to round-off of the largest eigenvalue, vectors orthonormal, trace and norm kept`, (t) => {
    const { values, vectors } = symmetricEigen(a, size);
    const scale = largest(values);
    const image = vectors.map((entry, k) => (entry * values[k % size]) / scale);
    const unit = a.map((entry) => entry / scale);
    below(t, difference(multiply(unit, vectors, size), image), 2e-15 * size);
    const gram = multiply(transpose(vectors, size), vectors, size);
    below(t, largest(gram.map((entry, k) => entry - (k % (size + 1) === 0 ? 1 : 0))), 2e-15 * size);
    const [trace, squares] = [
      values.reduce((s, v) => s + v / scale, 0),
      values.reduce((s, v) => s + (v / scale) ** 2, 0),
    ];
    near(
      t,
      trace,
      unit.reduce((s, v, k) => s + (k % (size + 1) === 0 ? v : 0), 0),
      2e-15 * size,
    );
    near(
      t,
      squares,
      unit.reduce((s, v) => s + v * v, 0),
      4e-15 * size,
    );
    for (let j = 1; j < size; j++) atLeast(t, values[j], values[j - 1]);
  });
}

test("the Wilkinson matrix has a pair of eigenvalues that agree to 14 digits, with vectors of their own", (t) => {
  const size = 21;
  const { values, vectors } = symmetricEigen(
    matrixOf(size, (i, j) => (i === j ? Math.abs(10 - i) : Math.abs(i - j) === 1 ? 1 : 0)),
    size,
  );
  // Wilkinson, The Algebraic Eigenvalue Problem (1965), p. 309.
  const exact = [
    [0, -1.125441522119984],
    [19, 10.746194182903322],
    [20, 10.746194182903393],
  ] as const;
  for (const [j, value] of exact) near(t, values[j], value, 1e-13, `${j}: ${values[j]}`);
  let overlap = 0;
  for (let i = 0; i < size; i++) overlap += vectors[i * size + 19] * vectors[i * size + 20];
  near(t, overlap, 0, 1e-14);
});
