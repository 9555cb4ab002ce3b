import type { StepperOptions } from "../../model/evolution.js";

/**
 * How directions are chosen: equally spaced angles (two dimensions), or uniform on the sphere, drawn anew for every
 * step.
 */
export type DirectionRule = "uniform" | "random";

/** Settings of the sliced scheme. */
export interface SlicedOptions extends StepperOptions {
  /** Number of directions over which squared one-dimensional distances are averaged; in one dimension there is one. */
  readonly directions: number;
  readonly rule: DirectionRule;
  /** Of random directions. */
  readonly seed: number;
}

/** Part of the spread of a state by which a step may miss its minimizer: see {@link lengthTolerance}. */
const stepShare = 1e-4;

/**
 * Distance from the exact minimizer at which a step counts as solved, relative to the spread of the state:
 * min(sqrt(2 tolerance), 1e-4 / steps²).
 *
 * A relative excess of `tolerance` of a functional of curvature 1 stands for the first; the errors of all steps then
 * add up to less than 1e-4 / steps, which the time error of order 1 hides.
 */
export function lengthTolerance({ tolerance, steps }: Pick<StepperOptions, "tolerance" | "steps">): number {
  return Math.min(Math.sqrt(2 * tolerance), stepShare / steps ** 2);
}
