/**
 * Replaces a symmetric positive definite block by its inverse, in place, without allocation.
 *
 * @param block where the size * size matrix begins; its lower triangle is read
 * @param scratch size * size
 * @returns log det of the matrix; NaN where it is not positive definite to round-off, and then the block is spoilt
 */
export function invertDefinite(matrices: Float64Array, block: number, size: number, scratch: Float64Array): number {
  let logDet = 0;
  // The factor L goes into `scratch`.
  for (let j = 0; j < size; j++) {
    for (let i = j; i < size; i++) {
      let sum = matrices[block + i * size + j];
      for (let k = 0; k < j; k++) sum -= scratch[i * size + k] * scratch[j * size + k];
      if (i > j) scratch[i * size + j] = sum / scratch[j * size + j];
      else if (sum > 0 && sum < Number.POSITIVE_INFINITY) {
        logDet += Math.log(sum);
        scratch[j * size + j] = Math.sqrt(sum);
      } else return Number.NaN;
    }
  }
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
