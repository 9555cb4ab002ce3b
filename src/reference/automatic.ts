import { inferGaussianFlow } from "./exact-iterate.js";
import { homogeneousObstacle } from "./homogeneous.js";
import type { SweepAxis } from "./rules.js";
import { spectralObstacle } from "./spectral.js";
import type { ReferenceSource, ReferenceSpec } from "./types.js";

/** Cells of the finite-volume reference per cell of the finest mesh of a study. */
const refinement = 4;

/**
 * The reference that `auto` stands for: the most exact one that applies.
 *
 * Along h: exact-iterate, else same-step (run by the executor of the study). Otherwise: spectral, else homogeneous, else
 * finite-volume on 4 times the finest cells.
 *
 * @param finestCells least common multiple of the study's numbers of cells
 */
export function automaticReference(
  axis: SweepAxis,
  source: ReferenceSource,
  finestCells: readonly number[],
): ReferenceSpec | { readonly kind: "same-step" } {
  const problem = source.discretize(finestCells);
  if (axis === "h") {
    const flow = inferGaussianFlow(problem);
    return flow === null ? { kind: "same-step" } : { kind: "exact-iterate", ...flow };
  }
  if (spectralObstacle(problem) === null) return { kind: "spectral" };
  if (homogeneousObstacle(problem) === null) return { kind: "homogeneous" };
  return { kind: "finite-volume", cells: refinement * (finestCells[0] as number) };
}
