import { InputError } from "../../errors.js";
import { soleTemperature } from "../../model/energy.js";
import type { Stepper, StepperOptions, StepReport } from "../../model/evolution.js";
import type { Problem } from "../../model/problem.js";
import { advised } from "../../model/reasons.js";
import { compensatedSum } from "../../numerics/compensated-sum.js";
import { createKeptNewton } from "./kept-newton.js";
import { createLinearStep } from "./linear-step.js";
import { createNewton } from "./newton.js";
import type { StepSolver } from "./solution.js";
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
  return {
    step(density): StepReport {
      raiseEmptyCells(density);
      previous.set(density);
      const solution = solver.solve(previous, density);
      const ending = advised(solution.ending, problem, remedy);
      const isSolved = ending.status === "converged";
      if (isSolved) conserveMass(density, previous);
      else density.set(previous);
      return {
        ...ending,
        iterations: solution.iterations,
        backtracks: solution.backtracks,
        gap: 0,
        residual: largestOf(solution.residual) * problem.mesh.cellVolume,
        cost: isSolved ? (tau / 2) * solver.dissipation(density) : Number.NaN,
      };
    },
  };
}

function createSolver(problem: Problem, options: ImplicitEulerOptions): StepSolver {
  const newton = () => createNonlinearSolver(problem, options);
  if (options.flux !== "scharfetter-gummel" || problem.mesh.cells.length > 1) return newton();
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

/** Raises cells without mass to the floor; mass changes by less than 1e-300 of itself. */
function raiseEmptyCells(density: Float64Array): void {
  const floor = Math.max(largestOf(density) * densityFloor, Number.MIN_VALUE);
  for (let k = 0; k < density.length; k++) if (density[k] < floor) density[k] = floor;
}

/**
 * Scales `density` to the mass of `previous`, by a factor that differs from 1 by the round-off of the linear solve.
 *
 * (The update f_prev + tau G(f) would conserve mass cell by cell, but amplifies round-off by tau T / h^2.)
 */
function conserveMass(density: Float64Array, previous: Float64Array): void {
  const factor = compensatedSum(previous) / compensatedSum(density);
  for (let k = 0; k < density.length; k++) density[k] = density[k] * factor;
}

function largestOf(values: Float64Array): number {
  let most = 0;
  for (let k = 0; k < values.length; k++) {
    const value = Math.abs(values[k]);
    if (!(value <= most)) most = value;
  }
  return most;
}
