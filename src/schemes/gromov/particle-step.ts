import { InputError } from "../../errors.js";
import type { StateStepper, StepperOptions, StepReport, StepStatus } from "../../model/evolution.js";
import type { ParticleEnergy } from "../../model/states/particle-energy.js";
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
 * Converged: distance tau ⟨g, L^-1 g⟩^½ from the minimizer, of the recomputed slope g and with L at Y, at most the goal of
 * {@link distanceGoal} or the round-off 16 eps (2 λ_max (|δ| + |Y|) + tau |∇F|) / (2 λ_min)^½.
 * Vacuum: an eigenvalue of the second moments that this distance cannot tell from 0.
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
    const report = minimizeLbfgs(functional.objective, parameters, { tolerance, maxIterations, memory });
    iterations += report.iterations;
    backtracks += report.evaluations - report.iterations - 1;
    return report.status;
  };

  /** What the search has found, aligned, with its slope; undefined where it cannot be aligned. */
  const take = (positions: Float64Array): StepSlope | undefined => {
    functional.displace(parameters, change);
    for (let k = 0; k < size; k++) positions[k] = (previous[k] as number) + (change[k] as number);
    if (!positions.every(Number.isFinite) || !alignTo(positions, previous, weights, dimension)) return undefined;
    frame.moveTo(positions);
    return functional.slopeAt(frame, positions);
  };

  const report = (status: StepStatus, slope?: StepSlope, reason?: string): StepReport => ({
    status,
    ...(reason === undefined ? {} : { reason }),
    iterations,
    backtracks,
    gap: Number.NaN,
    residual: slope?.residual ?? Number.NaN,
    distance: slope?.distance ?? Number.NaN,
    cost: slope?.cost ?? Number.NaN,
  });

  const fail = (values: Float64Array, status: StepStatus, reason: string, slope?: StepSlope): StepReport => {
    values.set(previous);
    return report(status, slope, reason);
  };

  const step = (values: Float64Array): StepReport => {
    previous.set(values);
    [iterations, backtracks] = [0, 0];
    if (!previous.every(Number.isFinite)) return fail(values, "nonFinite", "positions are not finite");
    functional.begin(previous);
    if (functional.start.isSingular()) return fail(values, "vacuum", vanished);
    const goal = distanceGoal(options, functional.start.eigenvalues);
    parameters.fill(0);
    let slope: StepSlope | undefined;
    let status: LbfgsReport["status"] = "stalled";
    for (let round = 0, aim = goal / 2; round < mostRounds; round++, aim /= 10) {
      status = search(aim);
      if (status === "nonFinite") return fail(values, status, "the energy is not finite at the start");
      slope = take(values);
      if (slope === undefined) return fail(values, "vacuum", vanished);
      if (slope.least <= goal || frame.isSingular()) return fail(values, "vacuum", vanished, slope);
      if (slope.distance <= Math.max(goal, slope.roundOff)) return judge(values, slope);
      if (status !== "converged") break;
    }
    const reason = `the step is ${slope?.distance.toExponential(1)} from its minimizer, ${goal.toExponential(1)} is needed`;
    return fail(values, status === "maxIterations" ? status : "stalled", reason, slope);
  };

  const judge = (values: Float64Array, slope: StepSlope): StepReport => {
    if (slope.torque <= mostTorque) return report("converged", slope);
    return fail(values, "stalled", "the energy changes under rotations", slope);
  };

  return { step, energy: (values) => energy.value(values) };
}

const vanished = "an eigenvalue of the covariance vanishes";

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
