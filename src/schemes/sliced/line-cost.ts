/**
 * W2² of two histograms on the same equal bins of a line, densities constant in each bin, with its derivative.
 *
 * W2² is the integral over u in (0, 1) of (x(u) - y(u))², x and y the quantiles: piecewise linear, so that every piece
 * between two bin edges of either is integrated exactly. Where x(u) is a point of bin j, the Kantorovich potential has
 * the slope phi' = 2 (x - y); the derivative of W2² by the mass of bin j is the average of phi over it, up to a constant.
 *
 * The pieces are swept from both ends to an edge in the middle, so that the potential is as accurate in a right tail of
 * little mass as in a left one: cumulated masses would be round-off there.
 *
 * @see Santambrogio, Optimal Transport for Applied Mathematicians (2015), prop. 2.17, prop. 7.17
 */
export interface LineCost {
  /**
   * W2² of the histograms at `offset` (masses of `bins` bins, together 1 in both); the potential's averages over the bins,
   * with mean 0 under `masses`, are written to `potential` at the same place.
   */
  squaredDistance(
    masses: Float64Array,
    previous: Float64Array,
    potential: Float64Array,
    offset: number,
    bins: number,
    width: number,
  ): number;
}

/** See {@link LineCost}; owns the state of the two sweeps. */
export function createLineCost(): LineCost {
  let cost = 0;

  /**
   * Sweeps the bins first, first + sign, ... before `end` of `masses`, with those of `previous` as they are used up;
   * lengths are measured from the wall where it begins. Returns the potential at `end`, which is 0 at the wall.
   */
  const sweep = (
    masses: Float64Array,
    previous: Float64Array,
    potential: Float64Array,
    offset: number,
    bins: number,
    width: number,
    sign: 1 | -1,
    count: number,
  ): number => {
    const at = (k: number): number => offset + (sign === 1 ? k : bins - 1 - k);
    let k = 0;
    let whole = previous[at(0)] as number;
    let left = whole;
    let phi = 0;
    for (let j = 0; j < count; j++) {
      const mass = masses[at(j)] as number;
      let remaining = mass;
      let x = 0;
      let average = 0;
      let open = true;
      while (open) {
        while (left <= 0 && k < bins - 1) {
          k++;
          whole = previous[at(k)] as number;
          left = whole;
        }
        const taken = k < bins - 1 ? Math.min(remaining, left) : remaining;
        open = remaining > taken;
        const xEnd = open ? x + taken / mass : 1;
        const y = whole > 0 ? 1 - left / whole : 0;
        left = Math.max(left - taken, 0);
        const yEnd = whole > 0 ? 1 - left / whole : y;
        const from = width * (j + x - k - y);
        const to = width * (j + xEnd - k - yEnd);
        const length = width * (xEnd - x);
        cost += (taken * (from * from + from * to + to * to)) / 3;
        average += (xEnd - x) * (phi + (length * (2 * from + to)) / 3);
        phi += length * (from + to);
        remaining -= taken;
        x = xEnd;
      }
      potential[at(j)] = average;
    }
    return phi;
  };

  return {
    squaredDistance(masses, previous, potential, offset, bins, width) {
      cost = 0;
      let [middle, half] = [0, 0];
      while (middle < bins && half < 0.5) half += masses[offset + middle++] as number;
      const fromLeft = sweep(masses, previous, potential, offset, bins, width, 1, middle);
      const fromRight = sweep(masses, previous, potential, offset, bins, width, -1, bins - middle);
      for (let j = offset + middle; j < offset + bins; j++) {
        potential[j] = (potential[j] as number) + fromLeft - fromRight;
      }
      let mean = 0;
      for (let j = offset; j < offset + bins; j++) mean += (masses[j] as number) * (potential[j] as number);
      for (let j = offset; j < offset + bins; j++) potential[j] = (potential[j] as number) - mean;
      return cost;
    },
  };
}
