/**
 * Sum of `values` with the error of an addition of two numbers, whatever their number.
 *
 * A plain sum of N terms drifts by up to N round-offs, always to the same side for similar data: over thousands of
 * steps it would show as a loss of mass.
 *
 * @see Neumaier, Z. Angew. Math. Mech. 54 (1974) 39
 */
export function compensatedSum(values: Float64Array): number {
  let sum = 0;
  let lost = 0;
  for (let k = 0; k < values.length; k++) {
    const value = values[k];
    const next = sum + value;
    lost += Math.abs(sum) >= Math.abs(value) ? sum - next + value : value - next + sum;
    sum = next;
  }
  return sum + lost;
}
