import type { StepEnding } from "../../model/evolution.js";

export const solved = { status: "converged" } as const;

/** Rate of exchange times tau above which it is stiff: an elimination with differences loses that many times 1e-16. */
export const stiffExchange = 100;

/** How the equations of a step were solved; `residual` is that of the returned density. */
export interface StepSolution {
  ending: StepEnding;
  iterations: number;
  backtracks: number;
  readonly residual: Float64Array;
}

export interface StepSolver {
  /** Solves the step from the guess `density`, which becomes the solution (or the last iterate). */
  solve(densityPrev: Float64Array, density: Float64Array): StepSolution;
  /** Dissipation -dE/dt at f, energy per time: sum of flux times difference of the chemical potential. */
  dissipation(density: Float64Array): number;
}
