import { InputError } from "../errors.js";
import { productOf } from "../numerics/vector.js";

/** A box as one `[lower, upper]` pair per axis. */
export type Domain = readonly (readonly [number, number])[];

/** Uniform mesh of a box. Cells are numbered with the first axis fastest. */
export interface Mesh {
  readonly domain: Domain;
  /** Number of cells per axis. */
  readonly cells: readonly number[];
  /** Cell width per axis. */
  readonly widths: readonly number[];
  /** Total number of cells. */
  readonly size: number;
  /** Volume of one cell. */
  readonly cellVolume: number;
  /** Largest cell width: the mesh size h of a study. */
  readonly h: number;
}

/** Relative to its place, the least width of a cell with a centre and faces of its own. */
const roundOff = 16 * Number.EPSILON;

/**
 * Uniform mesh of `domain` with `cells[k]` cells on axis k.
 *
 * @throws {InputError} on an empty interval or a cell number that is no positive integer
 */
export function createMesh(domain: Domain, cells: readonly number[]): Mesh {
  if (domain.length !== cells.length) {
    throw new InputError("one number of cells per axis is needed", { path: "cells", value: cells });
  }
  const widths = domain.map(([lower, upper], axis) => {
    const count = cells[axis];
    if (
      !Number.isFinite(lower) ||
      !Number.isFinite(upper) ||
      !(upper > lower && upper - lower < Number.POSITIVE_INFINITY)
    ) {
      throw new InputError("an axis needs finite bounds with lower < upper", {
        path: `model.domain[${axis}]`,
        value: [lower, upper],
      });
    }
    if (!Number.isInteger(count) || count < 1) {
      throw new InputError("the number of cells must be a positive integer", { path: "cells", value: count });
    }
    const width = (upper - lower) / count;
    if (!(width > roundOff * Math.max(Math.abs(lower), Math.abs(upper)))) {
      throw new InputError("cells of this axis are too narrow to be told apart", {
        path: `model.domain[${axis}]`,
        value: [lower, upper],
        remedy: "Use fewer cells, or put the origin near the domain.",
      });
    }
    return width;
  });
  return {
    domain,
    cells: [...cells],
    widths,
    size: productOf(cells),
    cellVolume: productOf(widths),
    h: Math.max(...widths),
  };
}

/** Face position `index` (0 … cells) on an axis; both walls are met exactly. */
export function facePosition(mesh: Mesh, axis: number, index: number): number {
  const [lower, upper] = mesh.domain[axis];
  const count = mesh.cells[axis];
  return lower + ((upper - lower) * index) / count;
}
