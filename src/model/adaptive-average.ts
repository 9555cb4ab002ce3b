import { InputError } from "../errors.js";
import type { Arithmetic } from "./arithmetic.js";
import { type Box, cellBox, type PointFunction, plainRules, positionText, valuesAt } from "./cell-box.js";
import { createDivisionBudget } from "./division-budget.js";
import { fittedRules } from "./exponential-fit.js";
import type { EstimateOf } from "./first-estimates.js";
import { averageLine, type LineOptions, NEGLIGIBLE, TOLERANCE } from "./line-average.js";
import type { Mesh } from "./mesh.js";
import { averagePlane, type PlaneResolved, type UnboundedPlace } from "./plane-average.js";

/** Parts all cells may be divided into, and so many more per cell: the work stays proportional to the mesh. */
const PARTS: Readonly<Record<number, readonly [number, number]>> = { 1: [100_000, 4], 2: [2_000_000, 16] };

/**
 * Parts a single cell may be divided into; a corner of the domain, where two singular walls may meet, and a pole at a
 * point take many.
 */
const MOST_PARTS: Readonly<Record<number, number>> = { 1: 4000, 2: 50_000 };
const POLE_PARTS = 300_000;

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
 * What the first estimate leaves open is divided until it is resolved, on one axis by halves. On two axes rules are
 * fitted first to the exponential that f may be there; where that fails the cell is integrated line by line. Heavy
 * cells come first, in case the budget does not do for all.
 *
 * @param estimate first averages, asked for once per cell and in their order
 * @param name of what is averaged, for messages
 * @throws {InputError} where a pole cannot be integrated
 */
export function adaptiveAverages(
  mesh: Mesh,
  arithmetic: Arithmetic,
  f: PointFunction,
  estimate: EstimateOf,
  name = "the function",
): AdaptiveAverages {
  const averages = new Float64Array(mesh.size);
  const errors = new Float64Array(mesh.size);
  const pending: { readonly cell: number; readonly size: number }[] = [];
  let scale = 0;
  for (let cell = 0; cell < mesh.size; cell++) {
    const { average, miss, size } = estimate(cell);
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
    const { average, error, place } = divide(mesh, cell, f, options, hard.length - done);
    if (place !== undefined) throw notIntegrable(mesh, place, name);
    averages[cell] = average;
    errors[cell] = Number.isNaN(error) ? Number.POSITIVE_INFINITY : error;
  });
  return { averages, errors };

  function takeFitted(cell: number): boolean {
    const average = fittedAverage(f, cellBox(mesh, cell), options);
    if (average !== undefined) averages[cell] = average;
    return average !== undefined;
  }
}

/** @param left number of cells that are still to be divided */
function divide(mesh: Mesh, cell: number, f: PointFunction, options: LineOptions, left: number): PlaneResolved {
  const { budget } = options;
  const axes = mesh.cells.length;
  const box = cellBox(mesh, cell);
  const most = MOST_PARTS[axes];
  if (axes === 1) {
    budget.startCell(most);
    const { pole, ...found } = averageLine(f, box, options);
    return { ...found, ...(pole && { place: { x: pole.at, y: 0, power: pole.power } }) };
  }
  if (isCorner(mesh, cell)) budget.startCell(POLE_PARTS);
  else budget.startCell(most, left);
  const found = averagePlane(f, box, options);
  if (!found.isSingular || !budget.isSpent()) return found;
  budget.startCell(POLE_PARTS);
  return averagePlane(f, box, options);
}

function isCorner({ cells: [columns, rows] }: Mesh, cell: number): boolean {
  const [i, j] = [cell % columns, Math.floor(cell / columns)];
  return (i === 0 || i === columns - 1) && (j === 0 || j === rows - 1);
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

const NOT_INTEGRABLE = "not integrable: its mass is infinite";

/** Whether averages were refused because of a pole, as they would be on any mesh. */
export function isAboutPole({ reason }: InputError): boolean {
  return reason.endsWith(NOT_INTEGRABLE);
}

function notIntegrable(mesh: Mesh, { x, y, power }: UnboundedPlace, name: string): InputError {
  const [across, axis] = mesh.cells.length === 1 ? ["", ""] : [", on average over a line,", " (or a line through it)"];
  const grows = `${name} grows like distance^-${Number(power.toPrecision(6))}${across} at ${positionText(mesh, x, y, 12)}${axis}`;
  return new InputError(`${grows}, which is ${NOT_INTEGRABLE}`, {
    remedy: "Use a weaker pole, with a power of the distance above -1",
  });
}

/**
 * Refuses averages of which too much is unresolved.
 *
 * @param share unresolved part of the total; NaN (a total of zero) passes
 * @throws {InputError}
 */
export function checkResolved(mesh: Mesh, share: number): void {
  if (isResolved(mesh, share)) return;
  const reason = `the function varies too fast to be averaged over the cells (relative error ${share.toExponential(1)})`;
  const remedy = "Use more cells, or a function that oscillates less and has no strong singularity";
  throw new InputError(reason, { remedy });
}

/** Whether the unresolved part of a total is small enough; that of a total of zero is. */
export function isResolved(mesh: Mesh, share: number): boolean {
  return !(share > MAX_UNRESOLVED[mesh.cells.length]);
}
