import { createSparse, type SparseMatrix } from "./sparse.js";

/** A box of cells times the nodes of a graph: unknown `cell * layers + layer`, the first axis fastest. */
export interface GridShape {
  /** Cells per axis, one or two axes. */
  readonly counts: readonly number[];
  readonly layers: number;
  /** Ends of the edges of the graph. */
  readonly tails: ArrayLike<number>;
  readonly heads: ArrayLike<number>;
}

/**
 * A matrix of zeros that couples each unknown with those up to `reach` cells away along the grid lines through it, in
 * its own layer, and with its neighbours on the graph, in its own cell.
 */
export function createGridMatrix({ counts, layers, tails, heads }: GridShape, reach: number): SparseMatrix {
  const [nx = 1, ny = 1] = counts;
  const neighbours = Array.from({ length: layers }, (): number[] => []);
  for (let e = 0; e < tails.length; e++) {
    neighbours[tails[e]].push(heads[e]);
    neighbours[heads[e]].push(tails[e]);
  }
  return createSparse(nx * ny * layers, (row, emit) => {
    const layer = row % layers;
    const cell = (row - layer) / layers;
    const ix = cell % nx;
    const iy = (cell - ix) / nx;
    for (let r = 1; r <= reach; r++) {
      if (iy >= r) emit(row - r * nx * layers);
      if (ix >= r) emit(row - r * layers);
      if (ix + r < nx) emit(row + r * layers);
      if (iy + r < ny) emit(row + r * nx * layers);
    }
    for (const other of neighbours[layer]) emit(row - layer + other);
  });
}
