/** Vectors as flat arrays; sums run from the first number to the last. */

/** a·b. */
export function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let k = 0; k < a.length; k++) sum += a[k] * b[k];
  return sum;
}

/** |a|. */
export function norm(a: Float64Array): number {
  return Math.sqrt(dot(a, a));
}

/** max |a_k|, 0 of none; NaN where one is. */
export function largest(a: ArrayLike<number>): number {
  let most = 0;
  for (let k = 0; k < a.length; k++) most = Math.max(most, Math.abs(a[k]));
  return most;
}

export function sumOf(values: ArrayLike<number>): number {
  let sum = 0;
  for (let k = 0; k < values.length; k++) sum += values[k];
  return sum;
}

export function meanOf(values: ArrayLike<number>): number {
  return sumOf(values) / values.length;
}

/** Of counts per axis: the number of cells of a mesh. */
export function productOf(counts: readonly number[]): number {
  return counts.reduce((product, count) => product * count, 1);
}
