import { crossMoments } from "../../numerics/cross-moments.js";
import { apply } from "../../numerics/dense.js";
import { polarFactor } from "../../numerics/singular-vectors.js";

/**
 * min over orthogonal O of (sum of w_i |O x_i - y_i|²)^½, particle i of x paired with particle i of y.
 *
 * In directions in which the particles are thinner than about 1e-8 of their extent, O may be a reflection where a
 * rotation is better: the distance is then too large by their thickness.
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

/**
 * The points O x_i with the orthogonal O that brings them closest to y_i: the polar factor of the sum of w_i y_i x_i'.
 */
export function aligned(x: Float64Array, y: Float64Array, weights: Float64Array): Float64Array {
  const d = x.length / weights.length;
  const rotation = polarFactor(crossMoments(y, x, weights, d), d);
  const result = new Float64Array(x.length);
  for (let k = 0; k < x.length; k += d) result.set(apply(rotation, x.subarray(k, k + d)), k);
  return result;
}
