import type { FailureStatus, StateProblem, StateStepper, StepEnding, StepReport } from "../../model/evolution.js";
import { afterIterations, shortfall } from "../../model/reasons.js";
import { gaussianParts } from "../../model/states/state.js";
import { cholesky, logDeterminant, solveCholesky } from "../../numerics/cholesky.js";
import { apply, multiply, transpose } from "../../numerics/dense.js";
import { isWithin } from "../../numerics/finite.js";
import { dot, norm } from "../../numerics/vector.js";
import { createDirections, meanProjector } from "./directions.js";
import { type CovarianceSystem, createCovarianceSystem, newtonChange, unpackSymmetric } from "./gaussian-system.js";
import { lengthTolerance, type SlicedOptions } from "./options.js";

const mostIterations = 200;
const mostHalvings = 60;
const armijo = 1e-4;
/** Relative length of a Newton change below which full steps are taken: values of the functional no longer tell. */
const nearLength = 1e-5;
/** Relative length at which nothing is left but round-off. */
const floorLength = 4e-16;
const unbounded =
  "the step is unbounded below: tau is too long for a potential that bends downwards; try smaller steps";
/** Ratio of the pivots of a covariance at which it counts as singular. */
const singularRatio = 1e-13;

/**
 * Steps of Gaussians N(m, Sigma): argmin over (m, Sigma) of
 *
 *     [mean ((m - m_k)·theta)² + mean (sigma_theta - sigma_theta,k)²] / (2 tau)
 *       + tr(A Sigma) / 2 + (m - b)' A (m - b) / 2 - s log det Sigma / 2,   sigma_theta² = theta' Sigma theta,
 *
 * means over the directions of the step, in the first term too: where they are equally spaced it is |m - m_k|² / d, and
 * so in expectation where they are random.
 *
 * It is exact for quadratic potentials and an entropy, since projections of Gaussians are Gaussians. Convex as long as
 * mean theta theta' / tau + A is positive definite, and unbounded below where it has a negative eigenvalue. The mean
 * solves a linear system; the covariance is found by Newton's method, down to round-off.
 *
 * @see Bonet, Courty, Septier & Drumetz (2022), Efficient gradient flows in sliced-Wasserstein space, TMLR
 */
export function createGaussianSliced(problem: StateProblem, options: SlicedOptions): StateStepper {
  const { functional, initial } = problem;
  const d = functional.dimension;
  const { tau } = options;
  const { matrix, centre, constant } = functional.quadratic ?? zeroPotential(d);
  const { entropy } = functional;
  const system = createCovarianceSystem({ dimension: d, tau, matrix, entropy });
  const directions = createDirections(d, options);
  const tolerance = lengthTolerance(options);
  const layout = initial.layout as Extract<typeof initial.layout, { kind: "gaussian" }>;
  let step = 0;

  const moveMean = (mean: Float64Array, projector: Float64Array) => {
    const stiffness = projector.map((value, k) => value / tau + matrix[k]);
    const factor = cholesky(stiffness, d);
    if (factor === undefined) return undefined;
    const pull = (at: Float64Array) =>
      apply(
        matrix,
        at.map((x, a) => x - centre[a]),
      );
    const change = solveCholesky(factor, pull(mean)).map((x) => -x);
    const moved = mean.map((x, a) => x + change[a]);
    const resistance = apply(projector, change);
    const rest = pull(moved).map((x, a) => x + resistance[a] / tau);
    const miss = solveCholesky(factor, Float64Array.from(rest));
    return { moved, cost: form(projector, change) / (2 * tau), residual: norm(rest), miss: form(projector, miss) };
  };

  return {
    energy(values) {
      const { mean, covariance } = gaussianParts(layout, values);
      const offset = mean.map((x, a) => x - centre[a]);
      const regular = 0.5 * (dot(matrix, covariance) + form(matrix, offset)) + constant;
      if (entropy === 0) return regular;
      const lower = cholesky(covariance, d);
      if (lower === undefined) return Number.POSITIVE_INFINITY;
      return regular - 0.5 * entropy * (logDeterminant(lower, d) + d * Math.log(2 * Math.PI * Math.E));
    },
    step(values) {
      const { mean, covariance } = gaussianParts(layout, values);
      const vectors = directions.ofStep(step++);
      const moved = moveMean(mean, meanProjector(vectors, d));
      if (moved === undefined) return failure("nonFinite", unbounded);
      system.begin(vectors, covariance);
      const found = minimizeCovariance(system, covariance, d);
      const { iterations, backtracks } = found;
      if (found.status !== "converged") return { ...failure(found.status, found.reason), iterations, backtracks };
      const distance = Math.sqrt(moved.miss + found.length ** 2);
      const report = {
        iterations,
        backtracks,
        gap: Number.NaN,
        residual: Math.hypot(moved.residual, found.residual),
        distance,
        cost: moved.cost + system.movement(found.covariance) / (2 * tau),
      };
      const allowed = tolerance * spreadOf(found.covariance, d);
      if (!isWithin(distance, allowed)) {
        const short = shortfall("a distance from the minimizer", distance, allowed);
        return { ...report, status: "stalled", reason: `Newton's method for the covariance gets no further: ${short}` };
      }
      mean.set(moved.moved);
      covariance.set(found.covariance);
      return { ...report, status: "converged" };
    },
  };
}

type CovarianceMinimum = StepEnding & CovarianceFigures;

interface CovarianceFigures {
  readonly covariance: Float64Array;
  readonly iterations: number;
  readonly backtracks: number;
  readonly residual: number;
  /** Of the Newton change that is left. */
  readonly length: number;
}

/** Damped Newton iteration, until its changes are round-off. */
function minimizeCovariance(system: CovarianceSystem, start: Float64Array, d: number): CovarianceMinimum {
  let covariance = Float64Array.from(start);
  let lower = cholesky(covariance, d);
  let [iterations, backtracks, last] = [0, 0, Number.POSITIVE_INFINITY];
  let length = Number.NaN;
  const ended = (ending: StepEnding, residual = Number.NaN): CovarianceMinimum => {
    return { ...ending, covariance, iterations, backtracks, residual, length };
  };
  const failed = (status: FailureStatus, what: string): CovarianceMinimum => {
    const short = shortfall("a Newton step relative to the spread", length / spreadOf(covariance, d), floorLength);
    return ended({ status, reason: `${what} ${afterIterations(iterations)}: ${short}` });
  };
  while (iterations < mostIterations) {
    if (lower === undefined || isSingular(lower, d)) return failed("vacuum", "the covariance becomes singular");
    system.assemble(lower);
    const factor = cholesky(system.hessian, system.gradient.length);
    if (factor === undefined) return failed("stalled", "the Hessian of the covariance is singular to round-off");
    const change = newtonChange(factor, system.gradient);
    length = system.lengthOf(change);
    const spread = spreadOf(covariance, d);
    const near = length <= nearLength * spread;
    if (length <= floorLength * spread || (near && !(length < last / 2))) {
      return ended({ status: "converged" }, system.slopeNorm(lower));
    }
    iterations++;
    const taken = searchAlong(system, covariance, lower, change, near);
    if (taken === undefined) return failed("stalled", "no part of a Newton step lowers the functional");
    ({ covariance, lower } = taken);
    backtracks += taken.halvings;
    last = near ? length : Number.POSITIVE_INFINITY;
  }
  return failed("maxIterations", "Newton's method for the covariance has not converged");
}

/** The first of L (I + t H) L', t = 1, ½ ..., that is positive definite and decreases the functional enough. */
function searchAlong(
  system: CovarianceSystem,
  covariance: Float64Array,
  lower: Float64Array,
  change: Float64Array,
  near: boolean,
) {
  const d = Math.sqrt(covariance.length);
  const direction = multiply(multiply(lower, unpackSymmetric(change, d), d), transpose(lower, d), d);
  const value = system.value(covariance, lower);
  const slope = system.gradient.reduce((sum, g, k) => sum + g * change[k], 0);
  for (let halvings = 0, t = 1; halvings < mostHalvings; halvings++, t /= 2) {
    const trial = covariance.map((x, k) => x + t * direction[k]);
    symmetrize(trial, d);
    const factor = cholesky(trial, d);
    if (factor === undefined) continue;
    if (near || system.value(trial, factor) <= value + armijo * t * slope) {
      return { covariance: trial, lower: factor, halvings };
    }
  }
  return undefined;
}

function zeroPotential(d: number) {
  return { matrix: new Float64Array(d * d), centre: new Float64Array(d), constant: 0 };
}

function failure(status: FailureStatus, reason: string): StepReport {
  const unknown = Number.NaN;
  return { status, reason, iterations: 0, backtracks: 0, gap: unknown, residual: unknown, distance: unknown, cost: 0 };
}

function isSingular(lower: Float64Array, d: number): boolean {
  let [least, most] = [Number.POSITIVE_INFINITY, 0];
  for (let a = 0; a < d; a++) {
    const pivot = lower[a * d + a] ** 2;
    least = Math.min(least, pivot);
    most = Math.max(most, pivot);
  }
  return !(least > singularRatio * most);
}

function symmetrize(matrix: Float64Array, d: number): void {
  for (let a = 0; a < d; a++) {
    for (let b = 0; b < a; b++) {
      const value = 0.5 * (matrix[a * d + b] + matrix[b * d + a]);
      matrix[a * d + b] = value;
      matrix[b * d + a] = value;
    }
  }
}

/** sqrt(tr Sigma): the root mean square distance from the mean. */
function spreadOf(covariance: Float64Array, d: number): number {
  let trace = 0;
  for (let a = 0; a < d; a++) trace += covariance[a * d + a];
  return Math.sqrt(trace);
}

function form(matrix: Float64Array, x: Float64Array): number {
  const image = apply(matrix, x);
  return image.reduce((sum, value, a) => sum + value * x[a], 0);
}
