/**
 * The d * d matrix Σ w_i x_i y_i' of points about the origin, row-major.
 *
 * @param x, y `point * dimension + axis`
 */
export function crossMoments(
  x: Float64Array,
  y: Float64Array,
  weights: Float64Array,
  dimension: number,
  out: Float64Array = new Float64Array(dimension * dimension),
): Float64Array {
  out.fill(0);
  for (let i = 0; i < weights.length; i++) {
    for (let a = 0; a < dimension; a++) {
      const factor = weights[i] * x[i * dimension + a];
      for (let b = 0; b < dimension; b++) {
        out[a * dimension + b] = out[a * dimension + b] + factor * y[i * dimension + b];
      }
    }
  }
  return out;
}
