import { InputError } from "../../errors.js";
import type { StateProblem, StateStepper, StepEnding } from "../../model/evolution.js";
import { afterIterations, shortfall } from "../../model/reasons.js";
import { createParticleEnergy } from "../../model/states/particle-energy.js";
import type { ParticleLayout } from "../../model/states/state.js";
import { isWithin } from "../../numerics/finite.js";
import { type LbfgsReport, minimizeLbfgs, type Objective } from "../../numerics/lbfgs.js";
import { norm } from "../../numerics/vector.js";
import { createDirections } from "./directions.js";
import { createSortedMatchings } from "./matching.js";
import { lengthTolerance, type SlicedOptions } from "./options.js";

const mostIterations = 3000;
/** Runs of the iteration in one step: a run that stalls at a change of matchings is begun again without its memory. */
const mostRuns = 4;
/** The iteration aims at this part of what a step is allowed to miss. */
const aim = 1e-3;
/** Gradients below this part of the size of the unknowns, or of the first gradient, are round-off. */
const roundOff = 1e-14;

/**
 * Steps of n particles of equal weight: a local minimizer Y, below F(X_k), of
 *
 *     SW2²(Y, X_k) / (2 tau) + F(Y),   SW2² = mean over theta and ranks of (sorted Y·theta - sorted X_k·theta)².
 *
 * SW2² is the least over matchings of convex quadratic functions, so that it is not convex in Y, but its kinks are
 * concave: no minimizer lies on one, and near each the matchings are constant and the function is smooth. The gradient
 * with the sorted matchings is exact wherever they are unique. With directions that average theta theta' to I / d, all
 * these quadratic functions have the Hessian I / (n d tau); in units of its square root the limited-memory BFGS method
 * needs no other scale.
 *
 * @see Bonet, Courty, Septier & Drumetz (2022), Efficient gradient flows in sliced-Wasserstein space, TMLR
 */
export function createParticleSliced(problem: StateProblem, options: SlicedOptions): StateStepper {
  const { functional, initial } = problem;
  const layout = initial.layout as ParticleLayout;
  checkEqualWeights(layout);
  const { count, dimension: d } = layout;
  const { tau } = options;
  const energy = createParticleEnergy(functional, layout.weights);
  const directions = createDirections(d, options);
  const matchings = createSortedMatchings(d, count);
  const tolerance = lengthTolerance(options);
  const size = count * d;
  const [positions, slopes] = [new Float64Array(size), new Float64Array(size)];
  const [scaled, gradient] = [new Float64Array(size), new Float64Array(size)];
  // Positions are unit * scaled: the Hessian of the movement is then the identity, and |gradient| = sqrt(d tau)
  // residual.
  const unit = Math.sqrt(size * tau);
  let step = 0;
  let cost = 0;
  let largest = 0;

  const objective: Objective = (at, out) => {
    for (let k = 0; k < size; k++) positions[k] = unit * at[k];
    const value = energy.gradient(positions, slopes);
    cost = matchings.squaredDistance(positions, 1 / (tau * count), slopes) / (2 * tau);
    for (let k = 0; k < size; k++) out[k] = unit * slopes[k];
    return value + cost;
  };

  return {
    energy: (values) => energy.value(values),
    step(values) {
      matchings.begin(directions.ofStep(step++), values);
      for (let k = 0; k < size; k++) scaled[k] = values[k] / unit;
      if (step === 1) {
        objective(scaled, gradient);
        largest = norm(gradient);
      }
      largest = Math.max(largest, norm(scaled));
      const spread = spreadOf(values, d) / Math.sqrt(tau);
      const [allowed, floor] = [tolerance * spread, roundOff * largest];
      const settings = { target: Math.max(aim * allowed, floor), allowed: Math.max(allowed, floor), spread };
      const found = minimize(objective, scaled, settings);
      objective(scaled, gradient);
      const slope = norm(gradient);
      const report = {
        iterations: found.iterations,
        backtracks: found.backtracks,
        gap: Number.NaN,
        residual: slope / Math.sqrt(d * tau),
        distance: slope * Math.sqrt(tau),
        cost,
      };
      if (!isWithin(slope, settings.allowed)) return { ...report, ...failureOf(found, slope, settings.allowed) };
      values.set(positions);
      return { ...report, status: "converged" };
    },
  };
}

interface SearchSettings {
  /** Gradient that is aimed at. */
  readonly target: number;
  /** The same that will do where the iteration gets no further. */
  readonly allowed: number;
  /** Distance of the particles from their mean, in the unit of gradients; 0 of a single one. */
  readonly spread: number;
}

function minimize(objective: Objective, x: Float64Array, { target, allowed, spread }: SearchSettings) {
  // The movement has the Hessian I: without a spread there is no need of a bound.
  const reach = spread > 0 ? spread : Number.POSITIVE_INFINITY;
  let [iterations, evaluations] = [0, 0];
  let status: LbfgsReport["status"] = "stalled";
  for (let run = 0; run < mostRuns; run++) {
    const report = minimizeLbfgs(objective, x, {
      tolerance: target,
      maxIterations: mostIterations - iterations,
      reach,
    });
    iterations += report.iterations;
    evaluations += report.evaluations;
    status = report.status;
    if (status !== "stalled" || isWithin(report.gradientNorm, allowed)) break;
  }
  return { status, iterations, backtracks: Math.max(evaluations - iterations - 1, 0) };
}

function failureOf({ status, iterations }: ReturnType<typeof minimize>, slope: number, allowed: number): StepEnding {
  // A search that reached its own goal, measured anew, has come no further either.
  const own = status === "converged" ? "stalled" : status;
  const short = shortfall("a gradient", slope, allowed);
  return { status: own, reason: `${endings[own]} ${afterIterations(iterations)}: ${short}` };
}

const endings = {
  stalled: "no further step of the particles lowers the functional",
  maxIterations: "L-BFGS for the particles has not converged",
  nonFinite: "the functional is not finite at these particles",
} as const;

function checkEqualWeights({ weights, count, tracksDensity }: ParticleLayout): void {
  const path = "model.state";
  if (tracksDensity) throw new InputError("sliced particles carry no density", { path, remedy: "Leave nodes out." });
  const uneven = weights.findIndex((weight) => Math.abs(weight * count - 1) > 1e-12);
  if (uneven < 0) return;
  const remedy = "Use a sample of particles of equal weight.";
  throw new InputError("sorted matchings need equal weights", { path, value: weights[uneven], remedy });
}

/** Root mean square distance from the mean. */
function spreadOf(positions: Float64Array, d: number): number {
  const count = positions.length / d;
  let squares = 0;
  for (let a = 0; a < d; a++) {
    let mean = 0;
    for (let i = 0; i < count; i++) mean += positions[i * d + a] / count;
    for (let i = 0; i < count; i++) squares += (positions[i * d + a] - mean) ** 2 / count;
  }
  return Math.sqrt(squares);
}
