import { binaryUnit, identityMatrix, multiply, transpose } from "./dense.js";

/** Cosine of two columns, and share of the largest singular value, that are zero up to round-off. */
const roundOff = 1e-15;
const mostSweeps = 60;

/**
 * V of the singular value decomposition m = U S V', in its columns, and m V = U S, whose columns have the singular
 * values as their lengths, in no order.
 *
 * By plane rotations of the columns (Hestenes), which, other than the eigenvalues of m' m, finds small singular values
 * to round-off of the largest.
 *
 * @param m row-major, size * size
 * @see Golub & Van Loan, Matrix Computations, sec. 8.6.3
 */
export function singularVectors(m: Float64Array, size: number): { scaled: Float64Array; right: Float64Array } {
  const unit = binaryUnit(m);
  const scaled = m.map((entry) => entry / unit);
  const right = identityMatrix(size);
  for (let sweep = 0; sweep < mostSweeps; sweep++) {
    let isDone = true;
    for (let p = 0; p < size - 1; p++) {
      for (let q = p + 1; q < size; q++) if (orthogonalize(scaled, right, p, q, size)) isDone = false;
    }
    if (isDone) break;
  }
  return { scaled: scaled.map((entry) => unit * entry), right };
}

/**
 * An orthogonal O that maximizes tr(O' m): U V' of the singular value decomposition m = U S V'. Where m is singular, U
 * is completed: O is then one of many.
 *
 * @param m row-major, size * size
 * @see Higham, SIAM J. Sci. Stat. Comput. 7 (1986) 1160
 */
export function polarFactor(m: Float64Array, size: number): Float64Array {
  const { scaled, right } = singularVectors(m, size);
  return multiply(orthonormalColumns(scaled, size), transpose(right, size), size);
}

/** Turns columns p, q of m, and those of v with them, until they are orthogonal; false if they are. */
function orthogonalize(m: Float64Array, v: Float64Array, p: number, q: number, size: number): boolean {
  let [pp, qq, pq] = [0, 0, 0];
  for (let k = 0; k < m.length; k += size) {
    const [x, y] = [m[k + p], m[k + q]];
    pp += x * x;
    qq += y * y;
    pq += x * y;
  }
  if (!(Math.abs(pq) > roundOff * Math.sqrt(pp) * Math.sqrt(qq))) return false;
  const theta = (qq - pp) / (2 * pq);
  const t = (theta >= 0 ? 1 : -1) / (Math.abs(theta) + Math.hypot(theta, 1));
  const c = 1 / Math.hypot(t, 1);
  for (const matrix of [m, v]) {
    for (let k = 0; k < m.length; k += size) {
      const [x, y] = [matrix[k + p], matrix[k + q]];
      matrix[k + p] = c * (x - t * y);
      matrix[k + q] = c * (t * x + y);
    }
  }
  return true;
}

/**
 * Orthogonal columns at length 1; those that are zero up to round-off are replaced by others that complete the basis.
 */
function orthonormalColumns(m: Float64Array, size: number): Float64Array {
  const columns = Array.from({ length: size }, (_, j) =>
    Float64Array.from({ length: size }, (__, k) => m[k * size + j]),
  );
  const lengths = columns.map((column) => Math.hypot(...column));
  const least = roundOff * size * Math.max(...lengths);
  const basis: (Float64Array | undefined)[] = columns.map((column, j) =>
    lengths[j] > least ? column.map((value) => value / lengths[j]) : undefined,
  );
  for (let j = 0; j < size; j++) basis[j] ??= completion(basis, size);
  return Float64Array.from({ length: size * size }, (_, k) => (basis[k % size] as Float64Array)[Math.floor(k / size)]);
}

/** A unit vector orthogonal to those of the basis, from the axis that is farthest from their span. */
function completion(basis: readonly (Float64Array | undefined)[], size: number): Float64Array {
  const known = basis.filter((vector) => vector !== undefined);
  const share = (axis: number): number => known.reduce((sum, vector) => sum + vector[axis] ** 2, 0);
  const axes = Array.from({ length: size }, (_, axis) => axis).sort((a, b) => share(a) - share(b));
  const result = new Float64Array(size);
  result[axes[0]] = 1;
  // Once more removes what round-off has left.
  for (let pass = 0; pass < 2; pass++) {
    for (const vector of known) {
      const overlap = vector.reduce((sum, value, k) => sum + value * result[k], 0);
      for (let k = 0; k < size; k++) result[k] = result[k] - overlap * vector[k];
    }
  }
  const length = Math.hypot(...result);
  return result.map((value) => value / length);
}
