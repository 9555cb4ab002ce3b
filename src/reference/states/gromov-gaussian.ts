import { InputError } from "../../errors.js";
import type { State } from "../../model/states/state.js";
import { spectralFunction, symmetricEigen } from "../../numerics/symmetric-eigen.js";
import { exactly, type GaussianProblem, symmetricGaussian } from "./gaussian-problem.js";
import { integrated, stepByStep } from "./steps.js";
import type { IterateFlow, LimitFlow } from "./types.js";

/**
 * The eigenvalues of a centred Gaussian, ascending, each with the stiffness it meets; `vectors` are the Gaussian's
 * own.
 */
interface PairedEigenvalues {
  readonly values: Float64Array;
  readonly stiffness: Float64Array;
  readonly vectors: Float64Array;
}

/**
 * F = min over rotations O of ½ tr(A O Sigma O') - s/2 log det Sigma pairs the largest eigenvalue of Sigma with the
 * smallest of A. The pairing stays: eigenvalues that meet do not cross.
 *
 * @throws {InputError} unless mean and centre are 0: the metric knows second moments about the origin, and no
 *   translations
 */
function pairEigenvalues({ dimension, mean, centre, matrix, covariance }: GaussianProblem): PairedEigenvalues {
  if (
    mean.some((value) => value !== 0) ||
    (matrix.some((value) => value !== 0) && centre.some((value) => value !== 0))
  ) {
    throw new InputError(
      "the inner-product Gromov–Wasserstein flow is known for Gaussians centred at the origin only",
      {
        path: "model.state.mean",
        value: [...mean],
        remedy: "Use mean 0 and centre 0.",
      },
    );
  }
  const { values, vectors } = symmetricEigen(covariance, dimension);
  return { values, vectors, stiffness: symmetricEigen(matrix, dimension).values.toReversed() };
}

/**
 * The limit of the inner-product Gromov–Wasserstein movement of a centred Gaussian, lambda' = -(a - s/lambda)/2 for
 * every eigenvalue.
 *
 * In the metric a velocity v = c x costs ⟨v, L v⟩ with L v = 2 (Sigma v + M x), M = ∫ y v' = c lambda, that is 4
 * lambda c x; the slope is (a - s/lambda) x, so c = -(a - s/lambda)/(4 lambda), and lambda' = 2 c lambda. The state
 * is turned so that its eigenvectors stay.
 *
 * @see Zhang, Goldfeld, Greenewald, Mroueh & Sriperumbudur, arXiv 2407.11800
 */
export function gromovGaussianLimit(problem: GaussianProblem): LimitFlow {
  const paired = pairEigenvalues(problem);
  const { values, stiffness } = paired;
  const { entropy } = problem;
  const stateOf = (lambda: Float64Array) => turned(problem, paired, lambda);
  if (entropy === 0) {
    return {
      description: "inner-product Gromov–Wasserstein flow of a Gaussian without entropy, closed form",
      solve: (times) =>
        times.map((t) => exactly(stateOf(alive(values.map((value, i) => value - (stiffness[i] * t) / 2))))),
    };
  }
  return integrated(
    "inner-product Gromov–Wasserstein flow of a Gaussian, Dormand–Prince for its eigenvalues",
    (lambda) => lambda.map((value, i) => eigenvalueRate(value, stiffness[i], entropy)),
    values,
    stateOf,
  );
}

function eigenvalueRate(lambda: number, a: number, s: number): number {
  return lambda > 0 ? -(a - s / lambda) / 2 : Number.NaN;
}

/**
 * The exact steps: IGW² = Σ (lambda_i - mu_i)² in sorted eigenvalues, so that lambda' minimizes (lambda' -
 * lambda)²/(2 tau) + (a lambda' - s log lambda')/2, i.e. lambda' = (c + √(c² + 2 tau s))/2, c = lambda - a tau/2.
 */
export function gromovGaussianIterate(problem: GaussianProblem): IterateFlow {
  const paired = pairEigenvalues(problem);
  const { values, stiffness } = paired;
  return stepByStep(
    "exact inner-product Gromov–Wasserstein minimizing movement of a Gaussian, closed form",
    values,
    (before, tau) => alive(before.map((value, i) => nextEigenvalue(value, stiffness[i], problem.entropy, tau))),
    (lambda) => turned(problem, paired, lambda),
  );
}

/** The Gaussian with these eigenvalues and the eigenvectors it had. */
function turned({ mean }: GaussianProblem, { vectors }: PairedEigenvalues, lambda: Float64Array): State {
  return symmetricGaussian(
    mean,
    spectralFunction({ values: lambda, vectors }, (value) => value),
  );
}

function nextEigenvalue(lambda: number, a: number, s: number, tau: number): number {
  const c = lambda - (a * tau) / 2;
  const root = Math.sqrt(c * c + 2 * tau * s);
  return c >= 0 ? (c + root) / 2 : (tau * s) / (root - c);
}

function alive(lambda: Float64Array): Float64Array {
  if (lambda.every((value) => value > 0)) return lambda;
  throw new InputError("the Gaussian collapses to a lower dimension before the final time", {
    path: "model.finalTime",
    remedy: "End earlier, or add an entropy.",
  });
}
