import type { StepperOptions } from "../../model/evolution.js";
import type { Problem } from "../../model/problem.js";
import { isWithin } from "../../numerics/finite.js";
import { createKeptRates } from "./kept-rates.js";
import {
  changeTolerance,
  hasSettledCells,
  residualRoundOff,
  type StepSolution,
  type StepSolver,
  solved,
  sumAbsolute,
} from "./solution.js";

const maxIterations = 12;
/** Part of a residual above which an iteration has left too much: then derivatives are taken anew. */
const slow = 0.1;
/** Factor by which a cell may change in the guess. */
const guessRange = 2;

/**
 * Newton's method with derivatives that are kept over iterations and steps, on an interval: for evolutions that are
 * smooth in time. An iteration costs the exchange fluxes and one solve with a stored factorization.
 *
 * With A = 1 - tau G_0 of the kept derivatives, transport being linear, an iteration solves A next = densityPrev +
 * tau (H(f) - H_0 f): sums of terms of the size of the densities in their cell, so that tails keep their digits. G_0 is
 * kept an M-matrix: derivatives of the wrong sign count as 0. It starts from the parabola through the last three
 * densities. Where it does not contract with new derivatives either, `fallback` solves the step.
 *
 * Converged: L1 residual, relative to the mass, at most 1e-4 of the change at which `fallback` may stop, plus the
 * round-off of a residual, and no cell changes much any more.
 */
export function createKeptNewton(
  problem: Problem,
  { tau, tolerance, steps }: StepperOptions,
  fallback: StepSolver,
): StepSolver {
  const size = problem.initial.length;
  const rates = createKeptRates(problem, tau);
  const { residual } = rates;
  const last = new Float64Array(size);
  const before = [new Float64Array(size), new Float64Array(size)];
  const solution: StepSolution = { ending: solved, iterations: 0, backtracks: 0, residual };
  const tolResidual = 1e-4 * changeTolerance(tolerance, steps) + residualRoundOff(problem, tau);
  let known = 0;
  let isFactored = false;
  let usesRates = false;

  /**
   * From densityPrev in `density`: the parabola through it and the two densities before, cell by cell within bounds.
   */
  const guess = (density: Float64Array): void => {
    for (let k = 0; k < size; k++) {
      const own = density[k];
      const [one, two] = [before[0][k], before[1][k]];
      const ahead = known === 2 ? 3 * (own - one) + two : known === 1 ? 2 * own - one : own;
      before[1][k] = one;
      before[0][k] = own;
      density[k] = Math.min(Math.max(ahead, own / guessRange), own * guessRange);
    }
    known = Math.min(known + 1, 2);
  };

  const iterate = (densityPrev: Float64Array, density: Float64Array): boolean => {
    const tolerated = tolResidual * sumAbsolute(densityPrev);
    let norm = rates.evaluate(density, densityPrev);
    let isFresh = !isFactored;
    if (isFresh) rates.factor(density);
    for (let iteration = 1; iteration <= maxIterations; iteration++) {
      solution.iterations = iteration;
      last.set(density);
      rates.advance(densityPrev, density);
      const reached = rates.evaluate(density, densityPrev);
      const isSmall = isWithin(reached, tolerated);
      if (isSmall && hasSettledCells(last, density)) return true;
      const isSlow = !isSmall && !(reached <= slow * norm);
      if (!Number.isFinite(reached) || (isSlow && isFresh)) return false;
      if (isSlow) rates.factor(density);
      isFresh = isSlow;
      norm = reached;
    }
    return false;
  };

  return {
    solve(densityPrev, density) {
      guess(density);
      usesRates = iterate(densityPrev, density);
      isFactored = usesRates;
      if (usesRates) return solution;
      known = 0;
      density.set(densityPrev);
      return fallback.solve(densityPrev, density);
    },
    dissipation: (density) => (usesRates ? rates.dissipation() : fallback.dissipation(density)),
  };
}
