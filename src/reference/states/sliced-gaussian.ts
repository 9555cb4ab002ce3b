import { spend } from "../../numerics/allowance.js";
import { solveLinear } from "../../numerics/lu.js";
import { symmetricEigen } from "../../numerics/symmetric-eigen.js";
import { fromBasis, type GaussianProblem, inBasis, symmetricGaussian } from "./gaussian-problem.js";
import { relaxedMean } from "./ornstein-uhlenbeck.js";
import { quarticMeans } from "./sphere.js";
import { integrated } from "./steps.js";
import type { LimitFlow } from "./types.js";

/**
 * The limit of the minimizing movement in the sliced Wasserstein metric of a Gaussian: m' = -d A (m - b), and Sigma'
 * solves E[(theta' Sigma' theta)/(4 theta' Sigma theta) theta theta'] = -(A - s Sigma^-1)/2, E the mean over the
 * sphere.
 *
 * With q = theta' Sigma theta the movement of a step costs E[(√q - √q_k)²]/(2 tau), whose slope E[(√q - √q_k)/(2 tau
 * √q) theta theta'] tends to the left-hand side; the slope of the functional is (A - s Sigma^-1)/2.
 *
 * @see Bonet, Courty, Septier & Drumetz, arXiv 2110.10972
 */
export function slicedGaussianLimit(problem: GaussianProblem): LimitFlow {
  const { dimension: d, covariance } = problem;
  const eigen = symmetricEigen(problem.matrix, d);
  return integrated(
    "sliced Wasserstein flow of a Gaussian, Dormand–Prince for its covariance",
    (sigma) => covarianceRate(problem, Float64Array.from(sigma)),
    covariance,
    (sigma, t) => symmetricGaussian(relaxedMean(problem, eigen, d * t), sigma),
  );
}

/**
 * Sigma' in the eigenbasis of Sigma, where only E[theta_i² theta_k² / q] = I_ik survive: I_ij S_ij / 2 = R_ij off the
 * diagonal, Σ_k I_ik S_kk / 4 = R_ii on it.
 *
 * @returns NaN where Sigma is not positive definite, or where round-off leaves the slope undetermined
 */
export function covarianceRate(problem: GaussianProblem, sigma: Float64Array): number[] {
  const { dimension: d, matrix, entropy } = problem;
  if (!sigma.every(Number.isFinite)) return Array.from(sigma, () => Number.NaN);
  const { values, vectors } = symmetricEigen(sigma, d);
  if (!(values[0] > 0)) return Array.from(sigma, () => Number.NaN);
  spend(10 + 10 * d * d);
  const means = quarticMeans(values);
  const slope = inBasis(matrix, vectors, d);
  const right = slope.map((a, k) => {
    const i = Math.floor(k / d);
    return -(a - (k % d === i ? entropy / values[i] : 0)) / 2;
  });
  const rate = right.map((r, k) => (2 * r) / means[k]);
  const diagonal = solveLinear(
    means.map((mean) => mean / 4),
    Float64Array.from({ length: d }, (_, i) => right[i * d + i]),
  );
  if (diagonal === undefined) return Array.from(sigma, () => Number.NaN);
  for (let i = 0; i < d; i++) rate[i * d + i] = diagonal[i];
  return Array.from(fromBasis(rate, vectors, d));
}
