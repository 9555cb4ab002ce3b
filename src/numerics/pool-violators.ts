/**
 * Pool adjacent violators: the increasing sequence nearest to `values` in least squares, weighted where weights are
 * given, is constant on runs, their mean.
 *
 * Writes mean and first index of every run, in order, to `means` and `starts`.
 *
 * @param values read at first ... end - 1, like the weights, which are > 0
 * @param totals receives the weight of every run, their length where there are no weights
 * @returns the number of runs
 * @see Barlow, Bartholomew, Bremner & Brunk, Statistical Inference under Order Restrictions (1972)
 */
export function poolAdjacentViolators(
  values: Float64Array,
  first: number,
  end: number,
  means: Float64Array,
  starts: Int32Array,
  totals: Float64Array,
  weights?: Float64Array,
): number {
  let runs = 0;
  for (let k = first; k < end; k++) {
    let mean = values[k];
    let start = k;
    let total = weights === undefined ? 1 : weights[k];
    while (runs > 0 && means[runs - 1] > mean) {
      runs--;
      start = starts[runs];
      const weight = totals[runs];
      total += weight;
      mean += ((means[runs] - mean) * weight) / total;
    }
    starts[runs] = start;
    means[runs] = mean;
    totals[runs] = total;
    runs++;
  }
  return runs;
}
