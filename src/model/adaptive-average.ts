import { InputError } from "../errors.js";
import type { Arithmetic, Estimate } from "./arithmetic.js";
import { type Box, cellBox, type PointFunction, plainRules, valuesAt } from "./cell-box.js";
import { createDivisionBudget } from "./division-budget.js";
import { fittedRules } from "./exponential-fit.js";
import { averageLine, type LineOptions, NEGLIGIBLE, type Resolved, TOLERANCE, type Walls } from "./line-average.js";
import type { Mesh } from "./mesh.js";
import { averagePlane } from "./plane-average.js";

/** Parts all cells may be divided into, and so many more per cell: the work stays proportional to the mesh. */
const PARTS: Readonly<Record<number, readonly [number, number]>> = { 1: [100_000, 4], 2: [2_000_000, 16] };

/** Parts a single cell may be divided into; a corner of the domain, where two singular walls may meet, takes many. */
const MOST_PARTS: Readonly<Record<number, number>> = { 1: 4000, 2: 50_000 };
const CORNER_PARTS = 300_000;

/** Unresolved share of the total beyond which a result would mislead. */
const MAX_UNRESOLVED: Readonly<Record<number, number>> = { 1: 1e-5, 2: 1e-3 };

/** Averages over all cells, and the relative error of each that is left. */
export interface AdaptiveAverages {
  readonly averages: Float64Array;
  readonly errors: Float64Array;
}

/**
 * Averages over the cells of a mesh, each to 1e-12 of itself or better.
 *
 * What the first estimate leaves open is divided until it is resolved, on one axis by halves. On two axes rules are fitted first to the exponential that f may be
 * there; where that fails the cell is integrated line by line. Heavy cells come first, in case the budget does not do for all.
 */
export function adaptiveAverages(
  mesh: Mesh,
  arithmetic: Arithmetic,
  f: PointFunction,
  estimate: (box: Box) => Estimate,
): AdaptiveAverages {
  const averages = new Float64Array(mesh.size);
  const errors = new Float64Array(mesh.size);
  const pending: { readonly cell: number; readonly size: number }[] = [];
  let scale = 0;
  for (let cell = 0; cell < mesh.size; cell++) {
    const { average, miss, size } = estimate(cellBox(mesh, cell));
    averages[cell] = average;
    // Averages that are not finite fail the comparison: dividing would not mend them.
    if (miss > TOLERANCE) pending.push({ cell, size });
    if (Number.isFinite(average)) scale = Math.max(scale, Math.abs(average));
  }
  pending.sort((a, b) => b.size - a.size);
  const [inAll, perCell] = PARTS[mesh.cells.length];
  const budget = createDivisionBudget(inAll + perCell * mesh.size);
  const options = { arithmetic, budget, scale, cost: 1, noise: 0, negligible: NEGLIGIBLE, beside: -Infinity };
  const hard = mesh.cells.length === 1 ? pending : pending.filter(({ cell }) => !takeFitted(cell));
  hard.forEach(({ cell }, done) => {
    const { average, error } = divide(mesh, cell, f, options, hard.length - done);
    averages[cell] = average;
    errors[cell] = error;
  });
  return { averages, errors };

  function takeFitted(cell: number): boolean {
    const average = fittedAverage(f, cellBox(mesh, cell), options);
    if (average !== undefined) averages[cell] = average;
    return average !== undefined;
  }
}

/** @param left number of cells that are still to be divided */
function divide(mesh: Mesh, cell: number, f: PointFunction, options: LineOptions, left: number): Resolved {
  const { budget } = options;
  const axes = mesh.cells.length;
  const box = cellBox(mesh, cell);
  const columns = mesh.cells[0];
  const alongX = wallsOf(mesh, 0, cell % columns);
  const most = MOST_PARTS[axes];
  if (axes === 1) {
    budget.startCell(most);
    return averageLine(f, box, alongX, options);
  }
  const walls = [alongX, wallsOf(mesh, 1, Math.floor(cell / columns))] as const;
  const isCorner = walls.every(({ lower, upper }) => lower !== undefined || upper !== undefined);
  if (isCorner) budget.startCell(CORNER_PARTS);
  else budget.startCell(most, left);
  return averagePlane(f, box, walls, options);
}

function wallsOf({ domain, cells }: Mesh, axis: number, index: number): Walls {
  const [lower, upper] = domain[axis];
  return { ...(index === 0 && { lower }), ...(index === cells[axis] - 1 && { upper }) };
}

const planeRules = plainRules(2);

/** By rules for an exponential, if there is one that f follows. */
function fittedAverage(f: PointFunction, box: Box, { arithmetic, scale }: LineOptions): number | undefined {
  const values = valuesAt(planeRules.fine, f, box);
  const rules = fittedRules(planeRules.fine, values.map(arithmetic.log));
  if (rules === undefined) return undefined;
  const { average, miss, size } = arithmetic.estimate(f, rules, box);
  return miss <= TOLERANCE + arithmetic.noise(values, box, size, scale) ? average : undefined;
}

/**
 * Refuses averages of which too much is unresolved.
 *
 * @param share unresolved part of the total; NaN (a total of zero) passes
 * @throws {InputError}
 */
export function checkResolved(mesh: Mesh, share: number): void {
  if (!(share > MAX_UNRESOLVED[mesh.cells.length])) return;
  const reason = `the function varies too fast to be averaged over the cells (relative error ${share.toExponential(1)})`;
  const remedy = "Use more cells, or a function that oscillates less and has no strong singularity";
  throw new InputError(reason, { remedy });
}
