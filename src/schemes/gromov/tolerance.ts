import type { StepperOptions } from "../../model/evolution.js";

/**
 * How far a step may end from its minimizer: min((2 tolerance)^½, 1e-4 / steps²) |Σ|, Σ the second moments, whose norm
 * is the distance of the state from a point at the origin.
 *
 * A step of this distance d has a gap of d²/(2 tau); summed over a run, distances stay far below errors of first order.
 *
 * @param eigenvalues of Σ
 * @returns in the metric of inner products, length²
 */
export function distanceGoal({ tolerance, steps }: StepperOptions, eigenvalues: Float64Array): number {
  const size = Math.hypot(...eigenvalues);
  return Math.min(Math.sqrt(2 * tolerance), 1e-4 / steps ** 2) * size;
}
