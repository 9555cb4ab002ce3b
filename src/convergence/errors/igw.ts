import { gaussianParts, type Moments, momentsOf, type State, type StateLayout } from "../../model/states/state.js";
import { multiply } from "../../numerics/dense.js";
import type { ErrorMeasure } from "../error.js";
import { spectrumDistance } from "../state-distances/gaussian.js";
import { gromovDistance } from "../state-distances/gromov.js";
import { labelObstacle } from "../state-distances/obstacle.js";
import { pairOfParticles } from "../state-distances/particles.js";

export const IGW = {
  name: "IGW",
  symbol: "\\mathrm{IGW}",
  power: 1,
  onMesh: undefined,
  ofStates: {
    of: "measures",
    meaning:
      "inner-product Gromov–Wasserstein distance. Gaussians of mean 0: the distance of the sorted eigenvalues. Particles: the coupling by labels improved by alternating assignments, an upper bound; exact on a line for equal weights and up to 500 points. Unlike states: from the second moments, a lower bound",
    lengthPower: 2,
    obstacle,
    distance,
  },
} as const satisfies ErrorMeasure;

function obstacle(state: StateLayout, reference: StateLayout): string | undefined {
  if (state.kind === "grid" && reference.kind === "grid") return "it is not computed between densities on meshes";
  return labelObstacle(state, reference);
}

/**
 * NaN between Gaussians one of which has a mean, which is not known from its layout.
 *
 * @see Zhang et al. (2024), arXiv 2407.11800
 */
function distance(a: State, b: State): number {
  const particles = pairOfParticles(a, b);
  if (particles !== undefined) return gromovDistance(particles.x, particles.y, particles.a.weights);
  const areGaussian = a.layout.kind === "gaussian" && b.layout.kind === "gaussian";
  if (areGaussian && !(isCentred(a) && isCentred(b))) return Number.NaN;
  return spectrumDistance(secondMoments(momentsOf(a)), secondMoments(momentsOf(b)), a.layout.dimension);
}

/** A Gaussian counts as centred up to this part of its size, the square of which is round-off. */
const negligibleMean = 1e-8;

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
