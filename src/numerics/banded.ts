/**
 * A square banded matrix with room for the fill of row exchanges.
 *
 * Entry (i, j), |i - j| <= band, is at `values[i * width + (j - i + band)]`, width = 3 * band + 1: each row stores the
 * columns i - band … i + 2 band, the last `band` of which are empty until the factorization fills them.
 */
export interface BandedMatrix {
  readonly size: number;
  readonly band: number;
  readonly width: number;
  readonly values: Float64Array;
}

export function createBanded(size: number, band: number): BandedMatrix {
  const width = 3 * band + 1;
  return { size, band, width, values: new Float64Array(size * width) };
}

/**
 * Solves A x = rhs by LU with partial pivoting, in place: `rhs` becomes x, the matrix is destroyed.
 *
 * @returns false when a pivot is zero or not finite; `rhs` is then meaningless
 */
export function solveBanded(matrix: BandedMatrix, rhs: Float64Array): boolean {
  const { size, band, width, values } = matrix;
  for (let k = 0; k < size; k++) {
    const lastRow = Math.min(size - 1, k + band);
    const pivotRow = findPivot(matrix, k, lastRow);
    if (pivotRow !== k) swapRows(matrix, rhs, k, pivotRow);
    const diagonal = k * width + band;
    const pivot = values[diagonal];
    if (pivot === 0 || !Number.isFinite(pivot)) return false;
    const reach = Math.min(2 * band, size - 1 - k);
    for (let i = k + 1; i <= lastRow; i++) {
      const start = i * width + band - (i - k);
      const entry = values[start];
      if (entry === 0) continue;
      const factor = entry / pivot;
      for (let j = 1; j <= reach; j++) {
        values[start + j] = values[start + j] - factor * values[diagonal + j];
      }
      rhs[i] = rhs[i] - factor * rhs[k];
    }
  }
  substituteBack(matrix, rhs);
  return true;
}

function findPivot({ band, width, values }: BandedMatrix, k: number, lastRow: number): number {
  let best = k;
  let largest = Math.abs(values[k * width + band]);
  for (let i = k + 1; i <= lastRow; i++) {
    const candidate = Math.abs(values[i * width + band - (i - k)]);
    if (candidate > largest) {
      largest = candidate;
      best = i;
    }
  }
  return best;
}

/** Exchanges the entries of rows k and i from column k on. */
function swapRows({ size, band, width, values }: BandedMatrix, rhs: Float64Array, k: number, i: number): void {
  const first = k * width + band;
  const second = i * width + band - (i - k);
  const reach = Math.min(2 * band, size - 1 - k);
  for (let j = 0; j <= reach; j++) {
    const kept = values[first + j];
    values[first + j] = values[second + j];
    values[second + j] = kept;
  }
  const kept = rhs[k];
  rhs[k] = rhs[i];
  rhs[i] = kept;
}

function substituteBack({ size, band, width, values }: BandedMatrix, rhs: Float64Array): void {
  for (let k = size - 1; k >= 0; k--) {
    const diagonal = k * width + band;
    const reach = Math.min(2 * band, size - 1 - k);
    let sum = rhs[k];
    for (let j = 1; j <= reach; j++) sum -= values[diagonal + j] * rhs[k + j];
    rhs[k] = sum / values[diagonal];
  }
}
