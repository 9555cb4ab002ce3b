import { crossMoments } from "../../numerics/cross-moments.js";
import { traceOfProduct } from "../../numerics/dense.js";

/** Squared inner-product Gromov–Wasserstein cost of moving particles by δ, each to its own image. */
export interface Movement {
  /** Σ_ij w_i w_j (y_i·y_j - x_i·x_j)², y = x + δ. */
  squared(x: Float64Array, change: Float64Array): number;
  /** The same, and its gradient per unit mass, 4 (A_y δ_i + Σ_j w_j y_j (δ_j·x_i)), into `out`. */
  gradient(x: Float64Array, change: Float64Array, out: Float64Array): number;
}

/**
 * The cost in terms of δ and d * d moments, without a matrix of all pairs: O(n d²).
 *
 * With A = Σ w x x', B = Σ w δ x', D = Σ w δ δ' it is 2 tr(DA) + 2 tr(BB) + 4 tr(DB) + tr(DD). The form
 * |A_y|² + |A_x|² - 2 |Σ w y x'|² of the literature loses all digits for short steps, this one none unless δ rotates.
 *
 * @param weights of the particles, with sum 1
 */
export function createMovement(weights: Float64Array, dimension: number): Movement {
  const d = dimension;
  const moments = () => new Float64Array(d * d);
  const [a, b, c, moved, mixed] = [moments(), moments(), moments(), moments(), moments()];
  const squared = (x: Float64Array, change: Float64Array): number => {
    crossMoments(x, x, weights, d, a);
    crossMoments(change, x, weights, d, b);
    crossMoments(change, change, weights, d, c);
    const linear = 2 * (traceOfProduct(c, a, d) + traceOfProduct(b, b, d));
    return linear + 4 * traceOfProduct(c, b, d) + traceOfProduct(c, c, d);
  };
  return {
    squared,
    gradient(x, change, out) {
      const value = squared(x, change);
      for (let i = 0; i < d; i++) {
        for (let j = 0; j < d; j++) {
          const [k, turned] = [i * d + j, j * d + i];
          mixed[k] = b[turned] + c[k];
          moved[k] = a[k] + b[k] + mixed[k];
        }
      }
      for (let i = 0; i < x.length; i += d) {
        for (let p = 0; p < d; p++) {
          let sum = 0;
          for (let q = 0; q < d; q++) {
            sum += moved[p * d + q] * change[i + q];
            sum += mixed[p * d + q] * x[i + q];
          }
          out[i + p] = 4 * sum;
        }
      }
      return value;
    },
  };
}
