import { InputError } from "../../errors.js";
import { soleTemperature } from "../../model/energy.js";
import type { Stepper, StepperOptions, StepReport } from "../../model/evolution.js";
import type { Problem } from "../../model/problem.js";
import { advised } from "../../model/reasons.js";
import { createKeptNewton } from "./kept-newton.js";
import { createLinearStep } from "./linear-step.js";
import { createNewton } from "./newton.js";
import { largestOf, type StepSolver } from "./solution.js";
import { createStepEquations } from "./system.js";
import type { ImplicitEulerFlux } from "./transport.js";

export interface ImplicitEulerOptions extends StepperOptions {
  readonly flux: ImplicitEulerFlux;
}

/** Densities below this part of the largest are raised to it before the first step: their logarithm must exist. */
const densityFloor = 1e-300;
/** Of failures in steep potentials. */
const remedy = "a narrower domain or smaller steps";

/**
 * Backward Euler for the limit system on a finite-volume mesh of an interval or a box: f - tau G(f) = densityPrev,
 * theta at the new density f.
 *
 * What a user would otherwise run: first order in tau, second (Scharfetter–Gummel) or first order (upwind) in h. Mass
 * is exact to round-off. It is no minimizing movement: the gap is 0, the cost tau/2 times the dissipation at the new
 * density.
 *
 * @throws {InputError} on a step size that is not positive
 */
export function createImplicitEuler(problem: Problem, options: ImplicitEulerOptions): Stepper {
  const { tau } = options;
  if (!(tau > 0) || !Number.isFinite(tau))
    throw new InputError("the step size must be positive", { path: "tau", value: tau });
  const solver = createSolver(problem, options);
  const previous = new Float64Array(problem.initial.length);
  let reached = problem.initial;
  let last: object | undefined;
  /** It takes as long as a step: it is taken when it is asked for, of the last step that was made. */
  const cost = {
    enumerable: true,
    get(this: StepReport): number {
      if (this !== last) throw new Error("the cost of a step has to be read before the next step");
      if (this.status !== "converged") return Number.NaN;
      return (tau / 2) * solver.dissipation(raisedEmptyCells(reached));
    },
  };
  return {
    step(density): StepReport {
      if (solver.needsMass) {
        const raised = raisedEmptyCells(density);
        if (raised !== density) density.set(raised);
      }
      previous.set(density);
      const { ending, iterations, backtracks, residual, drift } = solver.solve(previous, density);
      if (ending.status === "converged") conserveMass(density, drift);
      else density.set(previous);
      reached = density;
      const figures = { iterations, backtracks, gap: 0, residual: residual * problem.mesh.cellVolume };
      last = Object.defineProperty({ ...advised(ending, problem, remedy), ...figures }, "cost", cost);
      return last as StepReport;
    },
  };
}

function createSolver(problem: Problem, options: ImplicitEulerOptions): StepSolver {
  const newton = () => createNonlinearSolver(problem, options);
  if (options.flux !== "scharfetter-gummel") return newton();
  return createLinearStep(problem, options) ?? createKeptNewton(problem, options, newton());
}

/** Newton's method; where it fails, from the step of an exchange next to its equilibrium. */
function createNonlinearSolver(problem: Problem, options: ImplicitEulerOptions): StepSolver {
  const equations = createStepEquations(problem, options.tau, options.flux);
  const newton = createNewton(problem, equations, options);
  // Next to its equilibrium an exchange can be linearized; from afar Newton's method is drawn to empty layers.
  const relaxed =
    soleTemperature(problem.energy) !== undefined
      ? createNewton(problem, createStepEquations(problem, options.tau, "scharfetter-gummel", "linear"), options)
      : null;
  return {
    ...newton,
    solve(densityPrev, density) {
      const solution = newton.solve(densityPrev, density);
      if (solution.ending.status === "converged" || relaxed === null) return solution;
      density.set(densityPrev);
      return relaxed.solve(densityPrev, density).ending.status === "converged"
        ? newton.solve(densityPrev, density)
        : solution;
    },
  };
}

/**
 * The same density with cells without mass raised to the floor; mass changes by less than 1e-300 of itself.
 */
function raisedEmptyCells(density: Float64Array): Float64Array {
  const floor = Math.max(largestOf(density) * densityFloor, Number.MIN_VALUE);
  let least = floor;
  for (let k = 0; k < density.length; k++) if (density[k] < least) least = density[k];
  return least === floor ? density : density.map((value) => (value < floor ? floor : value));
}

/**
 * Takes back what the mass has grown by, a part of itself that is the round-off of the linear solve.
 *
 * (The update f_prev + tau G(f) would conserve mass cell by cell, but amplifies round-off by tau T / h^2.)
 */
function conserveMass(density: Float64Array, drift: number): void {
  const factor = 1 - drift;
  if (factor === 1) return;
  for (let k = 0; k < density.length; k++) density[k] = density[k] * factor;
}
