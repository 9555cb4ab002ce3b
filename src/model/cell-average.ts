import { InputError } from "../errors.js";
import { gaussLegendre } from "../numerics/quadrature.js";
import { facePosition, type Mesh } from "./mesh.js";

/** A function of position; y is 0 on a mesh with one axis. */
export type PointFunction = (x: number, y: number) => number;

/** A tensor Gauss rule on the unit cell of one or two axes. */
interface CellRule {
  readonly dx: Float64Array;
  /** Zero on one axis. */
  readonly dy: Float64Array;
  readonly weights: Float64Array;
}

/** A cell or part of one: its lower corner and its widths (wy = 0 on one axis). */
interface Box {
  readonly x: number;
  readonly y: number;
  readonly wx: number;
  readonly wy: number;
}

const COARSE_NODES = 5;
const FINE_NODES = 8;

/** Relative difference of the two rules at which a cell counts as resolved; the finer rule is then far better. */
const TOLERANCE = 1e-12;

/** Halvings of a cell: on one axis a jump is then located to round-off, on two its curve to 1/32 of a cell. */
const MAX_DEPTH: Readonly<Record<number, number>> = { 1: 48, 2: 5 };

/** From this depth on, differences at the round-off of the largest cell are taken for noise. */
const NOISE_DEPTH = 3;

/** Parts a single cell may be divided into. */
const MAX_PARTS_PER_CELL = 4000;

/** Unresolved share of the total beyond which a result would mislead. */
const MAX_UNRESOLVED: Readonly<Record<number, number>> = { 1: 1e-6, 2: 1e-3 };

/** Adaptive Gauss quadrature on the cells of a mesh. */
export interface CellQuadrature {
  /** Centre of a cell. */
  centre(cell: number): readonly [number, number];
  /** Average over a cell by the plain 8-node rule, and the difference to the 5-node rule. */
  plain(cell: number, f: PointFunction): { readonly average: number; readonly miss: number };
  /**
   * Average over a cell, divided until the two rules agree to 1e-12 of it.
   *
   * @param scale magnitude of the function: differences of 1e-15 of it are round-off
   */
  adaptive(cell: number, f: PointFunction, scale: number): number;
  /** Sum over all cells averaged so far of the differences that could not be resolved. */
  unresolved(): number;
}

/**
 * Adaptive Gauss quadrature on a mesh of one or two axes, with 5 and 8 nodes per axis.
 *
 * Where the rules differ, a cell is halved on every axis, and so on: kinks, jumps and narrow peaks cost only the cells
 * they are in, and tails of 1e-300 are averaged to the same relative accuracy as the bulk. The work is bounded by a
 * budget; what it leaves open is counted in `unresolved`.
 */
export function createCellQuadrature(mesh: Mesh): CellQuadrature {
  const axes = mesh.cells.length;
  const coarse = cellRule(axes, COARSE_NODES);
  const fine = cellRule(axes, FINE_NODES);
  const maxDepth = MAX_DEPTH[axes] as number;
  let partsLeft = 100_000 + 4 * mesh.size;
  let partsLeftInCell = 0;
  let open = 0;
  let reference = 0;

  /** Average over a box that is 2^(-axes * depth) of its cell. */
  function divide(f: PointFunction, box: Box, depth: number, scale: number): number {
    const average = applyRule(fine, f, box);
    const miss = Math.abs(average - applyRule(coarse, f, box));
    const share = 2 ** (-axes * depth);
    // The largest contribution seen: a first estimate that missed a peak must not set the accuracy asked for.
    reference = Math.max(reference, share * Math.abs(average));
    if (!(share * miss > TOLERANCE * reference)) return average;
    if (depth >= NOISE_DEPTH && miss <= 1e-15 * scale) return average;
    if (depth === maxDepth || partsLeft <= 0 || partsLeftInCell <= 0) {
      open += share * miss;
      return average;
    }
    const parts = halves(box, axes);
    partsLeft -= parts.length;
    partsLeftInCell -= parts.length;
    return parts.reduce((sum, part) => sum + divide(f, part, depth + 1, scale), 0) / parts.length;
  }

  return {
    centre(cell) {
      const { x, y, wx, wy } = cellBox(mesh, cell);
      return [x + wx / 2, y + wy / 2];
    },
    plain(cell, f) {
      const box = cellBox(mesh, cell);
      const average = applyRule(fine, f, box);
      return { average, miss: Math.abs(average - applyRule(coarse, f, box)) };
    },
    adaptive(cell, f, scale) {
      partsLeftInCell = MAX_PARTS_PER_CELL;
      reference = 0;
      return divide(f, cellBox(mesh, cell), 0, scale);
    },
    unresolved: () => open,
  };
}

/** Whether the plain rule of {@link CellQuadrature.plain} is good enough; non-finite averages cannot be improved. */
export function isResolved({ average, miss }: { readonly average: number; readonly miss: number }): boolean {
  return !(miss > TOLERANCE * Math.abs(average));
}

/**
 * Averages of f over the cells of a mesh: relative accuracy 1e-12 or better in every cell, about 1e-15 where f is smooth.
 *
 * @returns one value per cell; not finite where f is not
 * @throws {InputError} if f varies too fast: more than 1e-6 of the total (two axes: 1e-3) could not be resolved
 */
export function averageOverCells(mesh: Mesh, f: PointFunction): Float64Array {
  const quadrature = createCellQuadrature(mesh);
  const averages = new Float64Array(mesh.size);
  const pending: number[] = [];
  let scale = 0;
  for (let cell = 0; cell < mesh.size; cell++) {
    const plain = quadrature.plain(cell, f);
    averages[cell] = plain.average;
    if (Number.isFinite(plain.average)) scale = Math.max(scale, Math.abs(plain.average));
    if (!isResolved(plain)) pending.push(cell);
  }
  for (const cell of pending) averages[cell] = quadrature.adaptive(cell, f, scale);
  checkResolved(mesh, quadrature.unresolved() / averages.reduce((sum, value) => sum + Math.abs(value), 0));
  return averages;
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

/** Centre of a cell as text for messages: "x = 0.5" or "(x, y) = (0.5, 0.25)". */
export function cellCentreText(mesh: Mesh, cell: number): string {
  const { x, y, wx, wy } = cellBox(mesh, cell);
  return positionText(mesh, x + wx / 2, y + wy / 2);
}

/** A position as text for messages. */
export function positionText(mesh: Mesh, x: number, y: number): string {
  const short = (value: number) => String(Number(value.toPrecision(6)));
  return mesh.cells.length === 1 ? `x = ${short(x)}` : `(x, y) = (${short(x)}, ${short(y)})`;
}

function cellBox(mesh: Mesh, cell: number): Box {
  const columns = mesh.cells[0] as number;
  const wx = mesh.widths[0] as number;
  if (mesh.cells.length === 1) return { x: facePosition(mesh, 0, cell), y: 0, wx, wy: 0 };
  const x = facePosition(mesh, 0, cell % columns);
  const y = facePosition(mesh, 1, Math.floor(cell / columns));
  return { x, y, wx, wy: mesh.widths[1] as number };
}

function halves({ x, y, wx, wy }: Box, axes: number): Box[] {
  const left = { x, y, wx: wx / 2, wy: wy / 2 };
  const right = { ...left, x: x + wx / 2 };
  if (axes === 1) return [left, right];
  return [left, right, { ...left, y: y + wy / 2 }, { ...right, y: y + wy / 2 }];
}

function cellRule(axes: number, n: number): CellRule {
  const { nodes, weights } = gaussLegendre(n);
  if (axes === 1) return { dx: nodes, dy: new Float64Array(n), weights };
  const at = (values: Float64Array, index: number) => values[index] as number;
  const square = new Float64Array(n * n);
  return {
    dx: square.map((_, k) => at(nodes, k % n)),
    dy: square.map((_, k) => at(nodes, Math.floor(k / n))),
    weights: square.map((_, k) => at(weights, k % n) * at(weights, Math.floor(k / n))),
  };
}

function applyRule(rule: CellRule, f: PointFunction, box: Box): number {
  const { dx, dy, weights } = rule;
  const { x, y, wx, wy } = box;
  let sum = 0;
  for (let k = 0; k < weights.length; k++) {
    sum += (weights[k] as number) * f(x + wx * (dx[k] as number), y + wy * (dy[k] as number));
  }
  return sum;
}
