import type { StepEnding } from "../../model/evolution.js";
import type { Problem } from "../../model/problem.js";

export const solved = { status: "converged" } as const;

/** Rate of exchange times tau above which it is stiff: an elimination with differences loses that many times 1e-16. */
export const stiffExchange = 100;

/** How the equations of a step were solved. */
export interface StepSolution {
  ending: StepEnding;
  iterations: number;
  backtracks: number;
  /** Largest residual of a cell, a density. */
  residual: number;
  /** What the mass has grown by, relative to itself: round-off. */
  drift: number;
}

export interface StepSolver {
  /** Whether every cell has to carry mass, however little: where logarithms of densities drive the step. */
  readonly needsMass: boolean;
  /** Solves the step from the guess `density`, which becomes the solution (or the last iterate). */
  solve(densityPrev: Float64Array, density: Float64Array): StepSolution;
  /**
   * Dissipation -dE/dt at a density that carries mass in every cell, energy per time: sum of flux times difference of
   * the chemical potential.
   */
  dissipation(density: Float64Array): number;
}

/** L1 change, relative to the mass, below which a step of `steps` is solved to `tolerance` (see `createNewton`). */
export function changeTolerance(tolerance: number, steps: number): number {
  return Math.min(Math.sqrt(2 * tolerance), 1e-4 / steps ** 2);
}

/** Round-off of an L1 residual, relative to the mass: 1e-15 (1 + tau T / h^2). */
export function residualRoundOff(problem: Problem, tau: number): number {
  return 1e-15 * (1 + transportStiffness(problem, tau));
}

/** tau T / h^2, summed over the axes. */
export function transportStiffness({ energy, mesh }: Problem, tau: number): number {
  const hottest = energy.temperatures.reduce((most, temperature) => Math.max(most, temperature));
  return mesh.widths.reduce((sum, h) => sum + (tau * hottest) / h ** 2, 0);
}

export function sumAbsolute(values: Float64Array): number {
  let sum = 0;
  for (let k = 0; k < values.length; k++) sum += Math.abs(values[k]);
  return sum;
}

/** NaN where there is one. */
export function largestOf(values: Float64Array): number {
  let most = 0;
  for (let k = 0; k < values.length; k++) {
    const value = Math.abs(values[k]);
    if (!(value <= most)) most = value;
  }
  return most;
}

/** What the mass has grown by. */
export function driftOf(densityPrev: Float64Array, density: Float64Array): number {
  let drift = 0;
  for (let k = 0; k < density.length; k++) drift += density[k] - densityPrev[k];
  return drift;
}

/** Relative change of a cell that carries mass below which an iteration may stop. */
const tolRelative = 1e-4;
/** Cells below this part of the largest density do not hold up an iteration. */
const negligiblePart = 1e-20;

/** Whether no cell that carries mass has changed by more than 1e-4 of itself. */
export function hasSettledCells(density: Float64Array, next: Float64Array): boolean {
  let most = 0;
  for (let k = 0; k < density.length; k++) if (density[k] > most) most = density[k];
  const negligible = negligiblePart * most;
  for (let k = 0; k < density.length; k++) {
    const from = density[k];
    const to = next[k];
    if (Math.abs(to - from) > tolRelative * from && (from > negligible || to > negligible)) return false;
  }
  return true;
}
