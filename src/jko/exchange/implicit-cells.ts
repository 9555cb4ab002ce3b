import type { Problem } from "../../model/problem.js";
import { type CellDensities, createCellDensities } from "./cell-densities.js";
import { type ExchangeCost, exchangeCostOf } from "./cost.js";

/** Least part of a cell's own stiffness, and of the conductance of an edge, that the correction leaves of it. */
export const LEAST_PART = 0.05;

/** Exchange of one cell after the other, the mobility at their new densities. */
export interface ImplicitCells {
  readonly problem: Problem;
  readonly cost: ExchangeCost;
  /** Cell volume h. */
  readonly h: number;
  /** tau h K, by edge. */
  readonly scales: Float64Array;
  readonly cell: CellDensities;
  /** Takes densities of the cell that begins at node `base`, from masses of all cells. */
  readCell(masses: Float64Array, base: number): void;
}

export function createImplicitCells(problem: Problem, tau: number): ImplicitCells {
  const { mesh, graph } = problem;
  const h = mesh.cellVolume;
  const cell = createCellDensities(problem);
  const { f } = cell;
  return {
    problem,
    cost: exchangeCostOf(problem),
    h,
    scales: graph.weights.map((weight) => h * (tau * weight)),
    cell,
    readCell(masses, base) {
      for (let g = 0; g < f.length; g++) f[g] = masses[base + g] / h;
      cell.take(base);
    },
  };
}
