import { sumOf } from "../numerics/vector.js";
/**
 * Wasserstein distance W2 between two piecewise constant densities on one uniform mesh of an interval:
 * W2² = M ∫_0^1 |A⁻¹(s) - B⁻¹(s)|² ds, with A, B the distribution functions of a, b scaled to mass 1.
 *
 * Between two breakpoints of either distribution function both quantiles are affine in s, so that the integral is
 * exact. It is taken from each wall to the median: prefix sums that run into a tail lose its digits, those that start
 * there do not.
 *
 * @param a cell masses, >= 0, of positive sum
 * @param b likewise; its sum M scales the result, so that masses that differ by round-off do no harm
 * @param width cell width
 * @returns NaN if a mass is negative, not finite, or all are zero
 */
export function wasserstein2(a: Float64Array, b: Float64Array, width: number): number {
  const massA = sumOf(a);
  const massB = sumOf(b);
  if (!(massA > 0) || !(massB > 0) || !Number.isFinite(massA + massB) || a.some(isNegative) || b.some(isNegative)) {
    return Number.NaN;
  }
  const left = halfCost(a, b, massA, massB, false);
  const right = halfCost(a, b, massA, massB, true);
  return width * Math.sqrt(massB * (left + right));
}

/** Integral of |A⁻¹ - B⁻¹|² over s from 0 to 1/2, in cell widths; from the right wall if `mirrored`. */
function halfCost(a: Float64Array, b: Float64Array, massA: number, massB: number, mirrored: boolean): number {
  const cells = a.length;
  const share = (masses: Float64Array, total: number, cell: number): number =>
    masses[mirrored ? cells - 1 - cell : cell] / total;
  let [i, j, s, sum] = [0, 0, 0, 0];
  let [startA, shareA] = [0, share(a, massA, 0)];
  let [startB, shareB] = [0, share(b, massB, 0)];
  while (s < 0.5) {
    const end = Math.min(0.5, i < cells ? startA + shareA : 0.5, j < cells ? startB + shareB : 0.5);
    if (end > s) {
      const before = position(i, startA, shareA, s, cells) - position(j, startB, shareB, s, cells);
      const after = position(i, startA, shareA, end, cells) - position(j, startB, shareB, end, cells);
      sum += ((end - s) * (before * before + before * after + after * after)) / 3;
      s = end;
    }
    if (s >= 0.5) break;
    if (i < cells && startA + shareA <= s) {
      startA += shareA;
      i++;
      shareA = i < cells ? share(a, massA, i) : 0;
    } else if (j < cells) {
      startB += shareB;
      j++;
      shareB = j < cells ? share(b, massB, j) : 0;
    }
  }
  return sum;
}

/** Quantile of s within cell `cell`, whose share of the mass begins at `start`, in cell widths from the wall. */
function position(cell: number, start: number, share: number, s: number, cells: number): number {
  if (cell >= cells) return cells;
  return cell + (share > 0 ? Math.min(Math.max((s - start) / share, 0), 1) : 0);
}

function isNegative(value: number): boolean {
  return value < 0;
}
