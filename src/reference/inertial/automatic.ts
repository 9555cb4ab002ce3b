import { refinedCells } from "../automatic.js";
import type { Inertia, ReferenceSource } from "../types.js";
import { inertialHomogeneousObstacle } from "./homogeneous.js";
import type { InertialSpec } from "./prepare.js";

/**
 * The reference that `auto` stands for with inertia: homogeneous where it applies, else finite-volume on 4 times the finest
 * cells (2 times per axis on two axes). The linearized one is never taken without being asked for.
 *
 * @param finestCells least common multiple of the study's numbers of cells
 */
export function automaticInertialReference(
  source: ReferenceSource,
  finestCells: readonly number[],
  inertia: Inertia,
): InertialSpec {
  const problem = source.discretize(finestCells);
  if (inertialHomogeneousObstacle(problem, inertia) === null) return { kind: "homogeneous", inertia };
  return { kind: "finite-volume", cells: refinedCells(finestCells), inertia };
}
