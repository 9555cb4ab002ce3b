import type { FailureStatus, StepEnding, StepperOptions } from "../../model/evolution.js";
import type { Problem } from "../../model/problem.js";
import { afterIterations, shortfall } from "../../model/reasons.js";
import { isWithin } from "../../numerics/finite.js";
import type { SolveStatus } from "./matrix.js";
import {
  changeTolerance,
  driftOf,
  hasSettledCells,
  largestOf,
  residualRoundOff,
  type StepSolution,
  type StepSolver,
  solved,
  sumAbsolute,
  transportStiffness,
} from "./solution.js";
import type { StepEquations } from "./system.js";

const maxIterations = 80;
const maxHalvings = 30;
/** Smallest tolerance of a linear solve by iteration, relative to the terms of a row: round-off decides below. */
const leastLinear = 4e-15;
const unconverged = "Newton's method for the step has not converged";

/**
 * Damped Newton for a backward Euler step, in the L1 norm of the residual.
 *
 * An iteration solves for the next density, not for its change: for exchange and transport that are monotone the matrix
 * is an M-matrix, so that the next density is positive with all its digits in the tails. Where it is not, a tenth of
 * the density is kept; where the density grows by orders of magnitude, its logarithm is updated if that leaves the
 * smaller residual. The exact Jacobian makes every change a descent direction of the residual norm.
 *
 * Converged: L1 change, relative to the mass, at most min(sqrt(2 tolerance), 1e-4 / steps^2) — the L1 error that a
 * relative duality gap of min(tolerance, 5e-9 / steps^4) stands for — plus the round-off 1e-15 (1 + tau T / h^2), and a
 * change of at most 1e-4 in every cell above 1e-20 of the maximum; the last change is applied. Where linear systems are
 * solved by iteration, the last was solved to its tolerance and the L1 residual is as small as the change must be. One
 * that is not solved and does not halve the residual ends the step as `stalled`.
 */
export function createNewton(problem: Problem, equations: StepEquations, options: StepperOptions): StepSolver {
  const size = problem.initial.length;
  const matrix = equations.createMatrix();
  const next = new Float64Array(size);
  const trial = new Float64Array(size);
  const explicit = new Float64Array(size);
  const residual = new Float64Array(size);
  const solution: StepSolution = { ending: solved, iterations: 0, backtracks: 0, residual: 0, drift: 0 };
  const stiffness = transportStiffness(problem, options.tau);
  const roundOff = residualRoundOff(problem, options.tau);
  const tolChange = changeTolerance(options.tolerance, options.steps) + roundOff;
  // The inverse of an M-matrix with column sums 1 does not increase L1 norms: the residual bounds what a solve leaves.
  const tolResidual = matrix.isDirect ? tolChange * (1 + stiffness) : tolChange;
  const tolLinear = Math.max(leastLinear, (0.02 * tolChange) / (1 + stiffness));

  const residualNorm = (density: Float64Array, densityPrev: Float64Array): number => {
    equations.residual(density, densityPrev, residual);
    return sumAbsolute(residual);
  };

  /** The next density of a Newton step, in `next`. */
  const solveNext = (densityPrev: Float64Array, density: Float64Array): SolveStatus => {
    equations.linearize(density, densityPrev, matrix, next);
    if (!equations.isAffine) return matrix.solve(next, density, tolLinear);
    // A large affine part leaves its round-off in sums over layers; in those of residuals fluxes cancel to the last
    // digit.
    equations.residual(density, densityPrev, residual);
    for (let k = 0; k < size; k++) next[k] = -residual[k];
    const solved = matrix.solve(next, density, tolLinear);
    for (let k = 0; k < size; k++) next[k] = next[k] + density[k];
    return solved;
  };

  /** Moves `density` along the first damped update that decreases the residual; returns the residual reached or NaN. */
  const search = (densityPrev: Float64Array, density: Float64Array, norm: number, floor: number): number => {
    let damping = 1;
    for (let halving = 0; halving <= maxHalvings; halving++, damping /= 2) {
      blend(density, next, damping, trial);
      let reached = residualNorm(trial, densityPrev);
      if (halving === 0 && !(reached <= Math.max(norm / 2, floor))) {
        grow(density, next, explicit, trial);
        const other = residualNorm(trial, densityPrev);
        if (other < reached) reached = other;
        else blend(density, next, damping, trial);
      }
      if (reached <= Math.max((1 - 0.1 * damping) * norm, floor)) {
        density.set(trial);
        solution.backtracks += halving;
        return reached;
      }
    }
    return Number.NaN;
  };

  const iterate = (densityPrev: Float64Array, density: Float64Array): StepEnding => {
    const mass = sumAbsolute(densityPrev);
    const leastFloor = (40 * roundOff + (matrix.isDirect ? 0 : 0.1 * tolChange)) * mass;
    let norm = residualNorm(density, densityPrev);
    for (let iteration = 1; ; iteration++) {
      solution.iterations = iteration;
      const fail = (status: FailureStatus, what: string): StepEnding => {
        const short = isWithin(norm, tolResidual * mass)
          ? "the residual is small, but cells of little mass still change"
          : shortfall("a relative L1 residual", norm / mass, tolResidual);
        return { status, reason: `${what} ${afterIterations(iteration)}: ${short}` };
      };
      if (!Number.isFinite(norm)) return fail("nonFinite", "the residual of the step is not finite");
      const linear = solveNext(densityPrev, density);
      if (linear === "nonFinite" || !Number.isFinite(sumAbsolute(next)))
        return fail("nonFinite", "the linear system of a Newton step has no finite solution");
      for (let k = 0; k < size; k++) explicit[k] = density[k] - residual[k];
      const settled = isSettled(density, next, tolChange * mass);
      const floor = leastFloor + (equations.stiff ? equations.exchangeRoundOff(density) : 0);
      const reached = search(densityPrev, density, norm, floor);
      if (Number.isNaN(reached)) return fail("stalled", "no part of a Newton step lowers the residual");
      if (linear === "inexact" && !(reached <= norm / 2))
        return fail("stalled", "the linear iteration (BiCGStab) for a Newton step has not converged");
      norm = reached;
      if (settled && linear === "converged" && isWithin(norm, tolResidual * mass + floor)) return solved;
      if (iteration === maxIterations)
        return fail("maxIterations", settled ? unconverged : `${unconverged}, densities still change`);
    }
  };

  /**
   * Replaces the residual by the correction that it asks for, which is the error it leaves: a stiff exchange multiplies
   * the round-off of a residual, and divides it again.
   */
  const relaxResidual = (densityPrev: Float64Array, density: Float64Array): void => {
    const solved = solveNext(densityPrev, density);
    for (let k = 0; k < size; k++) {
      residual[k] = solved === "nonFinite" ? Number.NaN : density[k] - next[k];
    }
  };

  return {
    needsMass: true,
    solve(densityPrev, density) {
      solution.backtracks = 0;
      solution.ending = iterate(densityPrev, density);
      equations.residual(density, densityPrev, residual);
      if (equations.stiff && solution.ending.status === "converged") relaxResidual(densityPrev, density);
      solution.residual = largestOf(residual);
      solution.drift = driftOf(densityPrev, density) / sumAbsolute(densityPrev);
      return solution;
    },
    dissipation: equations.dissipation,
  };
}

function isSettled(density: Float64Array, next: Float64Array, tolerance: number): boolean {
  if (!hasSettledCells(density, next)) return false;
  let size = 0;
  for (let k = 0; k < density.length; k++) size += Math.abs(next[k] - density[k]);
  return size <= tolerance;
}

/** The update of the density itself, damped. */
function blend(density: Float64Array, next: Float64Array, damping: number, out: Float64Array): void {
  for (let k = 0; k < density.length; k++) {
    const from = density[k];
    const to = next[k] > 0 ? next[k] : 0.1 * from;
    out[k] = damping === 1 ? to : from + damping * (to - from);
  }
}

/**
 * The same Newton change as an update of the logarithm, between a tenth of the density and what it would be after an
 * explicit Euler step: inflow decreases while a cell fills, so that this bounds the solution from above.
 */
function grow(density: Float64Array, next: Float64Array, explicit: Float64Array, out: Float64Array): void {
  for (let k = 0; k < density.length; k++) {
    const from = density[k];
    const most = Math.max(from, explicit[k], next[k]);
    const exponent = Math.min(next[k] / from - 1, 700);
    out[k] = Math.min(Math.max(from * Math.exp(exponent), 0.1 * from), most);
  }
}
