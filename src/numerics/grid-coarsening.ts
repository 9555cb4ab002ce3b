import { createGridMatrix, type GridShape } from "./grid-pattern.js";
import { entryPosition, type SparseMatrix } from "./sparse.js";

/** A grid with the widths of its cells, which decide along which axes it is coarsened. */
export interface SizedGrid extends GridShape {
  readonly widths: readonly number[];
}

/** The next coarser level of a conservative system of two-point fluxes on a grid times a graph. */
export interface Coarsening {
  readonly grid: SizedGrid;
  readonly matrix: SparseMatrix;
  /** Fills the coarse matrix from that of the fine level with columns scaled by `scale` (null: as they are). */
  assemble(scale: Float64Array | null): void;
  /** coarse = sums of `fine` over the cells of each coarse cell. */
  restrict(fine: Float64Array, coarse: Float64Array): void;
  /** fine += scale times the bilinear interpolation of `coarse`. */
  prolong(coarse: Float64Array, scale: Float64Array | null, fine: Float64Array): void;
}

/** Axes are coarsened while their cells are at most this much wider than those of the finest axis. */
const widestRatio = 1.5;

/**
 * Pairs of cells on each axis of about the finest width are put together; null on a single cell.
 *
 * The coarse matrix is that of sums of fine equations with fine unknowns constant in coarse cells, but for couplings
 * along a coarsened axis, which are halved: the distance between centres has doubled. What they lose goes to the
 * diagonal of the same column, so that column sums, that is conservation of mass, are kept, and the matrix stays an
 * M-matrix.
 */
export function createCoarsening(fine: SparseMatrix, shape: SizedGrid): Coarsening | null {
  const { counts, widths, layers } = shape;
  const finest = Math.min(...widths.filter((_, axis) => counts[axis] > 1));
  if (!Number.isFinite(finest)) return null;
  const ratios = counts.map((count, axis) => (count > 1 && widths[axis] <= widestRatio * finest ? 2 : 1));
  const grid: SizedGrid = {
    ...shape,
    counts: counts.map((count, axis) => Math.ceil(count / (ratios[axis] as number))),
    widths: widths.map((width, axis) => width * (ratios[axis] as number)),
  };
  const matrix = createGridMatrix(grid, 1);
  const target = targetsOf(shape, grid, ratios);
  const { positions, kinds } = positionsOf(fine, matrix, target, grid);
  // Kinds: 0 within a coarse cell, 1 and 2 to a neighbour along an axis, 3 to none the coarse pattern has.
  const keep = Float64Array.of(1, 1 / (ratios[0] as number), 1 / (ratios[1] ?? 1), 0);
  return {
    grid,
    matrix,
    assemble(scale) {
      const { values, diagonal } = matrix;
      values.fill(0);
      for (let p = 0; p < positions.length; p++) {
        const column = fine.columns[p];
        const value = fine.values[p] * (scale === null ? 1 : scale[column]);
        const kept = keep[kinds[p]];
        const position = positions[p];
        if (position >= 0) values[position] = values[position] + kept * value;
        if (kept === 1) continue;
        const own = diagonal[target[column]];
        values[own] = values[own] + (1 - kept) * value;
      }
    },
    restrict(from, coarse) {
      coarse.fill(0);
      for (let k = 0; k < target.length; k++) {
        const to = target[k];
        coarse[to] = coarse[to] + from[k];
      }
    },
    prolong: createProlongation(counts, grid.counts, ratios, layers),
  };
}

/** Coarse unknown of every fine one. */
function targetsOf({ counts, layers }: GridShape, coarse: GridShape, ratios: readonly number[]): Int32Array {
  const [nx = 1, ny = 1] = counts;
  const [rx = 1, ry = 1] = ratios;
  const coarseX = coarse.counts[0];
  return Int32Array.from({ length: nx * ny * layers }, (_, k) => {
    const layer = k % layers;
    const cell = (k - layer) / layers;
    const ix = Math.floor((cell % nx) / rx);
    const iy = Math.floor(Math.floor(cell / nx) / ry);
    return (iy * coarseX + ix) * layers + layer;
  });
}

function positionsOf(
  fine: SparseMatrix,
  coarse: SparseMatrix,
  target: Int32Array,
  { counts, layers }: GridShape,
): { positions: Int32Array; kinds: Uint8Array } {
  const positions = new Int32Array(fine.columns.length);
  const kinds = new Uint8Array(fine.columns.length);
  const coarseX = counts[0];
  for (let row = 0; row < fine.size; row++) {
    const to = target[row];
    const cell = Math.floor(to / layers);
    for (let p = fine.starts[row]; p < fine.starts[row + 1]; p++) {
      const from = target[fine.columns[p]];
      const position = entryPosition(coarse, to, from);
      positions[p] = position;
      const other = Math.floor(from / layers);
      if (other === cell) kinds[p] = 0;
      else if (position < 0) kinds[p] = 3;
      else kinds[p] = other % coarseX === cell % coarseX ? 2 : 1;
    }
  }
  return { positions, kinds };
}

/** Bilinear interpolation between centres of coarse cells, constant beyond the outermost. */
function createProlongation(
  counts: readonly number[],
  coarse: readonly number[],
  ratios: readonly number[],
  layers: number,
): Coarsening["prolong"] {
  const [nx = 1, ny = 1] = counts;
  const [coarseX = 1, coarseY = 1] = coarse;
  const x = neighboursOf(nx, coarseX, ratios[0]);
  const y = neighboursOf(ny, coarseY, ratios[1] ?? 1);
  return (values, scale, fine) => {
    let k = 0;
    for (let iy = 0; iy < ny; iy++) {
      const own = y.own[iy] * coarseX;
      const other = y.other[iy] * coarseX;
      for (let ix = 0; ix < nx; ix++) {
        const [left, right] = [x.own[ix], x.other[ix]];
        const [a, b] = [(own + left) * layers, (own + right) * layers];
        const [c, d] = [(other + left) * layers, (other + right) * layers];
        for (let layer = 0; layer < layers; layer++, k++) {
          const value =
            0.5625 * values[a + layer] + 0.1875 * (values[b + layer] + values[c + layer]) + 0.0625 * values[d + layer];
          fine[k] = fine[k] + (scale === null ? value : scale[k] * value);
        }
      }
    }
  };
}

/** Per fine index of an axis its coarse index, and that of the next nearest coarse centre. */
function neighboursOf(count: number, coarse: number, ratio: number): { own: Int32Array; other: Int32Array } {
  const own = Int32Array.from({ length: count }, (_, i) => Math.floor(i / ratio));
  if (ratio === 1) return { own, other: own };
  const other = own.map((index, i) => Math.min(Math.max(i % 2 === 0 ? index - 1 : index + 1, 0), coarse - 1));
  return { own, other };
}
