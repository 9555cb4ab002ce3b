import { largest } from "./vector.js";
/**
 * Small dense matrices, row-major in flat arrays: `a[row * columns + column]`. For covariances and Hessians of a few
 * rows.
 */

/** The identity matrix. */
export function identityMatrix(size: number): Float64Array {
  const result = new Float64Array(size * size);
  for (let i = 0; i < size; i++) result[i * size + i] = 1;
  return result;
}

/** The product of an (rows, inner) and an (inner, columns) matrix. */
export function multiply(a: Float64Array, b: Float64Array, inner: number): Float64Array {
  const [rows, columns] = [a.length / inner, b.length / inner];
  const result = new Float64Array(rows * columns);
  for (let i = 0; i < rows; i++) {
    for (let k = 0; k < inner; k++) {
      const factor = a[i * inner + k];
      for (let j = 0; j < columns; j++) {
        result[i * columns + j] = result[i * columns + j] + factor * b[k * columns + j];
      }
    }
  }
  return result;
}

/** The transpose of a matrix with `columns` columns. */
export function transpose(a: Float64Array, columns: number): Float64Array {
  const rows = a.length / columns;
  const result = new Float64Array(a.length);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) result[j * rows + i] = a[i * columns + j];
  }
  return result;
}

/** a x, for a square matrix and a vector. */
export function apply(a: Float64Array, x: Float64Array): Float64Array {
  return multiply(a, x, x.length);
}

/** trace(a b) of square matrices of the same size. */
export function traceOfProduct(a: Float64Array, b: Float64Array, size: number): number {
  let sum = 0;
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < size; j++) sum += a[i * size + j] * b[j * size + i];
  }
  return sum;
}

/**
 * The power of two below the largest entry; 1 for the zero matrix. In this unit squares of entries stay in the range of
 * numbers, and changing to it rounds nothing.
 */
export function binaryUnit(a: Float64Array): number {
  const size = largest(a);
  return size === 0 ? 1 : 2 ** Math.floor(Math.log2(size));
}
