import type { Workspace } from "../compiled/workspace.js";
import { coarsenedShapes, type GridTopology } from "./grid-levels.js";

/** Conductances of the cells of a mesh in its order: to ground and to the upper neighbours, 0 at the walls. */
export interface Conductances {
  readonly ground: Float64Array;
  readonly alongX: Float64Array;
  readonly alongY: Float64Array;
}

/**
 * One grid of the hierarchy for a single layer, its cells by colour: red are those with i + j even.
 *
 * An array of one colour has its rows one after the other, a row of zeros before and after them. Row j holds at index
 * (j + 1) stride + k the k-th cell of the colour in it, i = 2 k or 2 k + 1, and zeros beyond the last. So every cell
 * has four neighbours in memory, and cells of a colour are next to each other.
 */
export interface RedBlackLevel {
  readonly nx: number;
  readonly ny: number;
  /** 1 along an axis that is coarsened, else 0. */
  readonly shiftX: number;
  readonly shiftY: number;
  /** Length of a row of one colour, even. */
  readonly stride: number;
  /** Conductances of the four faces of every red cell. */
  readonly west: Float64Array;
  readonly east: Float64Array;
  readonly south: Float64Array;
  readonly north: Float64Array;
  /** 1/diagonal, 0 where there is no cell. */
  readonly inverseRed: Float64Array;
  readonly inverseBlack: Float64Array;
  readonly diagonalBlack: Float64Array;
  /** Right-hand side, and the correction. */
  readonly rRed: Float64Array;
  readonly rBlack: Float64Array;
  readonly zRed: Float64Array;
  readonly zBlack: Float64Array;
  /** On the finest grid: the search direction, its image and the solution, of the black cells. */
  readonly pRed: Float64Array;
  readonly pBlack: Float64Array;
  readonly image: Float64Array;
  readonly x: Float64Array;
  /** A row of the next coarser grid, in the order of the mesh. */
  readonly row: Float64Array;
}

/** Names of a level's numbers and arrays, in the order of its description to the compiled kernels. */
export const levelNumbers = ["nx", "ny", "shiftX", "shiftY", "stride"] as const;
export const levelArrays = [
  "west",
  "east",
  "south",
  "north",
  "inverseRed",
  "inverseBlack",
  "diagonalBlack",
  "rRed",
  "rBlack",
  "zRed",
  "zBlack",
  "pRed",
  "pBlack",
  "image",
  "x",
  "row",
] as const;

/** The grids from the finest to a single cell. */
export function createRedBlackLevels(topology: GridTopology, { float64 }: Workspace): RedBlackLevel[] {
  return coarsenedShapes(topology).map(({ nx, ny, shiftX, shiftY }, depth) => {
    const stride = 2 * ((nx + 1) >> 2) + 2;
    const array = (): Float64Array => float64((ny + 2) * stride);
    const onFinest = (): Float64Array => float64(depth === 0 ? (ny + 2) * stride : 0);
    return {
      ...{ nx, ny, shiftX, shiftY, stride },
      ...{ west: array(), east: array(), south: array(), north: array() },
      ...{ inverseRed: array(), inverseBlack: array(), diagonalBlack: onFinest() },
      ...{ rRed: array(), rBlack: array(), zRed: array(), zBlack: array() },
      ...{ pRed: onFinest(), pBlack: onFinest(), image: onFinest(), x: onFinest(), row: float64(2 * stride) },
    };
  });
}
