import { gaussLegendre, gaussLobatto5, gaussLobatto7, type QuadratureRule } from "../numerics/quadrature.js";
import { facePosition, type Mesh } from "./mesh.js";

/** A function of position; y is 0 on a mesh with one axis. */
export type PointFunction = (x: number, y: number) => number;

/** A tensor Gauss rule on the unit cell of one or two axes. */
export interface CellRule {
  readonly dx: Float64Array;
  /** Zero on one axis. */
  readonly dy: Float64Array;
  readonly weights: Float64Array;
}

/** A cell or part of one: its lower corner and its widths (wy = 0 on one axis). */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly wx: number;
  readonly wy: number;
}

/** Centre of a cell as text for messages: "x = 0.5" or "(x, y) = (0.5, 0.25)". */
export function cellCentreText(mesh: Mesh, cell: number): string {
  const { x, y, wx, wy } = cellBox(mesh, cell);
  return positionText(mesh, x + wx / 2, y + wy / 2);
}

/** A position as text for messages. */
export function positionText(mesh: Mesh, x: number, y: number, digits = 6): string {
  const short = (value: number) => String(Number(value.toPrecision(digits)));
  return mesh.cells.length === 1 ? `x = ${short(x)}` : `(x, y) = (${short(x)}, ${short(y)})`;
}

/** The box of a cell. */
export function cellBox(mesh: Mesh, cell: number): Box {
  const columns = mesh.cells[0];
  const wx = mesh.widths[0];
  if (mesh.cells.length === 1) return { x: facePosition(mesh, 0, cell), y: 0, wx, wy: 0 };
  const x = facePosition(mesh, 0, cell % columns);
  const y = facePosition(mesh, 1, Math.floor(cell / columns));
  return { x, y, wx, wy: mesh.widths[1] };
}

/** A box on one axis cut in half. */
export function halves({ x, y, wx, wy }: Box): [Box, Box] {
  return [
    { x, y, wx: wx / 2, wy },
    { x: x + wx / 2, y, wx: wx / 2, wy },
  ];
}

/** A rule, and one to check it by. */
export interface RulePair {
  readonly fine: CellRule;
  readonly check: CellRule;
  /** In place of the check where its nodes at the ends fall on a singularity. */
  readonly inner?: CellRule;
}

/** Gauss rule with n nodes per axis, n^axes in all. */
export function cellRule(axes: number, n: number): CellRule {
  return tensorRule(axes, gaussLegendre(n));
}

/** Distance from the ends of a box to the outermost nodes of {@link checkRule}, in widths of the box. */
const END_OFFSET = 2 ** -40;

/**
 * Lobatto rule with 7 nodes per axis, to check a Gauss rule with an even number by. Gauss nodes keep off the ends of a
 * box, where a jump would pass unnoticed, and two rules without the middle as node agree on a jump there. The end
 * nodes are moved inwards a little, since at a jump between cells the value belongs to either side.
 */
function checkRule(axes: number): CellRule {
  return tensorRule(axes, inside(gaussLobatto7));
}

/** The same with 5 nodes, for a Gauss rule with 4. */
export function quickCheckRule(axes: number): CellRule {
  return tensorRule(axes, inside(gaussLobatto5));
}

/** Gauss rule with 8 nodes per axis, checked by {@link checkRule}. */
export function plainRules(axes: number): RulePair {
  return { fine: cellRule(axes, 8), check: checkRule(axes), inner: cellRule(axes, 5) };
}

/** Nodes at the ends moved inwards a little; less where the rule is for a function that changes at a large rate. */
export function inside({ nodes, weights }: QuadratureRule, rate = 0): QuadratureRule {
  const offset = END_OFFSET / (1 + Math.abs(rate));
  return { nodes: nodes.map((node) => Math.min(Math.max(node, offset), 1 - offset)), weights };
}

function tensorRule(axes: number, rule: QuadratureRule): CellRule {
  if (axes === 2) return productRule(rule, rule);
  return { dx: rule.nodes, dy: new Float64Array(rule.nodes.length), weights: rule.weights };
}

/** Rule on two axes from one per axis. */
export function productRule(alongX: QuadratureRule, alongY: QuadratureRule): CellRule {
  const n = alongX.nodes.length;
  const at = (values: Float64Array, index: number) => values[index];
  const product = new Float64Array(n * alongY.nodes.length);
  return {
    dx: product.map((_, k) => at(alongX.nodes, k % n)),
    dy: product.map((_, k) => at(alongY.nodes, Math.floor(k / n))),
    weights: product.map((_, k) => at(alongX.weights, k % n) * at(alongY.weights, Math.floor(k / n))),
  };
}

/** Average of f over a box. */
export function applyRule(rule: CellRule, f: PointFunction, box: Box): number {
  const { dx, dy, weights } = rule;
  const { x, y, wx, wy } = box;
  let sum = 0;
  for (let k = 0; k < weights.length; k++) {
    sum += weights[k] * f(x + wx * dx[k], y + wy * dy[k]);
  }
  return sum;
}

/** Values of f at the nodes of a rule in a box. */
export function valuesAt({ dx, dy }: CellRule, f: PointFunction, { x, y, wx, wy }: Box): Float64Array {
  const values = new Float64Array(dx.length);
  for (let k = 0; k < values.length; k++) values[k] = f(x + wx * dx[k], y + wy * dy[k]);
  return values;
}

/**
 * How far the rounding of positions moves a function in a box, as a part of its spread over the box: it matters close
 * to singularities, and on domains far from 0.
 */
export function positionNoise({ x, y, wx, wy }: Box): number {
  const alongX = (Math.abs(x) + wx) / wx;
  return Number.EPSILON * (wy === 0 ? alongX : alongX + (Math.abs(y) + wy) / wy);
}
