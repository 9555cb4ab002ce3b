import { apply, transpose } from "../../numerics/dense.js";
import { type SymmetricEigen, spectralFunction, symmetricEigen } from "../../numerics/symmetric-eigen.js";
import { exactly, fromBasis, type GaussianProblem, inBasis, symmetricGaussian } from "./gaussian-problem.js";
import { stepByStep } from "./steps.js";
import type { IterateFlow, LimitFlow } from "./types.js";

/** (1 - exp(-rate t)) / rate, t for rate = 0. */
export function saturation(rate: number, t: number): number {
  return rate === 0 ? t : -Math.expm1(-rate * t) / rate;
}

/**
 * The Ornstein–Uhlenbeck flow of a Gaussian, m' = -A (m - b), Sigma' = 2 s I - A Sigma - Sigma A, in closed form:
 * in the eigenbasis of A, Sigma_ij(t) = exp(-(a_i + a_j) t) Sigma_ij(0) + 2 s delta_ij (1 - exp(-2 a_i t)) / (2 a_i).
 *
 * @see Jordan, Kinderlehrer & Otto, SIAM J. Math. Anal. 29 (1998) 1
 */
export function wassersteinGaussianLimit(problem: GaussianProblem): LimitFlow {
  const eigen = symmetricEigen(problem.matrix, problem.dimension);
  const start = inBasis(problem.covariance, eigen.vectors, problem.dimension);
  return {
    description: "Ornstein–Uhlenbeck flow of a Gaussian, closed form",
    solve: (times) =>
      times.map((t) =>
        exactly(symmetricGaussian(relaxedMean(problem, eigen, t), relaxedCovariance(problem, eigen, start, t))),
      ),
  };
}

/** b + exp(-A t)(m - b). */
export function relaxedMean({ mean, centre }: GaussianProblem, eigen: SymmetricEigen, t: number): Float64Array {
  const decay = spectralFunction(eigen, (a) => Math.exp(-a * t));
  const moved = apply(
    decay,
    mean.map((value, i) => value - centre[i]),
  );
  return moved.map((value, i) => value + centre[i]);
}

function relaxedCovariance(
  { dimension: d, entropy }: GaussianProblem,
  { values, vectors }: SymmetricEigen,
  start: Float64Array,
  t: number,
): Float64Array {
  const inner = start.map((value, k) => {
    const [i, j] = [Math.floor(k / d), k % d];
    const rate = values[i] + values[j];
    return Math.exp(-rate * t) * value + (i === j ? 2 * entropy * saturation(rate, t) : 0);
  });
  return fromBasis(inner, vectors, d);
}

/**
 * The exact steps of the Wasserstein minimizing movement among Gaussians. With B = I + tau A: m' = B^-1 (m + tau A
 * b), and C = B^-1/2 Sigma B^-1/2 keeps its eigenvectors, its eigenvalues become y = (c + 2 tau s + √(c² + 4 tau s
 * c)) / 2, Sigma' = B^-1/2 Y B^-1/2.
 *
 * Optimality is (I - M)/tau = s Sigma'^-1 - A with M the map back, M Sigma' M = Sigma: in Y this is (Y - tau s)² = C Y.
 */
export function wassersteinGaussianIterate(problem: GaussianProblem): IterateFlow {
  return stepByStep(
    "exact Wasserstein minimizing movement of a Gaussian, closed form",
    problem,
    (before, tau) => ({ ...before, ...jkoStep(before, tau) }),
    ({ mean, covariance }) => symmetricGaussian(mean, covariance),
  );
}

function jkoStep({ dimension: d, mean, covariance, matrix, centre, entropy }: GaussianProblem, tau: number) {
  const eigen = symmetricEigen(matrix, d);
  const pull = apply(matrix, centre);
  const pulled = mean.map((value, i) => value + tau * pull[i]);
  const root = spectralFunction(eigen, (a) => 1 / Math.sqrt(1 + tau * a));
  const relaxed = inBasis(covariance, root, d);
  const swapped = transpose(relaxed, d);
  const symmetric = relaxed.map((value, k) => (value + swapped[k]) / 2);
  const grown = spectralFunction(symmetricEigen(symmetric, d), (c) => {
    return (c + 2 * tau * entropy + Math.sqrt(c * c + 4 * tau * entropy * c)) / 2;
  });
  return {
    mean: apply(
      spectralFunction(eigen, (a) => 1 / (1 + tau * a)),
      pulled,
    ),
    covariance: fromBasis(grown, root, d),
  };
}
