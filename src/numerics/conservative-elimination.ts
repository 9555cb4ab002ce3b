import { type BandedMatrix, createBanded, solveBanded } from "./banded.js";

/** Part of the terms of a diagonal that has to be left of it: below, their cancellation costs more than it saves. */
const leastPivot = 1e-4;

/**
 * Solves A x = rhs for a banded matrix whose columns sum to 1, such as I - dt G' of a conservative rate G; in place.
 *
 * A diagonal entry is never taken from the matrix: it is 1 (or what is left of that) less the rest of its column. For
 * an M-matrix all these are sums of terms of one sign, and so is the whole elimination. Entries of 1e12 beside those of
 * size 1 then leave every unknown of a positive right-hand side its digits, where the pivots of an ordinary
 * elimination, 1 + c - c c/(1 + c), would lose as many as c has. (The device of Grassmann, Taksar and Heyman, as in the
 * ladder.)
 *
 * @param columnSums scratch of the size of the system
 * @returns false where the matrix is too far from an M-matrix for that, or not finite; all is then destroyed
 * @see Alfa, Xue & Ye, Math. Comp. 71 (2002) 217
 */
function solveConservative(matrix: BandedMatrix, columnSums: Float64Array, rhs: Float64Array): boolean {
  const { size, band, width, values } = matrix;
  columnSums.fill(1);
  for (let k = 0; k < size; k++) {
    const last = Math.min(size - 1, k + band);
    const pivot = pivotOf(matrix, columnSums, k, last);
    if (!(pivot > 0) || !Number.isFinite(pivot)) return false;
    const row = k * width + band - k;
    values[row + k] = pivot;
    const own = columnSums[k] / pivot;
    for (let i = k + 1; i <= last; i++) {
      const target = i * width + band - i;
      const factor = values[target + k] / pivot;
      if (factor !== 0) {
        for (let j = k + 1; j <= last; j++) {
          values[target + j] = values[target + j] - factor * values[row + j];
        }
        rhs[i] = rhs[i] - factor * rhs[k];
      }
      columnSums[i] = columnSums[i] - own * values[row + i];
    }
  }
  for (let k = size - 1; k >= 0; k--) {
    const row = k * width + band - k;
    let sum = rhs[k];
    for (let j = k + 1; j <= Math.min(size - 1, k + band); j++) {
      sum -= values[row + j] * rhs[j];
    }
    rhs[k] = sum / values[row + k];
  }
  return true;
}

/** A matrix with unit column sums to be filled (its diagonal included), and how to solve with it, in place. */
export interface ConservativeSystem {
  readonly matrix: BandedMatrix;
  /** @returns false where the matrix is singular or not finite */
  solve(rhs: Float64Array): boolean;
}

/** Solves by `solveConservative`, and with row exchanges where the matrix is too far from an M-matrix. */
export function createConservativeSystem(size: number, band: number): ConservativeSystem {
  const matrix = createBanded(size, band);
  const { values } = matrix;
  const [entries, terms, columnSums] = [values.slice(), new Float64Array(size), new Float64Array(size)];
  return {
    matrix,
    solve(rhs) {
      entries.set(values);
      terms.set(rhs);
      if (solveConservative(matrix, columnSums, rhs)) return true;
      values.set(entries);
      rhs.set(terms);
      return solveBanded(matrix, rhs);
    },
  };
}

/** What the rest of column k leaves of its sum; NaN where that cancels. */
function pivotOf({ band, width, values }: BandedMatrix, columnSums: Float64Array, k: number, last: number): number {
  let pivot = columnSums[k];
  let size = Math.abs(pivot);
  for (let i = k + 1; i <= last; i++) {
    const entry = values[i * width + band - i + k];
    pivot -= entry;
    size += Math.abs(entry);
  }
  return pivot >= leastPivot * size ? pivot : Number.NaN;
}
