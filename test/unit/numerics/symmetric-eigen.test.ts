import test from "ava";
import { multiply, transpose } from "../../../src/numerics/dense.js";
import { seededRandom } from "../../../src/numerics/random.js";
import { spectralFunction, symmetricEigen } from "../../../src/numerics/symmetric-eigen.js";

function symmetric(size: number, seed: number): Float64Array {
  const random = seededRandom(seed);
  const a = Float64Array.from({ length: size * size }, () => 2 * random() - 1);
  const turned = transpose(a, size);
  return a.map((entry, k) => entry + (turned[k] as number));
}

const most = (a: Float64Array): number => Math.max(...a.map(Math.abs));
const difference = (a: Float64Array, b: Float64Array): number => most(a.map((entry, k) => entry - (b[k] as number)));
const diagonal = (values: Float64Array): Float64Array => {
  const size = values.length;
  return Float64Array.from({ length: size * size }, (_, k) =>
    k % (size + 1) === 0 ? (values[k / (size + 1)] as number) : 0,
  );
};

for (const size of [1, 2, 5, 20, 50]) {
  test(`eigenpairs of ${size} rows have residuals and products of round-off, and ascend`, (t) => {
    const a = symmetric(size, size);
    const { values, vectors } = symmetricEigen(a, size);
    const bound = 4e-15 * size * most(a);
    t.true(difference(multiply(a, vectors, size), multiply(vectors, diagonal(values), size)) < bound);
    const products = multiply(transpose(vectors, size), vectors, size);
    t.true(difference(products, diagonal(new Float64Array(size).fill(1))) < 4e-15 * size);
    t.true(values.every((value, k) => k === 0 || value >= (values[k - 1] as number)));
  });
}

test("repeated eigenvalues have orthogonal vectors: 2I + 11' has 2, twice, and 5", (t) => {
  const a = Float64Array.of(3, 1, 1, 1, 3, 1, 1, 1, 3);
  const { values, vectors } = symmetricEigen(a, 3);
  t.true(difference(values, Float64Array.of(2, 2, 5)) < 4e-15);
  t.true(difference(multiply(transpose(vectors, 3), vectors, 3), diagonal(new Float64Array(3).fill(1))) < 4e-15);
  t.true(difference(multiply(a, vectors, 3), multiply(vectors, diagonal(values), 3)) < 1e-14);
});

test("the second-difference matrix has 2 - 2 cos(k pi / (n + 1))", (t) => {
  const n = 30;
  const a = Float64Array.from({ length: n * n }, (_, k) => {
    const gap = Math.abs(Math.floor(k / n) - (k % n));
    return gap === 0 ? 2 : gap === 1 ? -1 : 0;
  });
  const expected = Float64Array.from({ length: n }, (_, k) => 2 - 2 * Math.cos(((k + 1) * Math.PI) / (n + 1)));
  t.true(difference(symmetricEigen(a, n).values, expected) < 2e-14);
});

test("the lower triangle is not read", (t) => {
  const { values } = symmetricEigen(Float64Array.of(2, 1, 99, 2), 2);
  t.true(difference(values, Float64Array.of(1, 3)) < 1e-15);
});

test("the square root squared is the matrix", (t) => {
  const raw = symmetric(6, 3);
  const a = multiply(raw, raw, 6);
  const root = spectralFunction(symmetricEigen(a, 6), (value) => Math.sqrt(Math.max(value, 0)));
  t.true(difference(multiply(root, root, 6), a) < 1e-13 * most(a));
});

test("entries that are not finite are refused", (t) => {
  t.throws(() => symmetricEigen(Float64Array.of(1, Number.NaN, 0, 1), 2), { instanceOf: RangeError });
});
