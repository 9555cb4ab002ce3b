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

/**
 * The same in the place of the lower triangle, allocating nothing.
 *
 * @param least part of an entry of the diagonal below which what elimination leaves of it counts as round-off
 * @returns false where the matrix is not positive definite; it is then spoilt
 */
export function choleskyInPlace(matrix: Float64Array, size: number, least = 0): boolean {
  return !Number.isNaN(factor(matrix, size, least));
}

/** The factorization itself: log det of the matrix, NaN where it is not positive definite. */
function factor(matrix: Float64Array, size: number, least: number): number {
  let logDet = 0;
  for (let j = 0; j < size; j++) {
    for (let i = j; i < size; i++) {
      let sum = matrix[i * size + j];
      for (let k = 0; k < j; k++) sum -= matrix[i * size + k] * matrix[j * size + k];
      if (i > j) matrix[i * size + j] = sum / matrix[j * size + j];
      else if (sum > least * matrix[j * size + j] && sum < Number.POSITIVE_INFINITY) {
        logDet += Math.log(sum);
        matrix[j * size + j] = Math.sqrt(sum);
      } else return Number.NaN;
    }
  }
  return logDet;
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

/**
 * Replaces a symmetric positive definite block by its inverse, in place, without allocation.
 *
 * @param block where the size * size matrix begins; its lower triangle is read
 * @param scratch size * size
 * @returns log det of the matrix; NaN where it is not positive definite to round-off, and then the block is left as it
 *   is
 */
export function invertDefinite(matrices: Float64Array, block: number, size: number, scratch: Float64Array): number {
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) scratch[i * size + j] = matrices[block + i * size + j];
  }
  const logDet = factor(scratch, size, 0);
  if (Number.isNaN(logDet)) return logDet;
  invertTriangle(scratch, size);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = 0;
      for (let k = i; k < size; k++) sum += scratch[k * size + i] * scratch[k * size + j];
      matrices[block + i * size + j] = sum;
      matrices[block + j * size + i] = sum;
    }
  }
  return logDet;
}

/** The inverse of a lower triangular matrix, in place. */
function invertTriangle(lower: Float64Array, size: number): void {
  for (let j = 0; j < size; j++) {
    lower[j * size + j] = 1 / lower[j * size + j];
    for (let i = j + 1; i < size; i++) {
      let sum = 0;
      for (let k = j; k < i; k++) sum -= lower[i * size + k] * lower[k * size + j];
      lower[i * size + j] = sum / lower[i * size + i];
    }
  }
}
