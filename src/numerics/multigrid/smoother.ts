import { innerProduct } from "../compiled/vectors.js";
import type { CellElimination } from "./cell-elimination.js";
import { factorCell, solveCell } from "./cell-elimination.js";
import type { GridLevel, GridTopology } from "./grid-levels.js";

/**
 * The kernels of a V-cycle with one red-black Gauss-Seidel sweep per half, all layers of a cell at once. Red are the
 * cells with i + j even.
 */
export interface Smoother {
  /** Factors the cells of a level whose diagonal and exchange are known. */
  factor(level: GridLevel): void;
  /** z = 0, then the red cells. */
  solveFirst(level: GridLevel): void;
  /** Gauss-Seidel on the cells of one colour, 0 red or 1 black. */
  relax(level: GridLevel, colour: number): void;
  /**
   * Sums the residual over groups of cells into the coarser right-hand side; after the black sweep only red cells have
   * one.
   */
  restrict(fine: GridLevel, coarse: GridLevel): void;
  /** Adds the coarse correction to the red cells; the black ones follow from them. */
  prolong(coarse: GridLevel, fine: GridLevel): void;
  /** image = A p, p padded; returns p · A p. */
  apply(level: GridLevel, p: Float64Array, image: Float64Array): number;
}

/** Kernels for two layers and more: the cell's system by sparse elimination over its graph. */
export function createLayeredSmoother(topology: GridTopology, elimination: CellElimination): Smoother {
  const { layers, tails, heads } = topology;
  const { slotOf, other } = elimination;
  const edges = tails.length;
  const slots = other.length;
  const ground = new Float64Array(layers);
  const right = new Float64Array(layers);
  const inverseCell = new Float64Array(layers);

  /** What the four neighbours of the cell at q send to each of its layers, added to `right`. */
  function gather({ nx, alongX, alongY, z }: GridLevel, q: number): void {
    const row = nx * layers;
    for (let g = 0; g < layers; g++) {
      const p = q + g;
      const x = alongX[p - layers] * z[p - layers] + alongX[p] * z[p + layers];
      const y = alongY[p - row] * z[p - row] + alongY[p] * z[p + row];
      right[g] = right[g] + (x + y);
    }
  }

  function solveInto({ inverse, share, z }: GridLevel, cell: number, q: number): void {
    solveCell(elimination, inverse, cell * layers, share, cell * slots, right);
    for (let g = 0; g < layers; g++) z[q + g] = right[g];
  }

  return {
    factor({ nx, ny, diagonal, across, inverse, share }) {
      share.fill(0);
      for (let cell = 0; cell < nx * ny; cell++) {
        for (let e = 0; e < edges; e++) share[cell * slots + slotOf[e]] = across[cell * edges + e];
        for (let g = 0; g < layers; g++) ground[g] = diagonal[cell * layers + g];
        factorCell(elimination, ground, 0, inverseCell, share, cell * slots);
        inverse.set(inverseCell, cell * layers);
      }
    },
    solveFirst(level) {
      const { nx, ny, pad, r, z } = level;
      z.fill(0);
      for (let j = 0; j < ny; j++) {
        for (let i = j & 1; i < nx; i += 2) {
          const cell = j * nx + i;
          for (let g = 0; g < layers; g++) right[g] = r[cell * layers + g];
          solveInto(level, cell, pad + cell * layers);
        }
      }
    },
    relax(level, colour) {
      const { nx, ny, pad, r } = level;
      for (let j = 0; j < ny; j++) {
        for (let i = (j + colour) & 1; i < nx; i += 2) {
          const cell = j * nx + i;
          for (let g = 0; g < layers; g++) right[g] = r[cell * layers + g];
          gather(level, pad + cell * layers);
          solveInto(level, cell, pad + cell * layers);
        }
      }
    },
    restrict(fine, coarse) {
      const { nx, ny, shiftX, shiftY, pad } = fine;
      const sum = coarse.r;
      sum.fill(0);
      for (let j = 0; j < ny; j++) {
        for (let i = j & 1; i < nx; i += 2) {
          right.fill(0);
          gather(fine, pad + (j * nx + i) * layers);
          const c = (coarse.nx * (j >> shiftY) + (i >> shiftX)) * layers;
          for (let g = 0; g < layers; g++) sum[c + g] = sum[c + g] + right[g];
        }
      }
    },
    prolong(coarse, { nx, ny, shiftX, shiftY, pad, z }) {
      for (let j = 0; j < ny; j++) {
        for (let i = j & 1; i < nx; i += 2) {
          const c = coarse.pad + (coarse.nx * (j >> shiftY) + (i >> shiftX)) * layers;
          const q = pad + (j * nx + i) * layers;
          for (let g = 0; g < layers; g++) z[q + g] = z[q + g] + coarse.z[c + g];
        }
      }
    },
    apply({ nx, ny, pad, alongX, alongY, across, diagonal }, p, image) {
      const row = nx * layers;
      const nodes = ny * row;
      for (let k = 0, q = pad; k < nodes; k++, q++) {
        const byX = alongX[q - layers] * p[q - layers] + alongX[q] * p[q + layers];
        const byY = alongY[q - row] * p[q - row] + alongY[q] * p[q + row];
        image[k] = diagonal[k] * p[q] - (byX + byY);
      }
      for (let i = 0, k = 0; i < nodes; i += layers) {
        for (let e = 0; e < edges; e++, k++) {
          const a = i + tails[e];
          const b = i + heads[e];
          const current = across[k] * (p[pad + a] - p[pad + b]);
          image[a] = image[a] + current;
          image[b] = image[b] - current;
        }
      }
      return innerProduct(image, p.subarray(pad, pad + nodes));
    },
  };
}
