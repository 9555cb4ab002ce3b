import { gaussianParts, type Moments, momentsOf, particleParts, type State } from "../../model/states/state.js";
import { multiply } from "../../numerics/dense.js";
import { alignedDistance } from "./alignment.js";
import { densityDistance } from "./density.js";
import { covarianceDistance, gaussianWasserstein, meanDistance, spectrumDistance, symmetricKl } from "./gaussian.js";
import { gromovDistance } from "./gromov.js";
import type { StateNormName } from "./names.js";
import { positionDistance, weightDistance } from "./nodes.js";
import { distanceObstacle } from "./obstacle.js";
import { gridWasserstein, particleWasserstein } from "./wasserstein.js";

export { type StateNormName, stateNormNames } from "./names.js";
export { distanceObstacle } from "./obstacle.js";

/**
 * Distance of a state from a reference, by name.
 *
 * | name | distance |
 * |---|---|
 * | W2 | Wasserstein distance, length units |
 * | IGW | inner-product Gromov–Wasserstein distance, length² units |
 * | symKL | KL(a\|b) + KL(b\|a) of the Gaussians with the same moments; NaN if a covariance is singular |
 * | mean | abs(m - m') |
 * | covariance | Frobenius norm of the difference of the covariances |
 * | aligned | min over orthogonal O of (sum of w_i abs(O x_i - y_i)²)^1/2, particles paired by their labels |
 * | L1 | integral of abs(a - b), a density on a mesh and another, or a density and the cell averages of a Gaussian |
 * | positions | of nodes, the root mean square of abs(x(g) - y(g)), whatever their weights |
 * | weights | of nodes, the sum of abs(f(g) - h(g)) |
 *
 * W2 is exact between Gaussians, between particles on a line, between at most 2000 particles of equal weight, and between
 * densities on one mesh of one axis. Other particles are paired by their labels: an upper bound.
 *
 * IGW is exact between Gaussians of mean 0 (NaN if a mean is not), and between at most 500 particles of equal weight on a
 * line. Other particles have the best coupling found from that of the labels: an upper bound.
 *
 * Between states of different kinds both are lower bounds by the moments alone: W2 of the Gaussians with the same moments
 * (Gelbrich), the distance of the eigenvalues of the second moments for IGW. They are attained by Gaussians.
 *
 * @returns NaN where the distance is not available (see {@link distanceObstacle}), or a state is not finite
 * @throws {InputError} if a Gaussian is too narrow for the cells to be averaged over them (L1, two axes)
 * @see Gelbrich, Math. Nachr. 147 (1990) 185; Zhang et al. (2024), arXiv 2407.11800, for IGW
 */
export function stateDistance(name: StateNormName, state: State, reference: State): number {
  if (distanceObstacle(name, state.layout, reference.layout) !== undefined) return Number.NaN;
  if (!state.values.every(Number.isFinite) || !reference.values.every(Number.isFinite)) return Number.NaN;
  return distances[name](state, reference);
}

type Distance = (state: State, reference: State) => number;

const distances: Readonly<Record<StateNormName, Distance>> = {
  W2: wasserstein,
  IGW: innerProductDistance,
  symKL: (a, b) => symmetricKl(momentsOf(a), momentsOf(b)),
  mean: (a, b) => meanDistance(momentsOf(a), momentsOf(b)),
  covariance: (a, b) => covarianceDistance(momentsOf(a), momentsOf(b)),
  aligned: (a, b) => {
    if (a.layout.kind !== "particles" || b.layout.kind !== "particles") return Number.NaN;
    return alignedDistance(positionsOf(a), positionsOf(b), a.layout.weights);
  },
  L1: densityDistance,
  positions: positionDistance,
  weights: weightDistance,
};

function wasserstein(a: State, b: State): number {
  if (a.layout.kind === "particles" && b.layout.kind === "particles") {
    return particleWasserstein(a.layout, positionsOf(a), b.layout, positionsOf(b));
  }
  if (a.layout.kind === "grid" && b.layout.kind === "grid") return gridWasserstein(a.layout.mesh, a.values, b.values);
  return gaussianWasserstein(momentsOf(a), momentsOf(b));
}

/** A Gaussian counts as centred up to this part of its size, the square of which is round-off. */
const negligibleMean = 1e-8;

function innerProductDistance(a: State, b: State): number {
  if (a.layout.kind === "particles" && b.layout.kind === "particles") {
    return gromovDistance(positionsOf(a), positionsOf(b), a.layout.weights);
  }
  const areGaussian = a.layout.kind === "gaussian" && b.layout.kind === "gaussian";
  if (areGaussian && !(isCentred(a) && isCentred(b))) return Number.NaN;
  return spectrumDistance(secondMoments(momentsOf(a)), secondMoments(momentsOf(b)), a.layout.dimension);
}

function isCentred({ layout, values }: State): boolean {
  if (layout.kind !== "gaussian") return false;
  const { mean, covariance } = gaussianParts(layout, values);
  const spread = covariance.reduce((sum, value, k) => (k % (layout.dimension + 1) === 0 ? sum + value : sum), 0);
  return Math.hypot(...mean) <= negligibleMean * Math.sqrt(spread);
}

/** ∫ x x' = covariance + m m'. */
function secondMoments({ mean, covariance }: Moments): Float64Array {
  const square = multiply(mean, mean, 1);
  return covariance.map((value, k) => value + square[k]);
}

function positionsOf({ layout, values }: State): Float64Array {
  return layout.kind === "particles" ? particleParts(layout, values).positions : values;
}
