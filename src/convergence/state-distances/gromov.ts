import { assignPoints } from "../../numerics/assignment.js";
import { crossMoments } from "../../numerics/cross-moments.js";
import { multiply, traceOfProduct } from "../../numerics/dense.js";
import { aligned } from "./alignment.js";

/** Most particles for which couplings other than that of the labels are tried: a trial costs up to n³. */
const mostAssigned = 500;
const mostAssignments = 100;

/**
 * Inner-product Gromov–Wasserstein distance of particles with the same labels and weights, an upper bound:
 *
 *     IGW² = min over couplings π of ∬ (x·x' - y·y')² dπ dπ = |S_x|²_F + |S_y|²_F - 2 max |∫ x y' dπ|²_F.
 *
 * The coupling of the labels comes first. If the weights are equal and there are at most 500 particles, it is improved
 * by turns: the linear assignment that maximizes the sum of x_i' C y_p(i), C the cross moment of the last one, until
 * nothing changes. That raises |C|_F every time and ends in a stationary coupling, on a line (where both directions are
 * tried) in the best one.
 *
 * @param x positions, `particle * d + axis`
 * @returns the square root of IGW², length² units
 * @see Zhang et al. (2024), arXiv 2407.11800
 */
export function gromovDistance(x: Float64Array, y: Float64Array, weights: Float64Array): number {
  const d = x.length / weights.length;
  const labelled = couplingDistance(x, y, weights);
  if (weights.length > mostAssigned || !weights.every((weight) => weight === weights[0])) return labelled;
  const cross = crossMoments(x, y, weights, d);
  const starts = d === 1 ? [cross, cross.map((value) => -value)] : [cross];
  return starts.reduce(
    (least, start) => Math.min(least, couplingDistance(x, improvedCoupling(x, y, weights, start), weights)),
    labelled,
  );
}

/** The points y in the order of a coupling that no assignment improves any more. */
function improvedCoupling(x: Float64Array, y: Float64Array, weights: Float64Array, start: Float64Array): Float64Array {
  const d = x.length / weights.length;
  let [cross, coupled, value] = [start, y, Number.NEGATIVE_INFINITY];
  for (let k = 0; k < mostAssignments; k++) {
    const { columns } = assignPoints(multiply(x, cross, d), y, d);
    const next = Float64Array.from(y, (_, i) => y[columns[Math.floor(i / d)] * d + (i % d)]);
    cross = crossMoments(x, next, weights, d);
    const nextValue = traceOfSquare(cross);
    if (!(nextValue > value)) break;
    [coupled, value] = [next, nextValue];
  }
  return coupled;
}

/**
 * The distance under the coupling of x_i with y_i: (sum of w_i w_j (x_i·x_j - y_i·y_j)²)^½ in O(n d²).
 *
 * With the points x aligned to y, Δ = x - y and Σ = x + y, the matrix of differences is (Δ Σ' + Σ Δ')/2, and its
 * weighted square norm ½ [tr(D P) + |Q|²_F] with D, P, Q the sums of w Δ Δ', w Σ Σ', w Δ Σ'; Q is symmetric as x and y
 * are aligned, so that nothing cancels.
 */
function couplingDistance(x: Float64Array, y: Float64Array, weights: Float64Array): number {
  const d = x.length / weights.length;
  const turned = aligned(x, y, weights);
  const difference = turned.map((value, k) => value - y[k]);
  const sum = turned.map((value, k) => value + y[k]);
  const [squares, sums] = [crossMoments(difference, difference, weights, d), crossMoments(sum, sum, weights, d)];
  return Math.sqrt((traceOfProduct(squares, sums, d) + traceOfSquare(crossMoments(difference, sum, weights, d))) / 2);
}

/** |m|²_F. */
function traceOfSquare(m: Float64Array): number {
  return m.reduce((sum, value) => sum + value * value, 0);
}
