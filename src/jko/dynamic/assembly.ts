import type { BlockTridiagonal } from "../../numerics/block-tridiagonal.js";
import type { Linearization } from "./linearization.js";
import type { Path, PathSpace } from "./path-space.js";

/** Where the iteration is: a path, the potentials of its continuity equation, and the multipliers of positivity. */
export interface Iterate {
  readonly path: Path;
  /** phi, by node of every interval. */
  readonly phi: Float64Array;
  /** z > 0, by node of every interval (of the density at its end); used for inner densities only. */
  readonly slack: Float64Array;
}

/** The Newton direction; `density` is that of the linearized continuity equation. */
export interface Direction {
  readonly density: Float64Array;
  readonly along: Float64Array;
  readonly across: Float64Array;
  readonly phi: Float64Array;
  readonly slack: Float64Array;
}

/** The barrier: minus `strength` times h sum over inner densities of weight log(density). */
export interface Barrier {
  strength: number;
  /** By node of every interval. */
  readonly weight: Float64Array;
}

/** The Newton system while it is put together. */
export interface Assembly {
  readonly space: PathSpace;
  readonly scale: number;
  readonly size: number;
  readonly system: BlockTridiagonal;
  readonly right: Float64Array;
  readonly at: Iterate;
  readonly model: Linearization;
}

/*
 * Inside the block of a cell, unknown 2 (j layers + layer) is the relative increment of the density at the end of
 * interval j, and the one after it that of phi. The equation of a density is the stationarity in it, over h; that of a
 * phi is the continuity equation. `row` and `column` are such positions; `j = -1` stands for the given first density.
 */
/** Adds `value` to the coefficient of the unknown `column` of cell `other` in the equation `row` of `cell`. */
export function addEntry(
  { size, system }: Assembly,
  cell: number,
  row: number,
  other: number,
  column: number,
  value: number,
): void {
  const target = other === cell ? system.diagonal : other > cell ? system.upper : system.lower;
  const k = (cell * size + row) * size + column;
  target[k] = target[k] + value;
}

/** Adds `value` to the right-hand side of the equation `row` of `cell`. */
export function addRight({ size, right }: Assembly, cell: number, row: number, value: number): void {
  const k = cell * size + row;
  right[k] = right[k] + value;
}
