import type { StepperOptions } from "../../model/evolution.js";
import type { Problem } from "../../model/problem.js";
import { isWithin } from "../../numerics/finite.js";
import { createExtrapolation } from "./extrapolation.js";
import { createKeptRates } from "./kept-rates.js";
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
} from "./solution.js";

const maxIterations = 12;
/** Part of a residual above which an iteration has left too much: then derivatives are taken anew. */
const slow = 0.1;
/** Iterations that a step with new derivatives is taken to need until that has been seen. */
const leastIterations = 2;

/**
 * Newton's method with derivatives that are kept over iterations and steps: for evolutions that are smooth in time. An
 * iteration costs the exchange fluxes and one solve with a stored factorization.
 *
 * With A = 1 - tau G_0 of the kept derivatives, transport being linear, an iteration solves A next = densityPrev +
 * tau (H(f) - H_0 f): sums of terms of the size of the densities in their cell, so that tails keep their digits. Its
 * residual is what the right-hand side changes by. It starts from the polynomial through the last densities. Where it
 * does not contract with new derivatives either, `fallback` solves the step; without kept rates that is all.
 *
 * Converged: L1 residual, relative to the mass, at most 1e-4 of the change at which `fallback` may stop, plus the
 * round-off of a residual, and no cell changes much any more. The residual is then computed from the fluxes.
 */
export function createKeptNewton(problem: Problem, options: StepperOptions, fallback: StepSolver): StepSolver {
  const { tau, tolerance, steps } = options;
  const rates = createKeptRates(problem, tau, steps);
  if (rates === undefined) return fallback;
  const size = problem.initial.length;
  const last = new Float64Array(size);
  const residual = new Float64Array(size);
  const extrapolation = createExtrapolation(size);
  const solution: StepSolution = { ending: solved, iterations: 0, backtracks: 0, residual: 0, drift: 0 };
  const tolResidual = 1e-4 * changeTolerance(tolerance, steps) + residualRoundOff(problem, tau);
  /** Iterations of a step with new derivatives and a good guess, and what old derivatives have needed more since. */
  let fewest = leastIterations;
  let excess = 0;
  let isFactored = false;
  let isNew = false;

  const factor = (density: Float64Array): void => {
    rates.factor(density);
    isNew = true;
    excess = 0;
  };

  /** Derivatives are taken anew when the iterations that old ones have cost would have paid for it. */
  const account = (iterations: number): void => {
    if (isNew) fewest = extrapolation.isComplete() ? iterations : leastIterations;
    isNew = false;
    excess += iterations - fewest;
    if (excess > rates.price) isFactored = false;
  };

  const iterate = (densityPrev: Float64Array, density: Float64Array): boolean => {
    const mass = sumAbsolute(densityPrev);
    const tolerated = tolResidual * mass;
    rates.evaluate(density);
    let isFresh = !isFactored;
    if (isFresh) factor(density);
    rates.takeRest(density);
    let norm = Number.POSITIVE_INFINITY;
    for (let iteration = 1; iteration <= maxIterations; iteration++) {
      solution.iterations = iteration;
      last.set(density);
      rates.solve(densityPrev, density);
      rates.evaluate(density);
      const reached = rates.takeRest(density);
      if (isWithin(reached, tolerated) && hasSettledCells(last, density)) return isSolved(densityPrev, density, mass);
      const isSlow = reached > tolerated && !(reached <= slow * norm) && iteration > 1;
      if (!Number.isFinite(reached) || (isSlow && isFresh)) return false;
      if (isSlow) {
        factor(density);
        rates.takeRest(density);
      }
      isFresh = isSlow || (isFresh && iteration === 1);
      norm = isSlow ? Number.POSITIVE_INFINITY : reached;
    }
    return false;
  };

  /** Whether the residual itself is as small as its bound says. */
  const isSolved = (densityPrev: Float64Array, density: Float64Array, mass: number): boolean => {
    rates.residual(density, densityPrev, residual);
    solution.residual = largestOf(residual);
    solution.drift = driftOf(densityPrev, density) / mass;
    return isWithin(sumAbsolute(residual), 2 * tolResidual * mass);
  };

  return {
    needsMass: true,
    solve(densityPrev, density) {
      extrapolation.advance(density);
      isFactored = iterate(densityPrev, density);
      if (isFactored) {
        account(solution.iterations);
        return solution;
      }
      extrapolation.forget();
      density.set(densityPrev);
      return fallback.solve(densityPrev, density);
    },
    dissipation: fallback.dissipation,
  };
}
