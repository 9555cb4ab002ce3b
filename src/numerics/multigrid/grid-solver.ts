import type { LadderSystem } from "../ladder.js";

/**
 * Solves a grid system into `tree` (see LadderSolver) until the residual, in the preconditioner's norm, is at most
 * `tolerance` times what it was, or is bound to be.
 *
 * @returns the number of iterations; at most MAX_ITERATIONS, after which the direction found is still one of descent
 */
export type GridSolver = (system: LadderSystem, tree: Float64Array, tolerance: number) => number;

export const MAX_ITERATIONS = 200;
