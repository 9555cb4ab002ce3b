import { InputError } from "../errors.js";
import { spend } from "../numerics/allowance.js";
import {
  applyRule,
  type Box,
  cellBox,
  cellRule,
  checkRule,
  halves,
  type PointFunction,
  positionNoise,
  quickCheckRule,
  spreadOver,
} from "./cell-box.js";
import type { Mesh } from "./mesh.js";

/** Nodes per axis of the Gauss rule, and of the one that replaces the check rule where f is singular at an end. */
export const FINE_NODES = 8;
export const COARSE_NODES = 5;

/** On two axes a cell is first tried with fewer nodes, which do for most cells of a fine mesh if rule and check agree so far. */
const QUICK_NODES = 4;
const QUICK_TOLERANCE = 1e-14;

/** Relative difference of rule and check at which a cell counts as resolved; the finer rule is then far better. */
export const TOLERANCE = 1e-12;

/** Part of a cell that cannot change its average any more. */
export const NEGLIGIBLE = 1e-16;

/** Relative size of round-off in one average. */
export const NOISE = 1e-15;

/** From this depth on, differences of the size of round-off are taken for just that. */
export const NOISE_DEPTH = 3;

/** Halvings of a cell: on one axis a jump is then located to round-off, on two its curve to 1/32 of a cell. */
const MAX_DEPTH: Readonly<Record<number, number>> = { 1: 48, 2: 5 };

/** Microseconds of a division on no axis, about. */
const DIVISION_WORK = 1;

/** Parts a single cell may be divided into. */
const MAX_PARTS_PER_CELL = 4000;

/** Unresolved share of the total beyond which a result would mislead. */
const MAX_UNRESOLVED: Readonly<Record<number, number>> = { 1: 1e-5, 2: 1e-3 };

/** What bounds the division of cells into parts. */
export interface DivisionBudget {
  /** To be called before every cell. */
  startCell(): void;
  /** Takes the parts of one more box of that depth from the budget; false if there are none left. */
  take(depth: number): boolean;
}

/** A budget of 4000 parts per cell, and 100 000 and 4 per cell in all: the work stays proportional to the mesh. */
export function createDivisionBudget(mesh: Mesh): DivisionBudget {
  const axes = mesh.cells.length;
  let left = 100_000 + 4 * mesh.size;
  let leftInCell = MAX_PARTS_PER_CELL;
  return {
    startCell() {
      leftInCell = MAX_PARTS_PER_CELL;
    },
    take(depth) {
      if (depth >= (MAX_DEPTH[axes] as number) || left <= 0 || leftInCell <= 0) return false;
      spend(DIVISION_WORK * 4 ** axes);
      left -= 2 ** axes;
      leftInCell -= 2 ** axes;
      return true;
    },
  };
}

/**
 * Averages of f over the cells of a mesh of one or two axes: relative accuracy 1e-12 or better in every cell, about
 * 1e-15 where f is smooth.
 *
 * Gauss quadrature with 8 nodes, checked by a Lobatto rule with 7 (on two axes 4 and 5 where they agree to 1e-14). Where the two differ, a cell is halved on every axis,
 * and so on: kinks, jumps and narrow peaks cost only the cells they are in, and tails of 1e-300 are as accurate as the
 * bulk. Only peaks narrower than about 1/200 of a cell can slip between the nodes. Singularities at walls are legal as
 * long as they can be integrated.
 *
 * @returns one value per cell; not finite where f is not
 * @throws {InputError} if f varies too fast: more than 1e-5 of the total (two axes: 1e-3) could not be resolved
 */
export function averageOverCells(mesh: Mesh, f: PointFunction): Float64Array {
  const estimate = createEstimate(mesh.cells.length, f);
  const averages = new Float64Array(mesh.size);
  const pending: number[] = [];
  let scale = 0;
  for (let cell = 0; cell < mesh.size; cell++) {
    const { average, miss } = estimate(cellBox(mesh, cell));
    averages[cell] = average;
    // Averages that are not finite fail the comparison: dividing would not mend them.
    if (miss > TOLERANCE * Math.abs(average)) pending.push(cell);
    if (Number.isFinite(average)) scale = Math.max(scale, Math.abs(average));
  }
  const division = createDivision(mesh, f, estimate, scale);
  for (const cell of pending) averages[cell] = division.average(cell);
  checkResolved(mesh, division.unresolved() / averages.reduce((sum, value) => sum + Math.abs(value), 0));
  return averages;
}

/** Average over a box, and its difference to the check. */
type Estimate = (box: Box) => { readonly average: number; readonly miss: number };

function createEstimate(axes: number, f: PointFunction): Estimate {
  const fine = cellRule(axes, FINE_NODES);
  const check = checkRule(axes);
  const coarse = cellRule(axes, COARSE_NODES);
  const quick = axes === 1 ? undefined : { rule: cellRule(axes, QUICK_NODES), check: quickCheckRule(axes) };
  return (box) => {
    if (quick !== undefined) {
      const average = applyRule(quick.rule, f, box);
      const miss = Math.abs(average - applyRule(quick.check, f, box));
      if (miss <= QUICK_TOLERANCE * Math.abs(average)) return { average, miss };
    }
    const average = applyRule(fine, f, box);
    const checked = applyRule(check, f, box);
    return { average, miss: Math.abs(average - (Number.isFinite(checked) ? checked : applyRule(coarse, f, box))) };
  };
}

/** Averages by repeated division, and the sum of the differences that were left. */
interface Division {
  average(cell: number): number;
  unresolved(): number;
}

/** @param scale magnitude of the function: differences of 1e-15 of it are round-off */
function createDivision(mesh: Mesh, f: PointFunction, estimate: Estimate, scale: number): Division {
  const axes = mesh.cells.length;
  const fine = cellRule(axes, FINE_NODES);
  const budget = createDivisionBudget(mesh);
  let open = 0;
  let reference = 0;

  function divide(box: Box, depth: number): number {
    const { average, miss } = estimate(box);
    const share = 2 ** (-axes * depth);
    // The largest contribution seen: a first estimate that missed a peak must not set the accuracy asked for.
    reference = Math.max(reference, share * Math.abs(average));
    if (!(miss > TOLERANCE * Math.abs(average)) || share * miss <= NEGLIGIBLE * reference) return average;
    if (depth >= NOISE_DEPTH && miss <= NOISE * scale + positionNoise(box) * spreadOver(fine, f, box)) return average;
    const parts = budget.take(depth) ? halves(box, axes) : [];
    const divided = parts.reduce((sum, part) => sum + divide(part, depth + 1), 0) / parts.length;
    if (Number.isFinite(divided)) return divided;
    // No parts, or so small that their nodes fall on a singularity.
    open += share * miss;
    return average;
  }

  return {
    average(cell) {
      budget.startCell();
      reference = 0;
      return divide(cellBox(mesh, cell), 0);
    },
    unresolved: () => open,
  };
}

/**
 * Refuses averages of which too much is unresolved.
 *
 * @param share unresolved part of the total; NaN (a total of zero) passes
 * @throws {InputError}
 */
export function checkResolved(mesh: Mesh, share: number): void {
  if (!(share > (MAX_UNRESOLVED[mesh.cells.length] as number))) return;
  const reason = `the function varies too fast to be averaged over the cells (relative error ${share.toExponential(1)})`;
  const remedy = "Use more cells, or a function that oscillates less and has no strong singularity";
  throw new InputError(reason, { remedy });
}

/** A density of a study: position, time and index of the layer. */
export type DensityFunction = (x: number, y: number, t: number, g: number) => number;

/**
 * Cell averages of a density at time t, index cell * layers + layer.
 *
 * @param layers number of layers
 * @param nodes if given, the plain Gauss rule with that many nodes per axis instead of the adaptive one
 * @throws {InputError} if the density varies too fast for the adaptive rule
 */
export function cellAverages(
  mesh: Mesh,
  layers: number,
  density: DensityFunction,
  t: number,
  nodes?: number,
): Float64Array {
  const result = new Float64Array(mesh.size * layers);
  for (let layer = 0; layer < layers; layer++) {
    const f: PointFunction = (x, y) => density(x, y, t, layer);
    const averages = nodes === undefined ? averageOverCells(mesh, f) : plainAverages(mesh, f, nodes);
    for (let cell = 0; cell < mesh.size; cell++) result[cell * layers + layer] = averages[cell] as number;
  }
  return result;
}

function plainAverages(mesh: Mesh, f: PointFunction, nodes: number): Float64Array {
  const rule = cellRule(mesh.cells.length, nodes);
  return new Float64Array(mesh.size).map((_, cell) => applyRule(rule, f, cellBox(mesh, cell)));
}
