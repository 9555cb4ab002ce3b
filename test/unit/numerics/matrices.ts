import { seededRandom } from "../../../src/numerics/random.js";

/** Matrices that solvers of dense systems have trouble with, row-major. */

type Entry = (row: number, column: number) => number;

export function matrixOf(size: number, entry: Entry): Float64Array {
  return Float64Array.from({ length: size * size }, (_, k) => entry(Math.floor(k / size), k % size));
}

/** 1 / (i + j + 1): positive definite, of condition about 33^size. */
export function hilbert(size: number): Float64Array {
  return matrixOf(size, (i, j) => 1 / (i + j + 1));
}

/** The inverse of the Hilbert matrix, which has integer entries. */
export function inverseHilbert(size: number): Float64Array {
  return matrixOf(size, (i, j) => {
    const sign = (i + j) % 2 === 0 ? 1 : -1;
    const outer = choose(size + i, size - j - 1) * choose(size + j, size - i - 1);
    return sign * (i + j + 1) * outer * choose(i + j, i) ** 2;
  });
}

function choose(n: number, k: number): number {
  let product = 1;
  for (let j = 1; j <= k; j++) product = (product * (n - k + j)) / j;
  return Math.round(product);
}

/** Random entries in (-1, 1). */
export function randomMatrix(size: number, seed: number): Float64Array {
  const random = seededRandom(seed);
  return matrixOf(size, () => 2 * random() - 1);
}

/** Powers of ten from 10^-decades to 10^decades, in turn small and large. */
export function scales(size: number, decades: number): Float64Array {
  return Float64Array.from({ length: size }, (_, i) => 10 ** (i % 2 === 0 ? -decades : decades));
}

/** diag(left) a diag(right). */
export function scaled(a: Float64Array, left: Float64Array, right: Float64Array): Float64Array {
  const size = left.length;
  return matrixOf(size, (i, j) => left[i] * a[i * size + j] * right[j]);
}

/** Largest |A x - rhs| of a row, relative to the sum of the sizes of its terms: the backward error of a solution. */
export function backwardError(a: Float64Array, x: Float64Array, rhs: Float64Array): number {
  const size = x.length;
  let most = 0;
  for (let i = 0; i < size; i++) {
    let [rest, terms] = [-rhs[i], Math.abs(rhs[i])];
    for (let j = 0; j < size; j++) {
      rest += a[i * size + j] * x[j];
      terms += Math.abs(a[i * size + j] * x[j]);
    }
    most = Math.max(most, Math.abs(rest) / terms);
  }
  return most;
}
