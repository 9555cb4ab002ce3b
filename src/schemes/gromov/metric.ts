import { crossMoments } from "../../numerics/cross-moments.js";
import { symmetricEigen } from "../../numerics/symmetric-eigen.js";

/**
 * The metric of inner-product Gromov–Wasserstein at particles x: moving them by v is a distance ⟨v, L v⟩^½ in L²(w),
 * where L v = 2 (A v + M_v x), A = Σ w x x', M_v = Σ w x v'.
 *
 * Rotations v = S x cost nothing. On their complement, where M_v is symmetric, L has an inverse, and with the
 * eigenvalues λ of A it is diagonal: 2 (λ_a + λ_b) on v = M A^-1 x with M = e_a e_b' + e_b e_a', 2 λ_a on v = q e_a
 * with Σ w q x = 0.
 *
 * @see Zhang, Goldfeld, Greenewald, Mroueh & Sriperumbudur (2024), arXiv 2407.11800
 */
export interface MetricFrame {
  /** Of A, ascending. */
  readonly eigenvalues: Float64Array;
  /** The particles in the basis of the eigenvectors. */
  readonly points: Float64Array;
  /** Moves the frame to other particles. */
  moveTo(positions: Float64Array): void;
  /** Whether the least eigenvalue is none to round-off. */
  isSingular(): boolean;
  /** Coordinates in the basis of the eigenvectors. */
  enter(field: Float64Array, out: Float64Array): void;
  leave(field: Float64Array, out: Float64Array): void;
  /**
   * L^-½ of the part of a field that does not rotate, self-adjoint in L²(w); both in the basis, `out` may be `field`.
   */
  inverseRoot(field: Float64Array, out: Float64Array): void;
}

/** Eigenvalues of second moments below this part of the largest count as none. */
const leastEigenvalue = 1e-12;

/** @param weights of the particles, with sum 1 */
export function createMetricFrame(weights: Float64Array, dimension: number): MetricFrame {
  const d = dimension;
  const points = new Float64Array(weights.length * d);
  const [eigenvalues, vectors] = [new Float64Array(d), new Float64Array(d * d)];
  const [moments, linear] = [new Float64Array(d * d), new Float64Array(d * d)];
  const point = new Float64Array(d);

  const enter = (field: Float64Array, out: Float64Array): void => {
    for (let i = 0; i < field.length; i += d) {
      for (let a = 0; a < d; a++) {
        let sum = 0;
        for (let b = 0; b < d; b++) sum += vectors[b * d + a] * field[i + b];
        out[i + a] = sum;
      }
    }
  };

  const leave = (field: Float64Array, out: Float64Array): void => {
    for (let i = 0; i < field.length; i += d) {
      for (let a = 0; a < d; a++) {
        let sum = 0;
        for (let b = 0; b < d; b++) sum += vectors[a * d + b] * field[i + b];
        out[i + a] = sum;
      }
    }
  };

  /** What is added to (2 λ_a)^-½ v: the linear part of v, R x, is scaled otherwise, and rid of its rotation. */
  const findLinear = (field: Float64Array): void => {
    crossMoments(field, points, weights, d, moments);
    for (let a = 0; a < d; a++) {
      for (let b = 0; b < d; b++) {
        const [la, lb] = [eigenvalues[a], eigenvalues[b]];
        const raw = moments[a * d + b];
        const aligned = (la * raw + lb * moments[b * d + a]) / (la + lb);
        linear[a * d + b] = (aligned / Math.sqrt(2 * (la + lb)) - raw / Math.sqrt(2 * la)) / lb;
      }
    }
  };

  return {
    eigenvalues,
    points,
    enter,
    leave,
    isSingular: () => !(eigenvalues[0] > leastEigenvalue * eigenvalues[d - 1]),
    moveTo(positions) {
      const found = symmetricEigen(crossMoments(positions, positions, weights, d, moments), d);
      eigenvalues.set(found.values);
      vectors.set(found.vectors);
      enter(positions, points);
    },
    inverseRoot(field, out) {
      findLinear(field);
      for (let i = 0; i < points.length; i += d) {
        for (let a = 0; a < d; a++) {
          let sum = field[i + a] / Math.sqrt(2 * eigenvalues[a]);
          for (let b = 0; b < d; b++) sum += linear[a * d + b] * points[i + b];
          point[a] = sum;
        }
        out.set(point, i);
      }
    },
  };
}
