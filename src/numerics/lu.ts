/**
 * Factors a dense square block with partial pivoting, P A = L U, in place: U on and above the diagonal, L below it
 * without its diagonal of ones. Allocates nothing.
 *
 * @param a row-major from `offset` on
 * @param pivots row k was exchanged with row `pivots[k]` >= k; of length `size` at least
 * @returns false where a pivot is zero or not finite; the block is then spoilt
 * @see Golub & Van Loan, Matrix Computations, sec. 3.4
 */
export function factorLu(a: Float64Array, offset: number, size: number, pivots: Int32Array): boolean {
  for (let k = 0; k < size; k++) {
    const own = offset + k * size;
    let best = k;
    for (let row = k + 1; row < size; row++) {
      if (Math.abs(a[offset + row * size + k]) > Math.abs(a[offset + best * size + k])) best = row;
    }
    pivots[k] = best;
    if (best !== k) swapRows(a, own, offset + best * size, size);
    const pivot = a[own + k];
    if (pivot === 0 || !Number.isFinite(pivot)) return false;
    for (let row = k + 1; row < size; row++) {
      const target = offset + row * size;
      const factor = a[target + k] / pivot;
      a[target + k] = factor;
      if (factor !== 0) for (let j = k + 1; j < size; j++) a[target + j] = a[target + j] - factor * a[own + j];
    }
  }
  return true;
}

/**
 * Solves A X = B in place for the factors of {@link factorLu}. Allocates nothing.
 *
 * @param b the right-hand sides in `columns` columns, row-major from `start` on
 */
export function solveLu(
  lu: Float64Array,
  offset: number,
  size: number,
  pivots: Int32Array,
  b: Float64Array,
  start: number,
  columns: number,
): void {
  for (let k = 0; k < size; k++) {
    if (pivots[k] !== k) swapRows(b, start + k * columns, start + pivots[k] * columns, columns);
  }
  for (let row = 1; row < size; row++) {
    for (let k = 0; k < row; k++) subtractRow(b, start, row, k, lu[offset + row * size + k], columns);
  }
  for (let row = size - 1; row >= 0; row--) {
    for (let k = row + 1; k < size; k++) subtractRow(b, start, row, k, lu[offset + row * size + k], columns);
    const pivot = lu[offset + row * size + row];
    const own = start + row * columns;
    for (let j = own; j < own + columns; j++) b[j] = b[j] / pivot;
  }
}

/**
 * Solves the dense system A x = rhs.
 *
 * @returns undefined where the matrix is singular to round-off, or something is not finite
 */
export function solveLinear(matrix: Float64Array, rhs: Float64Array): Float64Array | undefined {
  const size = rhs.length;
  const lu = Float64Array.from(matrix);
  const pivots = new Int32Array(size);
  if (!factorLu(lu, 0, size, pivots) || hasLostPivot(lu, size)) return undefined;
  const x = Float64Array.from(rhs);
  solveLu(lu, 0, size, pivots, x, 0, 1);
  return x.every(Number.isFinite) ? x : undefined;
}

/**
 * Whether a pivot is no more than the round-off of the sum it came from. Other than a bound for the pivot itself, this
 * does not mind the units of rows and columns.
 */
function hasLostPivot(lu: Float64Array, size: number): boolean {
  for (let i = 0; i < size; i++) {
    let terms = 0;
    for (let k = 0; k < i; k++) terms += Math.abs(lu[i * size + k] * lu[k * size + i]);
    if (!(Math.abs(lu[i * size + i]) > Number.EPSILON * size * terms)) return true;
  }
  return false;
}

/** row -= factor * other. */
function subtractRow(
  b: Float64Array,
  start: number,
  row: number,
  other: number,
  factor: number,
  columns: number,
): void {
  if (factor === 0) return;
  const [target, source] = [start + row * columns, start + other * columns];
  for (let j = 0; j < columns; j++) b[target + j] = b[target + j] - factor * b[source + j];
}

function swapRows(values: Float64Array, first: number, second: number, length: number): void {
  for (let j = 0; j < length; j++) {
    const kept = values[first + j];
    values[first + j] = values[second + j];
    values[second + j] = kept;
  }
}
