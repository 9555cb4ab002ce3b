import { identityMatrix } from "../../numerics/dense.js";

/** Columns whose cosine is below this count as orthogonal. */
const orthogonal = 1e-15;
const mostSweeps = 60;
/** Singular values below this part of the largest have no direction left. */
const leastSingular = 1e-14;

/**
 * The orthogonal factor U V' of a square matrix U D V', by one-sided Jacobi rotations: as accurate as the directions of its
 * smallest singular value allow.
 *
 * @param matrix row-major, size * size
 * @returns undefined where the matrix is singular to round-off, or not finite
 * @see Golub & Van Loan, Matrix Computations, sec. 8.6.3
 */
export function orthogonalFactor(matrix: Float64Array, size: number): Float64Array | undefined {
  const columns = Float64Array.from(matrix);
  const right = identityMatrix(size);
  for (let sweep = 0, turned = true; turned && sweep < mostSweeps; sweep++) {
    turned = false;
    for (let p = 0; p < size - 1; p++) {
      for (let q = p + 1; q < size; q++) turned = orthogonalize(columns, right, p, q, size) || turned;
    }
  }
  const lengths = Float64Array.from({ length: size }, (_, j) => Math.sqrt(product(columns, j, j, size)));
  if (!(Math.min(...lengths) > leastSingular * Math.max(...lengths))) return undefined;
  const result = new Float64Array(size * size);
  for (let a = 0; a < size; a++) {
    for (let b = 0; b < size; b++) {
      let sum = 0;
      for (let j = 0; j < size; j++) {
        sum += (columns[a * size + j] / lengths[j]) * right[b * size + j];
      }
      result[a * size + b] = sum;
    }
  }
  return result;
}

/** Rotates columns p and q so that they become orthogonal; whether they were not. */
function orthogonalize(columns: Float64Array, right: Float64Array, p: number, q: number, size: number): boolean {
  const [pp, qq, pq] = [product(columns, p, p, size), product(columns, q, q, size), product(columns, p, q, size)];
  if (!(Math.abs(pq) > orthogonal * Math.sqrt(pp * qq))) return false;
  const zeta = (qq - pp) / (2 * pq);
  const t = (zeta >= 0 ? 1 : -1) / (Math.abs(zeta) + Math.hypot(zeta, 1));
  const c = 1 / Math.hypot(t, 1);
  for (const array of [columns, right]) {
    for (let row = 0; row < size; row++) {
      const [x, y] = [array[row * size + p], array[row * size + q]];
      array[row * size + p] = c * (x - t * y);
      array[row * size + q] = c * (t * x + y);
    }
  }
  return true;
}

function product(columns: Float64Array, p: number, q: number, size: number): number {
  let sum = 0;
  for (let row = 0; row < size; row++) sum += columns[row * size + p] * columns[row * size + q];
  return sum;
}

/**
 * Rotates particles (reflections included) so that Σ w_i y_i x_i' is symmetric and positive semidefinite: of all rotations
 * the one closest to the reference in L²(w).
 *
 * @param positions `particle * dimension + axis`, rotated in place
 * @param reference in the same layout
 * @returns false, and nothing rotated, where the matrix is singular: then no rotation is distinguished
 */
export function alignTo(
  positions: Float64Array,
  reference: Float64Array,
  weights: Float64Array,
  dimension: number,
): boolean {
  const correlation = secondMoments(positions, reference, weights, dimension);
  const factor = orthogonalFactor(correlation, dimension);
  if (factor === undefined) return false;
  const point = new Float64Array(dimension);
  for (let i = 0; i < positions.length; i += dimension) {
    for (let a = 0; a < dimension; a++) {
      let sum = 0;
      // Y' x = D is symmetric for y' = (U V')' y = V U' y.
      for (let b = 0; b < dimension; b++) sum += factor[b * dimension + a] * positions[i + b];
      point[a] = sum;
    }
    positions.set(point, i);
  }
  return true;
}

/** The d * d matrix Σ w_i y_i x_i', row-major. */
export function secondMoments(
  y: Float64Array,
  x: Float64Array,
  weights: Float64Array,
  dimension: number,
  out: Float64Array = new Float64Array(dimension * dimension),
): Float64Array {
  out.fill(0);
  for (let i = 0; i < weights.length; i++) {
    const weight = weights[i];
    for (let a = 0; a < dimension; a++) {
      const factor = weight * y[i * dimension + a];
      for (let b = 0; b < dimension; b++) {
        out[a * dimension + b] = out[a * dimension + b] + factor * x[i * dimension + b];
      }
    }
  }
  return out;
}
