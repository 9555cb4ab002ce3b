import { InputError } from "../../errors.js";
import type { FailureStatus, StateStepper, StepEnding, StepperOptions, StepReport } from "../../model/evolution.js";
import { shortfall } from "../../model/reasons.js";
import type { Functional } from "../../model/states/functional.js";
import { type GaussianLayout, gaussianParts } from "../../model/states/state.js";
import { isWithin } from "../../numerics/finite.js";
import { symmetricEigen } from "../../numerics/symmetric-eigen.js";
import { distanceGoal } from "./tolerance.js";

const maxIterations = 200;
/** Eigenvalues below this part of the largest are none to round-off. */
const leastEigenvalue = 1e-14;
const vanished = "an eigenvalue of the covariance vanishes";

/**
 * Minimizing movement of centred Gaussians, which only moves the eigenvalues λ of the covariance:
 * λ' = argmin Σ (λ' - λ)²/(2 tau) + Σ a_i λ'_i / 2 - s/2 Σ log λ'_i, with a the eigenvalues of the potential's matrix.
 *
 * IGW² of centred Gaussians is the squared distance of their sorted spectra (von Neumann's trace inequality), and no
 * measure of these second moments is closer. Where a is not constant this is the movement of the least F over
 * rotations, which pairs the largest a with the smallest λ. Every λ' is found by Newton's iteration; the minimization
 * is convex with modulus 1/tau, so the gap is at most tau/2 |slope|², the distance tau |slope|.
 *
 * Converged: a distance of at most the goal of {@link distanceGoal}, or 8 eps |λ'|.
 *
 * @see Zhang, Goldfeld, Greenewald, Mroueh & Sriperumbudur (2024), arXiv 2407.11800
 */
export function createGaussianStepper(
  layout: GaussianLayout,
  functional: Functional,
  options: StepperOptions,
): StateStepper {
  const { dimension: d } = layout;
  const { tau } = options;
  const { entropy } = functional;
  const steepness = steepnesses(functional);
  const constant = functional.quadratic?.constant ?? 0;
  const [spectrum, slopes] = [new Float64Array(d), new Float64Array(d)];

  const energy = (values: Float64Array): number => {
    const { covariance } = gaussianParts(layout, values);
    return spectralEnergy(symmetricEigen(covariance, d).values, steepness, entropy) + constant;
  };

  const step = (values: Float64Array): StepReport => {
    const { covariance } = gaussianParts(layout, values);
    if (!values.every(Number.isFinite)) return failed("nonFinite", "the mean or the covariance is not finite");
    const before = symmetricEigen(covariance, d);
    let iterations = 0;
    for (let i = 0; i < d; i++) {
      const equation = { from: before.values[i], steepness: steepness[i], entropy, tau };
      if (vanishes(equation)) return failed("vacuum", vanished, iterations);
      const found = solveEigenvalue(equation);
      iterations = Math.max(iterations, found.iterations);
      spectrum[i] = found.value;
      slopes[i] = slopeOf(equation, found.value);
    }
    if (isSingular(spectrum)) return failed("vacuum", vanished, iterations);
    const report = certify(before.values, iterations);
    if (report.status === "converged") compose(spectrum, before.vectors, covariance);
    return report;
  };

  const certify = (before: Float64Array, iterations: number): StepReport => {
    let [squares, residual, moved] = [0, 0, 0];
    for (let i = 0; i < d; i++) {
      const slope = slopes[i];
      squares += slope ** 2;
      // The slope of x -> x' G x, of which G is the derivative by the covariance.
      residual += 4 * slope ** 2 * spectrum[i];
      moved += (spectrum[i] - before[i]) ** 2;
    }
    const distance = tau * Math.sqrt(squares);
    const allowed = Math.max(distanceGoal(options, before), 8 * Number.EPSILON * Math.hypot(...spectrum));
    return {
      ...endingAt(distance, allowed),
      iterations,
      backtracks: 0,
      gap: (tau / 2) * squares,
      residual: Math.sqrt(residual),
      distance,
      cost: moved / (2 * tau),
    };
  };

  return { step, energy };
}

/** @throws {InputError} where an eigenvalue of the covariance is none to round-off */
export function checkCovariance(layout: GaussianLayout, values: Float64Array): void {
  const { covariance } = gaussianParts(layout, values);
  if (!isSingular(symmetricEigen(covariance, layout.dimension).values)) return;
  throw new InputError("the covariance is singular", {
    path: "model.state.covariance",
    value: Array.from(covariance),
    remedy: "Give a positive definite matrix.",
  });
}

function endingAt(distance: number, allowed: number): StepEnding {
  if (isWithin(distance, allowed)) return { status: "converged" };
  const short = shortfall("a distance from the minimizer", distance, allowed);
  const status = Number.isFinite(distance) ? "stalled" : "nonFinite";
  return { status, reason: `Newton's iteration for an eigenvalue has not converged: ${short}` };
}

function isSingular(eigenvalues: Float64Array): boolean {
  return !(Math.min(...eigenvalues) > leastEigenvalue * Math.max(...eigenvalues));
}

/**
 * Eigenvalues of the potential's matrix, descending: the least ∫Vρ pairs them with the ascending ones of the
 * covariance.
 */
function steepnesses({ quadratic, dimension }: Functional): Float64Array {
  if (quadratic === undefined) return new Float64Array(dimension);
  return symmetricEigen(quadratic.matrix, dimension).values.reverse();
}

/** Σ a_i λ_i / 2 + s ∫ρ log ρ. */
function spectralEnergy(eigenvalues: Float64Array, steepness: Float64Array, entropy: number): number {
  let sum = 0;
  for (let i = 0; i < eigenvalues.length; i++) {
    const value = eigenvalues[i];
    sum += 0.5 * steepness[i] * value;
    if (entropy > 0) sum -= 0.5 * entropy * (1 + Math.log(2 * Math.PI * value));
  }
  return sum;
}

/** (λ' - from)/tau + steepness/2 - entropy/(2 λ') = 0, increasing in λ'. */
interface EigenvalueEquation {
  readonly from: number;
  readonly steepness: number;
  readonly entropy: number;
  readonly tau: number;
}

/** λ' - from is rounded less than λ'/tau - from/tau. */
function slopeOf({ from, steepness, entropy, tau }: EigenvalueEquation, value: number): number {
  return (value - from) / tau + 0.5 * steepness - (entropy === 0 ? 0 : (0.5 * entropy) / value);
}

/** Without an entropy, whether the minimum over λ' >= 0 is at 0. */
function vanishes(equation: EigenvalueEquation): boolean {
  return !(equation.from > 0) || (equation.entropy === 0 && slopeOf(equation, 0) >= 0);
}

/**
 * Newton's iteration until the slope is round-off of its terms. The equation is concave: from below its root, iterates
 * increase to it; from above, at most nine tenths are given up at once.
 */
function solveEigenvalue(equation: EigenvalueEquation): { value: number; iterations: number } {
  const { from, steepness, entropy, tau } = equation;
  let value = from;
  for (let iterations = 0; iterations <= maxIterations; iterations++) {
    const slope = slopeOf(equation, value);
    const pressure = (0.5 * entropy) / value;
    const terms = (value + Math.abs(value - from)) / tau + 0.5 * Math.abs(steepness) + pressure;
    if (!(Math.abs(slope) > 2 * Number.EPSILON * terms)) return { value, iterations };
    value = Math.max(value - slope / (1 / tau + pressure / value), value / 10);
  }
  return { value, iterations: maxIterations };
}

/** Σ λ_j v_j v_j' into `out`. */
function compose(eigenvalues: Float64Array, vectors: Float64Array, out: Float64Array): void {
  const d = eigenvalues.length;
  for (let a = 0; a < d; a++) {
    for (let b = 0; b <= a; b++) {
      let sum = 0;
      for (let j = 0; j < d; j++) {
        sum += eigenvalues[j] * vectors[a * d + j] * vectors[b * d + j];
      }
      out[a * d + b] = sum;
      out[b * d + a] = sum;
    }
  }
}

function failed(status: FailureStatus, reason: string, iterations = 0): StepReport {
  const unknown = Number.NaN;
  return {
    status,
    reason,
    iterations,
    backtracks: 0,
    gap: unknown,
    residual: unknown,
    distance: unknown,
    cost: unknown,
  };
}
