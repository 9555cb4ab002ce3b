import { crossMoments } from "../../numerics/cross-moments.js";
import { multiply, transpose } from "../../numerics/dense.js";
import { singularVectors } from "../../numerics/singular-vectors.js";

/** Singular values below this part of the largest have no direction left. */
const leastSingular = 1e-14;

/**
 * The orthogonal factor U V' of a square matrix U D V': as accurate as the directions of its smallest singular value
 * allow.
 *
 * @param matrix row-major, size * size
 * @returns undefined where the matrix is singular to round-off, or not finite
 */
export function orthogonalFactor(matrix: Float64Array, size: number): Float64Array | undefined {
  const { scaled, right } = singularVectors(matrix, size);
  const lengths = Float64Array.from({ length: size }, (_, j) => {
    let squares = 0;
    for (let k = j; k < scaled.length; k += size) squares += scaled[k] * scaled[k];
    return Math.sqrt(squares);
  });
  if (!(Math.min(...lengths) > leastSingular * Math.max(...lengths))) return undefined;
  const left = scaled.map((value, k) => value / lengths[k % size]);
  return multiply(left, transpose(right, size), size);
}

/**
 * Rotates particles (reflections included) so that Σ w_i y_i x_i' is symmetric and positive semidefinite: of all
 * rotations the one closest to the reference in L²(w).
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
  const correlation = crossMoments(positions, reference, weights, dimension);
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
