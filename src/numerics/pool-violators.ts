/**
 * Pool adjacent violators: the increasing sequence nearest to `values` in least squares is constant on runs, their mean.
 *
 * Writes mean and first index of every run, in order, to `means` and `starts`.
 *
 * @param values read at first ... end - 1
 * @returns the number of runs
 * @see Barlow, Bartholomew, Bremner & Brunk, Statistical Inference under Order Restrictions (1972)
 */
export function poolAdjacentViolators(
  values: Float64Array,
  first: number,
  end: number,
  means: Float64Array,
  starts: Int32Array,
): number {
  let runs = 0;
  for (let k = first; k < end; k++) {
    let mean = values[k] as number;
    let start = k;
    while (runs > 0 && (means[runs - 1] as number) > mean) {
      runs--;
      const before = starts[runs] as number;
      mean += (((means[runs] as number) - mean) * (start - before)) / (k + 1 - before);
      start = before;
    }
    starts[runs] = start;
    means[runs] = mean;
    runs++;
  }
  return runs;
}
