import { restrictAverages } from "../model/restrict.js";
import { distanceL1 } from "./cell-averages.js";

/** Densities on one mesh at ascending times: all demanded ones, or the last one only. */
export interface MeshSolution {
  readonly cells: readonly number[];
  readonly cellVolume: number;
  readonly densities: readonly Float64Array[];
}

/**
 * Error of a solution in units of its difference to that on half the cells: at second order, and at first or unknown.
 */
export const factorSecondOrder = 1 / 3;
export const factorFirstOrder = 1;

/** 1/(2^p - 1) for the order p observed between three meshes at the last time, within [1/3, 1]. */
export function observedFactor(fine: MeshSolution, half: MeshSolution, quarter: MeshSolution, layers: number): number {
  const restricted = ({ densities, cells }: MeshSolution) =>
    restrictAverages(densities[densities.length - 1], cells, quarter.cells, layers);
  const [onFine, onHalf, onQuarter] = [restricted(fine), restricted(half), restricted(quarter)];
  const coarser = distanceL1(onHalf, onQuarter, quarter.cellVolume);
  const finer = distanceL1(onFine, onHalf, quarter.cellVolume);
  const factor = 1 / (coarser / finer - 1);
  return factor > 0 ? Math.min(Math.max(factor, factorSecondOrder), factorFirstOrder) : factorFirstOrder;
}
