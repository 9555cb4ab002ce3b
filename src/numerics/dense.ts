/**
 * Small dense matrices, row-major in flat arrays: `a[row * columns + column]`. For covariances and Hessians of a few rows;
 * nothing here is blocked or pivoted.
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
 * The lower triangular L with L L' = a, for a symmetric positive definite matrix, of which the lower triangle is read.
 *
 * @returns undefined where a pivot is not positive: the matrix is not positive definite to round-off
 */
export function cholesky(a: Float64Array, size: number): Float64Array | undefined {
  const lower = new Float64Array(size * size);
  for (let i = 0; i < size; i++) for (let j = 0; j <= i; j++) lower[i * size + j] = a[i * size + j];
  return choleskyInPlace(lower, size) ? lower : undefined;
}

/** The same in the place of the lower triangle; false where the matrix is not positive definite. */
export function choleskyInPlace(matrix: Float64Array, size: number): boolean {
  for (let j = 0; j < size; j++) {
    for (let i = j; i < size; i++) {
      let sum = matrix[i * size + j];
      for (let k = 0; k < j; k++) sum -= matrix[i * size + k] * matrix[j * size + k];
      if (i > j) matrix[i * size + j] = sum / matrix[j * size + j];
      else if (sum > 0 && sum < Number.POSITIVE_INFINITY) matrix[j * size + j] = Math.sqrt(sum);
      else return false;
    }
  }
  return true;
}

/** Solves L x = rhs in place; only the lower triangle is read. */
export function solveLower(lower: Float64Array, rhs: Float64Array): Float64Array {
  const size = rhs.length;
  for (let i = 0; i < size; i++) {
    let sum = rhs[i];
    for (let k = 0; k < i; k++) sum -= lower[i * size + k] * rhs[k];
    rhs[i] = sum / lower[i * size + i];
  }
  return rhs;
}

/** Solves L' x = rhs in place; only the lower triangle is read. */
export function solveTransposed(lower: Float64Array, rhs: Float64Array): Float64Array {
  const size = rhs.length;
  for (let i = size - 1; i >= 0; i--) {
    let sum = rhs[i];
    for (let k = i + 1; k < size; k++) sum -= lower[k * size + i] * rhs[k];
    rhs[i] = sum / lower[i * size + i];
  }
  return rhs;
}

/** Solves L L' x = rhs in place, for the factor of {@link cholesky}. */
export function solveCholesky(lower: Float64Array, rhs: Float64Array): Float64Array {
  return solveTransposed(lower, solveLower(lower, rhs));
}

/** log det of L L', from the factor. */
export function logDeterminant(lower: Float64Array, size: number): number {
  let sum = 0;
  for (let i = 0; i < size; i++) sum += Math.log(lower[i * size + i]);
  return 2 * sum;
}
