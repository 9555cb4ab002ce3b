import test from "ava";
import { multiply, transpose } from "../../../src/numerics/dense.js";
import { seededRandom } from "../../../src/numerics/random.js";
import { spectralFunction, symmetricEigen } from "../../../src/numerics/symmetric-eigen.js";

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
    t.true(difference(multiply(a, vectors, size), scaled) < 1e-13 * size);
    const gram = multiply(transpose(vectors, size), vectors, size);
    t.true(largest(gram.map((entry, k) => entry - (k % (size + 1) === 0 ? 1 : 0))) < 1e-14 * size);
    for (let j = 1; j < size; j++) t.true(values[j] >= values[j - 1]);
  }
});

test("the second difference has the eigenvalues 2 - 2 cos(k pi/(n + 1))", (t) => {
  const n = 30;
  const matrix = Float64Array.from({ length: n * n }, (_, k) => {
    const gap = Math.abs((k % n) - Math.floor(k / n));
    return gap === 0 ? 2 : gap === 1 ? -1 : 0;
  });
  symmetricEigen(matrix, n).values.forEach((value, k) => {
    t.true(Math.abs(value - 4 * Math.sin(((k + 1) * Math.PI) / (2 * n + 2)) ** 2) < 2e-14, `${k}: ${value}`);
  });
});

test("equal, zero and widely spread eigenvalues are found", (t) => {
  t.deepEqual([...symmetricEigen(new Float64Array(9), 3).values], [0, 0, 0]);
  t.deepEqual([...symmetricEigen(Float64Array.of(2, 0, 0, 2), 2).values], [2, 2]);
  const [small, large] = symmetricEigen(Float64Array.of(1e12, 1, 1, 1), 2).values as unknown as [number, number];
  t.true(Math.abs(large / 1e12 - 1) < 1e-15);
  t.true(Math.abs(small - 1) < 1e-3);
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
  t.true(difference(multiply(root, root, size), square) < 1e-13);
  t.deepEqual(root, transpose(root, size));
});
