import { InputError } from "../../errors.js";
import type { StateStepper, StepEnding, StepperOptions, StepReport } from "../../model/evolution.js";
import type { ParticleEnergy } from "../../model/states/particle-energy.js";
import { isWithin } from "../../numerics/finite.js";
import { type LbfgsReport, minimizeLbfgs } from "../../numerics/lbfgs.js";
import { alignTo } from "./align.js";
import { createMetricFrame } from "./metric.js";
import { createStepFunctional, type StepSlope } from "./step-functional.js";
import { distanceGoal } from "./tolerance.js";

/** Particles as the step sees them: their layout, or anything else with weights. */
export interface WeightedParticles {
  readonly dimension: number;
  /** One per particle, > 0, with sum 1. */
  readonly weights: Float64Array;
}

const maxIterations = 2000;
/** Searches that may follow one that ends short of its goal, each with a tighter one. */
const mostRounds = 4;
/** Torque of an energy over Σ |∂F/∂y_i| |y_i| from which on it is not invariant. */
const mostTorque = 1e-8;

/**
 * One step Y = argmin 1/(2 tau) Σ w_i w_j (y_i·y_j - x_i·x_j)² + F(Y), aligned with X: Σ w y x' symmetric and positive
 * semidefinite. F must be invariant under rotations, the cost is.
 *
 * The search runs over displacements tau^½ L^-½ p that do not rotate X, so that the Hessian of the cost at X is the
 * identity and its kernel, rotations of all particles, is never entered; what is found is aligned. Minima over these
 * displacements are minima over all, since the gradient of an invariant function has no torque.
 *
 * Converged: distance tau ⟨g, L^-1 g⟩^½ from the minimizer, of the recomputed slope g and with L at Y, at most the goal
 * of {@link distanceGoal} or the round-off 16 eps (2 λ_max (|δ| + |Y|) + tau |∇F|) / (2 λ_min)^½. Vacuum: an eigenvalue
 * of the second moments that this distance cannot tell from 0.
 *
 * @see Zhang, Goldfeld, Greenewald, Mroueh & Sriperumbudur (2024), arXiv 2407.11800
 */
export function createParticleStepper(
  { dimension, weights }: WeightedParticles,
  energy: ParticleEnergy,
  options: StepperOptions,
): StateStepper {
  const frame = createMetricFrame(weights, dimension);
  const functional = createStepFunctional(weights, dimension, energy, options.tau);
  const size = weights.length * dimension;
  const [parameters, previous, change] = [new Float64Array(size), new Float64Array(size), new Float64Array(size)];
  let iterations = 0;
  let backtracks = 0;

  const search = (goal: number): LbfgsReport["status"] => {
    const tolerance = goal / Math.sqrt(options.tau);
    const memory = Math.min(40, size);
    // The first step goes no further than from the particles to a point at the origin.
    const reach = Math.hypot(...functional.start.eigenvalues) / Math.sqrt(options.tau);
    const report = minimizeLbfgs(functional.objective, parameters, { tolerance, maxIterations, reach, memory });
    iterations += report.iterations;
    backtracks += report.evaluations - report.iterations - 1;
    return report.status;
  };

  /** What the search has found, aligned, with its slope; undefined where it cannot be aligned. */
  const take = (positions: Float64Array): StepSlope | undefined => {
    functional.displace(parameters, change);
    for (let k = 0; k < size; k++) positions[k] = previous[k] + change[k];
    if (!alignTo(positions, previous, weights, dimension)) return undefined;
    frame.moveTo(positions);
    return functional.slopeAt(frame, positions);
  };

  const approach = (values: Float64Array, goal: number): Outcome => {
    parameters.fill(0);
    for (let round = 1, aim = goal / 2; ; round++, aim /= 10) {
      const status = search(aim);
      if (status === "nonFinite") return { status, reason: "the energy is not finite at the start" };
      const slope = take(values);
      if (slope === undefined || slope.least <= goal || frame.isSingular()) return vanished(slope);
      const isFound = isWithin(slope.distance, Math.max(goal, slope.roundOff));
      if (isFound && slope.torque <= mostTorque) return { status: "converged", slope };
      if (!isFound && status === "converged" && round < mostRounds) continue;
      const reason = slope.torque <= mostTorque ? shortOf(slope, goal) : "the energy changes under rotations";
      return { status: status === "maxIterations" ? status : "stalled", reason, slope };
    }
  };

  const attempt = (values: Float64Array): Outcome => {
    if (!previous.every(Number.isFinite)) return { status: "nonFinite", reason: "positions are not finite" };
    functional.begin(previous);
    if (functional.start.isSingular()) return vanished();
    return approach(values, distanceGoal(options, functional.start.eigenvalues));
  };

  const step = (values: Float64Array): StepReport => {
    previous.set(values);
    [iterations, backtracks] = [0, 0];
    const { slope, ...ending } = attempt(values);
    if (ending.status !== "converged") values.set(previous);
    const { residual, distance, cost } = slope ?? unknown;
    return { ...ending, iterations, backtracks, gap: Number.NaN, residual, distance, cost };
  };

  return { step, energy: (values) => energy.value(values) };
}

/** How a step ended; the slope where there is one. */
type Outcome = StepEnding & { readonly slope?: StepSlope | undefined };

const unknown = { residual: Number.NaN, distance: Number.NaN, cost: Number.NaN };

function vanished(slope?: StepSlope): Outcome {
  return { status: "vacuum", reason: "an eigenvalue of the covariance vanishes", slope };
}

function shortOf({ distance }: StepSlope, goal: number): string {
  return `the step is ${distance.toExponential(1)} from its minimizer, ${goal.toExponential(1)} is needed`;
}

/**
 * @throws {InputError} where particles lie in a hyperplane through the origin, in which they would stay
 */
export function checkSpread({ dimension, weights }: WeightedParticles, positions: Float64Array): void {
  const frame = createMetricFrame(weights, dimension);
  frame.moveTo(positions);
  if (!frame.isSingular()) return;
  throw new InputError("the second moments of the particles are singular", {
    path: "model.state",
    value: Array.from(frame.eigenvalues),
    remedy: "Give particles that span all dimensions, at least as many as there are dimensions.",
  });
}
