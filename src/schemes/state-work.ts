import type { StateProblem } from "../model/evolution.js";
import { layoutKind } from "../model/states/layouts.js";

/** Iterations of a minimization, about. */
export const [fewIterations, manyIterations] = [20, 150];
/** A microsecond's worth of floating-point operations. */
export const perMicrosecond = 200;

/** What the work of a step on states grows with. */
export interface StateSize {
  readonly dimension: number;
  /** Particles, or cells. */
  readonly points: number;
  /** Operations that an interaction of all pairs takes. */
  readonly pairs: number;
}

export function sizeOf({ initial: { layout }, functional }: StateProblem): StateSize {
  const { dimension } = layout;
  const points = layoutKind(layout).points(layout);
  return { dimension, points, pairs: functional.interaction === undefined ? 0 : points * points * (dimension + 10) };
}
