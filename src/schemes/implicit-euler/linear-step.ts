import { chemicalPotential } from "../../model/energy.js";
import type { StepEnding, StepperOptions } from "../../model/evolution.js";
import type { Problem } from "../../model/problem.js";
import { shortfall } from "../../model/reasons.js";
import { isWithin } from "../../numerics/finite.js";
import { createFlowSolver } from "../../numerics/flow-solver.js";
import { flowResidual } from "../../numerics/flow-system.js";
import { flowWork, linearFlows } from "./flows.js";
import {
  changeTolerance,
  largestOf,
  residualRoundOff,
  type StepSolution,
  type StepSolver,
  solved,
  stiffExchange,
  sumAbsolute,
} from "./solution.js";

/**
 * A backward Euler step whose fluxes are all linear in the densities: one system for all steps, factored once.
 * Undefined where exchange is not linear, or the factors were too large.
 */
export function createLinearStep(problem: Problem, options: StepperOptions): StepSolver | undefined {
  const { tau, tolerance, steps } = options;
  const flows = linearFlows(problem, tau);
  const solver = flows === undefined ? undefined : createFlowSolver(flows, steps);
  if (flows === undefined || solver === undefined) return undefined;
  solver.factor();
  const fastest = Math.max(largestOf(flows.byTail), largestOf(flows.byHead));
  const stiff = fastest > stiffExchange ? new Float64Array(problem.initial.length) : undefined;
  const tolResidual = changeTolerance(tolerance, steps) + residualRoundOff(problem, tau);
  const solution: StepSolution = { ending: solved, iterations: 1, backtracks: 0, residual: 0, drift: 0 };
  return {
    needsMass: false,
    solve(densityPrev, density) {
      const { size, sum, worst, drift } = solver.solveChecked(densityPrev, density);
      solution.residual = worst;
      solution.drift = drift / size;
      let left = sum;
      if (stiff !== undefined) {
        // A stiff exchange multiplies the round-off of a residual: the correction that it asks for is the error left.
        flowResidual(flows, density, densityPrev, stiff);
        solver.solve(stiff);
        solution.residual = largestOf(stiff);
        left = sumAbsolute(stiff);
      }
      solution.ending = endingOf(left / size, tolResidual);
      return solution;
    },
    dissipation(density) {
      const mu = chemicalPotential(problem, density, new Float64Array(density.length));
      return (flowWork(flows, density, mu) * problem.mesh.cellVolume) / tau;
    },
  };
}

/** A direct solve leaves round-off, or numbers that are none: of potentials that leave the range of numbers. */
function endingOf(residual: number, tolerance: number): StepEnding {
  if (isWithin(residual, tolerance)) return solved;
  const short = shortfall("a relative L1 residual", residual, tolerance);
  const status = Number.isFinite(residual) ? "stalled" : "nonFinite";
  return { status, reason: `the linear system of the step is not solved: ${short}` };
}
