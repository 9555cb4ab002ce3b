import { apply, identityMatrix, multiply, transpose } from "../../numerics/dense.js";

/** Cosine of two columns, and share of the largest singular value, that are zero up to round-off. */
const roundOff = 1e-15;
const mostSweeps = 60;

/**
 * min over orthogonal O of (sum of w_i |O x_i - y_i|²)^½, particle i of x paired with particle i of y.
 *
 * In directions in which the particles are thinner than about 1e-8 of their extent, O may be a reflection where a rotation
 * is better: the distance is then too large by their thickness.
 *
 * @param x positions, `particle * d + axis`
 * @param weights one per particle
 */
export function alignedDistance(x: Float64Array, y: Float64Array, weights: Float64Array): number {
  const d = x.length / weights.length;
  const turned = aligned(x, y, weights);
  const sum = turned.reduce((s, value, k) => s + weights[Math.floor(k / d)] * (value - y[k]) ** 2, 0);
  return Math.sqrt(sum);
}

/** The points O x_i with the orthogonal O that brings them closest to y_i: the polar factor of the sum of w_i y_i x_i'. */
export function aligned(x: Float64Array, y: Float64Array, weights: Float64Array): Float64Array {
  const d = x.length / weights.length;
  const rotation = polarFactor(crossMoment(y, x, weights), d);
  const result = new Float64Array(x.length);
  for (let k = 0; k < x.length; k += d) result.set(apply(rotation, x.subarray(k, k + d)), k);
  return result;
}

/** The sum of w_i x_i y_i', d * d. */
export function crossMoment(x: Float64Array, y: Float64Array, weights: Float64Array): Float64Array {
  const d = x.length / weights.length;
  const sum = new Float64Array(d * d);
  for (let i = 0; i < weights.length; i++) {
    for (let a = 0; a < d; a++) {
      const factor = weights[i] * x[i * d + a];
      for (let b = 0; b < d; b++) sum[a * d + b] = sum[a * d + b] + factor * y[i * d + b];
    }
  }
  return sum;
}

/**
 * An orthogonal O that maximizes tr(O' m): U V' of the singular value decomposition m = U S V'. Where m is singular, U is
 * completed: O is then one of many.
 *
 * @param m row-major, d * d
 * @see Higham, SIAM J. Sci. Stat. Comput. 7 (1986) 1160
 */
export function polarFactor(m: Float64Array, d: number): Float64Array {
  const { scaled, right } = singularVectors(m, d);
  return multiply(orthonormalColumns(scaled, d), transpose(right, d), d);
}

/**
 * V of the singular value decomposition m = U S V', in its columns, and m V = U S, whose columns have the singular values
 * as their lengths, in no order.
 *
 * By plane rotations of the columns (Hestenes), which, other than the eigenvalues of m' m, finds small singular values to
 * round-off of the largest.
 *
 * @see Golub & Van Loan, Matrix Computations, sec. 8.6.3
 */
export function singularVectors(m: Float64Array, d: number): { scaled: Float64Array; right: Float64Array } {
  const scaled = Float64Array.from(m);
  const right = identityMatrix(d);
  for (let sweep = 0; sweep < mostSweeps; sweep++) {
    let isDone = true;
    for (let p = 0; p < d - 1; p++) {
      for (let q = p + 1; q < d; q++) if (orthogonalize(scaled, right, p, q, d)) isDone = false;
    }
    if (isDone) break;
  }
  return { scaled, right };
}

/** Turns columns p, q of m, and those of v with them, until they are orthogonal; false if they are. */
function orthogonalize(m: Float64Array, v: Float64Array, p: number, q: number, d: number): boolean {
  let [pp, qq, pq] = [0, 0, 0];
  for (let k = 0; k < m.length; k += d) {
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
    for (let k = 0; k < m.length; k += d) {
      const [x, y] = [matrix[k + p], matrix[k + q]];
      matrix[k + p] = c * (x - t * y);
      matrix[k + q] = c * (t * x + y);
    }
  }
  return true;
}

/** Orthogonal columns at length 1; those that are zero up to round-off are replaced by others that complete the basis. */
function orthonormalColumns(m: Float64Array, d: number): Float64Array {
  const columns = Array.from({ length: d }, (_, j) => Float64Array.from({ length: d }, (__, k) => m[k * d + j]));
  const lengths = columns.map((column) => Math.hypot(...column));
  const least = roundOff * d * Math.max(...lengths);
  const basis: (Float64Array | undefined)[] = columns.map((column, j) =>
    lengths[j] > least ? column.map((value) => value / lengths[j]) : undefined,
  );
  for (let j = 0; j < d; j++) basis[j] ??= completion(basis, d);
  return Float64Array.from({ length: d * d }, (_, k) => (basis[k % d] as Float64Array)[Math.floor(k / d)]);
}

/** A unit vector orthogonal to those of the basis, from the axis that is farthest from their span. */
function completion(basis: readonly (Float64Array | undefined)[], d: number): Float64Array {
  const known = basis.filter((vector) => vector !== undefined);
  const share = (axis: number): number => known.reduce((sum, vector) => sum + vector[axis] ** 2, 0);
  const axes = Array.from({ length: d }, (_, axis) => axis).sort((a, b) => share(a) - share(b));
  const result = new Float64Array(d);
  result[axes[0]] = 1;
  // Once more removes what round-off has left.
  for (let pass = 0; pass < 2; pass++) {
    for (const vector of known) {
      const overlap = vector.reduce((sum, value, k) => sum + value * result[k], 0);
      for (let k = 0; k < d; k++) result[k] = result[k] - overlap * vector[k];
    }
  }
  const length = Math.hypot(...result);
  return result.map((value) => value / length);
}
