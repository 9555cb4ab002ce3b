import { homogeneousObstacle } from "./homogeneous.js";
import { inferGaussianFlow } from "./infer-gaussian.js";
import type { SweepAxis } from "./rules.js";
import { spectralObstacle } from "./spectral.js";
import type { ReferenceSource, ReferenceSpec } from "./types.js";

/** Cells of the finite-volume reference per cell of the finest mesh of a study. */
const refinement = 4;
/** The same per axis on two axes, where the cells are four times as many at twice as many per axis. */
const boxRefinement = 2;

/**
 * The reference that `auto` stands for: the most exact one that applies.
 *
 * Along h: exact-iterate, else same-step (run by the executor of the study). Otherwise: spectral, else homogeneous, else
 * finite-volume on 4 times the finest cells (2 times per axis on two axes).
 *
 * Along h the exact iterate is that of the exact step, which a step on two axes is where the axes do not see each other.
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
  return { kind: "finite-volume", cells: refinedCells(finestCells) };
}

/** Cells of the finite-volume reference that `auto` takes; one number where it is the same on every axis. */
export function refinedCells(finestCells: readonly number[]): number | readonly number[] {
  const cells = finestCells.map((count) => (finestCells.length === 1 ? refinement : boxRefinement) * count);
  return cells.every((count) => count === cells[0]) ? cells[0] : cells;
}
