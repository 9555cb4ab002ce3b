/**
 * W2² of two histograms on the same equal bins of a line, densities constant in each bin, with its derivative.
 *
 * W2² is the integral over u in (0, 1) of (x(u) - y(u))², x and y the quantiles: piecewise linear, so that every piece
 * between two bin edges of either is integrated exactly. Where x(u) is a point of bin j, the Kantorovich potential has
 * the slope phi' = 2 (x - y); the derivative of W2² by the mass of bin j is the average of phi over it, up to a
 * constant.
 *
 * The pieces are swept from both ends to an edge in the middle, so that the potential is as accurate in a right tail of
 * little mass as in a left one: cumulated masses would be round-off there.
 *
 * @see Santambrogio, Optimal Transport for Applied Mathematicians (2015), prop. 2.17, prop. 7.17
 */
export interface LineCost {
  /**
   * W2² of the histograms at `offset` (masses of `bins` bins, together 1 in both). The averages of the potential over
   * the bins, with mean 0 under `masses`, are written to `potential` at the same place, the curvature to that three
   * times as far.
   */
  squaredDistance(line: Line): number;
}

/** Two histograms on one line, and where their derivatives go. */
export interface Line {
  readonly masses: Float64Array;
  readonly previous: Float64Array;
  readonly potential: Float64Array;
  /**
   * Per bin the integrals of 2 / rho_k(T(x)) times (1 - xi)², xi (1 - xi), xi², xi from 0 to 1 over the bin: the second
   * derivative of W2² is the integral of 2 dQ² / rho_k(T), dQ the change of the cumulated mass.
   */
  readonly curvature: Float64Array;
  readonly offset: number;
  readonly bins: number;
  readonly width: number;
}

/** Masses below this have no density to divide by. */
const leastMass = 1e-290;

/** The first edge at which half of the mass lies to the left: where the sweeps from both ends meet. */
function middleEdge(masses: Float64Array, offset: number, bins: number): number {
  let [middle, half] = [0, 0];
  while (middle < bins && half < 0.5) half += masses[offset + middle++];
  return middle;
}

/** See {@link LineCost}; owns the state of the two sweeps. */
export function createLineCost(): LineCost {
  let cost = 0;

  /**
   * Sweeps `count` bins of `masses` from the left (sign 1) or right wall, with those of `previous` as they are used up;
   * lengths are measured from that wall. Returns the potential where it ends, which is 0 at the wall.
   */
  const sweep = (line: Line, sign: 1 | -1, count: number): number => {
    const { masses, previous, potential, curvature, offset, bins, width } = line;
    const at = (k: number): number => offset + (sign === 1 ? k : bins - 1 - k);
    let k = 0;
    let whole = previous[at(0)];
    let left = whole;
    let phi = 0;
    for (let j = 0; j < count; j++) {
      const mass = masses[at(j)];
      let remaining = mass;
      let [x, average, near, mixed, far] = [0, 0, 0, 0, 0];
      let open = true;
      while (open) {
        while (left <= 0 && k < bins - 1) {
          k++;
          whole = previous[at(k)];
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
        if (whole > leastMass) {
          const factor = (2 * width * width) / whole;
          const cubes = (xEnd ** 3 - x ** 3) / 3;
          near += (factor * ((1 - x) ** 3 - (1 - xEnd) ** 3)) / 3;
          mixed += factor * ((xEnd ** 2 - x ** 2) / 2 - cubes);
          far += factor * cubes;
        }
        remaining -= taken;
        x = xEnd;
      }
      potential[at(j)] = average;
      curvature[3 * at(j)] = sign === 1 ? near : far;
      curvature[3 * at(j) + 1] = mixed;
      curvature[3 * at(j) + 2] = sign === 1 ? far : near;
    }
    return phi;
  };

  return {
    squaredDistance(line) {
      const { masses, potential, offset, bins } = line;
      cost = 0;
      const middle = middleEdge(masses, offset, bins);
      const step = sweep(line, 1, middle) - sweep(line, -1, bins - middle);
      for (let j = offset + middle; j < offset + bins; j++) potential[j] = potential[j] + step;
      let mean = 0;
      for (let j = offset; j < offset + bins; j++) mean += masses[j] * potential[j];
      for (let j = offset; j < offset + bins; j++) potential[j] = potential[j] - mean;
      return cost;
    },
  };
}

/**
 * Second derivative of W2² times a change of the bin masses with sum 0, up to a constant: with dQ the change of the
 * cumulated mass, edges E dQ, E the tridiagonal matrix of the curvature, summed back over the edges.
 *
 * Masses are cumulated from both ends to the middle: from one only, the other tail would drown in round-off.
 *
 * @param edges bins + 1 numbers of scratch
 */
export function curvatureProduct(
  { masses, curvature, offset, bins }: Line,
  change: Float64Array,
  edges: Float64Array,
  out: Float64Array,
): void {
  const middle = middleEdge(masses, offset, bins);
  edges[0] = 0;
  for (let j = 0; j < middle; j++) edges[j + 1] = edges[j] + change[offset + j];
  if (middle < bins) edges[bins] = 0;
  for (let j = bins - 1; j > middle; j--) {
    edges[j] = (j === bins - 1 ? 0 : edges[j + 1]) - change[offset + j];
  }
  // E dQ in place, bin by bin: the part of an edge from the bin to its left is kept in `carried`.
  let carried = 0;
  for (let j = 0; j < bins; j++) {
    const [from, to] = [edges[j], edges[j + 1]];
    const at = 3 * (offset + j);
    const mixed = curvature[at + 1];
    edges[j] = carried + curvature[at] * from + mixed * to;
    carried = mixed * from + curvature[at + 2] * to;
  }
  edges[bins] = carried;
  let sum = 0;
  for (let j = middle - 1; j >= 0; j--) {
    sum += edges[j + 1];
    out[offset + j] = sum;
  }
  sum = 0;
  for (let j = middle; j < bins; j++) {
    if (j > middle) sum -= edges[j];
    out[offset + j] = sum;
  }
}
