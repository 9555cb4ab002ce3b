import type { Workspace } from "../compiled/workspace.js";
import type { LadderTopology } from "../ladder.js";

/**
 * Topology of a network on a rectangular grid: every cell holds a copy of one graph of layers, and each layer is joined
 * to itself in the next cell along either axis. Cells are numbered with the first axis fastest.
 *
 * In its systems `along` has two parts of cells * layers entries, one per axis: node k to its upper neighbour, 0 at the
 * wall.
 */
export interface GridTopology extends LadderTopology {
  /** Cells per axis. */
  readonly sizes: readonly [number, number];
  /** Cell widths per axis: what they are relative to each other decides which axis is coarsened first. */
  readonly widths: readonly [number, number];
}

/** One grid of the hierarchy; a coarser one groups its cells in pairs along the axes that are coarsened. */
export interface GridLevel {
  readonly nx: number;
  readonly ny: number;
  /** Shifts from a cell's to its group's position: 1 along an axis that is coarsened, else 0. */
  readonly shiftX: number;
  readonly shiftY: number;
  /** Numbers at either end of padded arrays: one row, so that every cell has four neighbours in memory. */
  readonly pad: number;
  /** Conductances to the upper neighbour, padded, 0 at the walls. */
  readonly alongX: Float64Array;
  readonly alongY: Float64Array;
  /** Conductances to ground. */
  readonly ground: Float64Array;
  /** Conductances per cell and edge. */
  readonly across: Float64Array;
  /** Diagonal without the exchange: ground and all faces. */
  readonly diagonal: Float64Array;
  /** 1/pivot per node, and the shares of the cells' eliminations. */
  readonly inverse: Float64Array;
  readonly share: Float64Array;
  /** Right-hand side, and the correction (padded). */
  readonly r: Float64Array;
  readonly z: Float64Array;
}

/** An axis is coarsened together with another if its cells are at most this much wider: coupling goes as the square. */
const WIDTH_RATIO = 1.5;

/** Cells of a grid along its axes, and 1 for each that is coarsened, else 0. */
export type Shape = Pick<GridLevel, "nx" | "ny" | "shiftX" | "shiftY">;

/**
 * The grids from the finest to a single cell. Where cells are long, only the short direction is coarsened until they
 * are not: the smoother works on strong couplings.
 */
export function coarsenedShapes({ sizes, widths }: GridTopology): Shape[] {
  let [nx, ny] = sizes;
  let [hx, hy] = widths;
  const shapes: Shape[] = [];
  for (;;) {
    const shortX = nx > 1 && (ny === 1 || hx <= WIDTH_RATIO * hy);
    const shortY = ny > 1 && (nx === 1 || hy <= WIDTH_RATIO * hx);
    const [shiftX, shiftY] = [shortX ? 1 : 0, shortY ? 1 : 0];
    shapes.push({ nx, ny, shiftX, shiftY });
    if (nx === 1 && ny === 1) return shapes;
    nx = (nx + shiftX) >> shiftX;
    ny = (ny + shiftY) >> shiftY;
    hx *= 1 + shiftX;
    hy *= 1 + shiftY;
  }
}

/** @param slots numbers of `share` per cell */
export function createGridLevels(topology: GridTopology, slots: number, { float64 }: Workspace): GridLevel[] {
  const { layers, tails } = topology;
  return coarsenedShapes(topology).map((shape) => createLevel(shape, layers, tails.length, slots, float64));
}

function createLevel(
  shape: Shape,
  layers: number,
  edges: number,
  slots: number,
  float64: Workspace["float64"],
): GridLevel {
  const cells = shape.nx * shape.ny;
  const pad = shape.nx * layers;
  const nodes = cells * layers;
  const padded = (): Float64Array => float64(nodes + 2 * pad);
  const [alongX, alongY, z] = [padded(), padded(), padded()];
  const [ground, diagonal, inverse, r] = [float64(nodes), float64(nodes), float64(nodes), float64(nodes)];
  return {
    ...{ ...shape, pad, alongX, alongY, ground, diagonal, inverse, r, z },
    ...{ across: float64(cells * edges), share: float64(cells * slots) },
  };
}

/** Fills the conductances and the diagonal of a level from those of the next finer one. */
export function coarsen(fine: GridLevel, coarse: GridLevel, layers: number, edges: number): void {
  for (const array of [coarse.ground, coarse.across, coarse.alongX, coarse.alongY]) array.fill(0);
  addGround(fine, coarse, layers);
  addFaces(fine, coarse, layers);
  if (edges > 0) addEdges(fine, coarse, edges);
  fillDiagonal(coarse, layers);
}

export function fillDiagonal({ nx, ny, pad, alongX, alongY, ground, diagonal }: GridLevel, layers: number): void {
  const row = nx * layers;
  for (let k = 0, q = pad; k < ny * row; k++, q++) {
    const x = alongX[q] + alongX[q - layers];
    diagonal[k] = ground[k] + x + (alongY[q] + alongY[q - row]);
  }
}

function addGround({ nx, ny, shiftX, shiftY, ground }: GridLevel, coarse: GridLevel, layers: number): void {
  const sum = coarse.ground;
  for (let j = 0, k = 0; j < ny; j++) {
    for (let i = 0; i < nx; i++) {
      const c = ((i >> shiftX) + coarse.nx * (j >> shiftY)) * layers;
      for (let g = 0; g < layers; g++, k++) sum[c + g] = sum[c + g] + ground[k];
    }
  }
}

/**
 * Faces between groups, in parallel, times the distance of the cells over that of the groups' centres: with the
 * constant interpolation this scales the coarse correction right (Braess, Computing 55 (1995) 379).
 */
function addFaces(fine: GridLevel, coarse: GridLevel, layers: number): void {
  const { nx, ny, shiftX, shiftY, pad } = fine;
  for (let j = 0, k = 0; j < ny; j++) {
    const betweenY = j + 1 < ny && (j + 1) >> shiftY > j >> shiftY;
    const scaleY = betweenY ? 1 / distance(j, ny, shiftY) : 0;
    for (let i = 0; i < nx; i++, k += layers) {
      const c = coarse.pad + ((i >> shiftX) + coarse.nx * (j >> shiftY)) * layers;
      const betweenX = i + 1 < nx && (i + 1) >> shiftX > i >> shiftX;
      if (betweenX) addScaled(fine.alongX, pad + k, 1 / distance(i, nx, shiftX), coarse.alongX, c, layers);
      if (betweenY) addScaled(fine.alongY, pad + k, scaleY, coarse.alongY, c, layers);
    }
  }
}

/** Distance between the centres of the groups of cells i and i + 1, in cells. */
function distance(i: number, count: number, shift: number): number {
  if (shift === 0) return 1;
  return i + 2 < count ? 2 : 1.5;
}

function addScaled(from: Float64Array, k: number, scale: number, to: Float64Array, c: number, layers: number): void {
  for (let g = 0; g < layers; g++) to[c + g] = to[c + g] + scale * from[k + g];
}

function addEdges({ nx, ny, shiftX, shiftY, across }: GridLevel, coarse: GridLevel, edges: number): void {
  const sum = coarse.across;
  for (let j = 0, k = 0; j < ny; j++) {
    for (let i = 0; i < nx; i++) {
      const c = ((i >> shiftX) + coarse.nx * (j >> shiftY)) * edges;
      for (let e = 0; e < edges; e++, k++) sum[c + e] = sum[c + e] + across[k];
    }
  }
}
