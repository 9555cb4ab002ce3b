import type { Barrier, Direction, Iterate } from "./assembly.js";
import { actionOf, actionSlope, type Linearization, linearize } from "./linearization.js";
import type { Path, PathSpace } from "./path-space.js";
import type { Terminal } from "./terminal.js";

/**
 * What is minimized over paths from a given density (docs/method.md, eq. 9), without its barrier:
 *
 *     scale * action + h sum U(density at the end)
 */
export interface PathProblem {
  readonly space: PathSpace;
  readonly scale: number;
  /** Undefined where the density at the end is given. */
  readonly terminal: Terminal | undefined;
}

/**
 * The objective of `path` with its barrier; Infinity where a density is not positive, else `model` becomes its
 * linearization.
 */
export function objectiveOf(
  { space, scale, terminal }: PathProblem,
  path: Path,
  phi: Float64Array,
  { strength, weight }: Barrier,
  model: Linearization,
): number {
  const { intervals, nodes, width } = space;
  const end = intervals * nodes;
  for (let k = nodes; k < path.density.length; k++) if (!(path.density[k] > 0)) return Number.POSITIVE_INFINITY;
  linearize(space, path, phi, model);
  let sum = 0;
  for (let p = 0; terminal !== undefined && p < nodes; p++) sum += terminal.value(p, path.density[end + p]);
  for (let k = 0; strength > 0 && k < end - nodes; k++) sum -= strength * weight[k] * Math.log(path.density[k + nodes]);
  return scale * actionOf(space, path, model) + width * sum;
}

/** Derivative of the objective with its barrier along a direction. */
export function objectiveSlope(
  { space, scale, terminal }: PathProblem,
  { path }: Iterate,
  { strength, weight }: Barrier,
  model: Linearization,
  direction: Direction,
): number {
  const { intervals, nodes, width } = space;
  const end = intervals * nodes;
  let sum = scale * actionSlope(space, path, model, direction);
  for (let p = 0; terminal !== undefined && p < nodes; p++) {
    sum += width * terminal.slope(p, path.density[end + p]) * direction.density[end + p];
  }
  for (let k = 0; strength > 0 && k < end - nodes; k++) {
    sum -= width * strength * weight[k] * (direction.density[k + nodes] / path.density[k + nodes]);
  }
  return sum;
}
