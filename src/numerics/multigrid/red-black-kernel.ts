import type { Conductances, RedBlackLevel } from "./red-black-levels.js";

/**
 * The passes of conjugate gradients with a multigrid V-cycle, for a single layer (see red-black-solver.ts).
 *
 * Sums over cells are two, of the cells with even and odd k in their rows, row by row, added at the end.
 */
export interface RedBlackKernel {
  /** Fills the faces and diagonals of a level. */
  split(level: RedBlackLevel, conductances: Conductances): void;
  /** Fills the conductances of the next coarser grid. */
  coarsen(level: RedBlackLevel, fine: Conductances, coarse: Conductances): void;
  /** Starts on the finest grid: red cells are solved, so that only black ones have a residual. */
  begin(level: RedBlackLevel, source: Float64Array): void;
  /** Moves by `step` along the search direction; then a V-cycle's way down from the finest grid. */
  descendFinest(level: RedBlackLevel, coarse: RedBlackLevel, step: number): void;
  /** A V-cycle's way down: red cells, black cells, and the residual of the red ones to the coarser grid. */
  descend(level: RedBlackLevel, coarse: RedBlackLevel): void;
  /** A V-cycle's way up: the coarse correction of the red cells, black cells, red cells. */
  ascend(level: RedBlackLevel, coarse: RedBlackLevel): void;
  /** The same on the finest grid. @returns r · z */
  ascendFinest(level: RedBlackLevel, coarse: RedBlackLevel): number;
  /** p = z + beta p and its image. @returns p · A p */
  direct(level: RedBlackLevel, beta: number): number;
  /** Moves by `step` for the last time, and writes the solution in the order of the mesh. */
  finish(level: RedBlackLevel, source: Float64Array, step: number, solution: Float64Array): void;
}

/** The kernel in TypeScript; every sum of products is in the order in which the compiled one takes it. */
export const redBlackKernel: RedBlackKernel = {
  split(level, conductances) {
    for (let j = 0; j < level.ny; j++) splitRow(level, conductances, j);
  },
  coarsen(level, fine, coarse) {
    coarsenGround(level, fine.ground, coarse.ground);
    coarsenX(level, fine.alongX, coarse.alongX);
    coarsenY(level, fine.alongY, coarse.alongY);
  },
  begin(level, source) {
    const { nx, ny, stride, inverseRed, rBlack, zRed, pRed, pBlack, image, x } = level;
    for (const array of [pRed, pBlack, image, x]) array.fill(0);
    for (let j = 0; j < ny; j++) {
      for (let i = j & 1, k = (j + 1) * stride; i < nx; i += 2, k++) zRed[k] = inverseRed[k] * source[j * nx + i];
    }
    for (let j = 0; j < ny; j++) {
      for (let i = 1 - (j & 1), k = (j + 1) * stride; i < nx; i += 2, k++) {
        rBlack[k] = source[j * nx + i] + toBlack(level, zRed, j, k);
      }
    }
  },
  descendFinest(level, coarse, step) {
    const { ny, stride, inverseBlack, rBlack, zBlack, pBlack, image, x } = level;
    for (let k = stride; k < (ny + 1) * stride; k++) {
      x[k] = x[k] + step * pBlack[k];
      const r = rBlack[k] - step * image[k];
      rBlack[k] = r;
      zBlack[k] = inverseBlack[k] * r;
    }
    restrict(level, coarse);
  },
  descend(level, coarse) {
    const { ny, stride, inverseRed, rRed, zRed } = level;
    for (let k = stride; k < (ny + 1) * stride; k++) zRed[k] = inverseRed[k] * rRed[k];
    relaxBlack(level);
    restrict(level, coarse);
  },
  ascend(level, coarse) {
    prolong(level, coarse, true);
    relaxBlack(level);
    const { ny, stride, inverseRed, rRed, zRed, zBlack } = level;
    for (let j = 0; j < ny; j++) {
      for (let k = (j + 1) * stride; k < (j + 2) * stride; k++) {
        zRed[k] = inverseRed[k] * (rRed[k] + toRed(level, zBlack, j, k));
      }
    }
  },
  ascendFinest(level, coarse) {
    prolong(level, coarse, false);
    const sum = relaxBlack(level);
    const { ny, stride, inverseRed, zRed, zBlack } = level;
    for (let j = 0; j < ny; j++) {
      for (let k = (j + 1) * stride; k < (j + 2) * stride; k++) {
        zRed[k] = inverseRed[k] * toRed(level, zBlack, j, k);
      }
    }
    return sum;
  },
  direct(level, beta) {
    const { ny, stride, diagonalBlack, zRed, zBlack, pRed, pBlack, image } = level;
    for (let k = stride; k < (ny + 1) * stride; k++) {
      pRed[k] = zRed[k] + beta * pRed[k];
      pBlack[k] = zBlack[k] + beta * pBlack[k];
    }
    let [even, odd] = [0, 0];
    for (let j = 0; j < ny; j++) {
      let [evenOfRow, oddOfRow] = [0, 0];
      for (let k = (j + 1) * stride; k < (j + 2) * stride; k += 2) {
        image[k] = diagonalBlack[k] * pBlack[k] - toBlack(level, pRed, j, k);
        image[k + 1] = diagonalBlack[k + 1] * pBlack[k + 1] - toBlack(level, pRed, j, k + 1);
        evenOfRow += image[k] * pBlack[k];
        oddOfRow += image[k + 1] * pBlack[k + 1];
      }
      even += evenOfRow;
      odd += oddOfRow;
    }
    return even + odd;
  },
  finish(level, source, step, solution) {
    const { nx, ny, stride, inverseRed, pBlack, x } = level;
    for (let k = stride; k < (ny + 1) * stride; k++) x[k] = x[k] + step * pBlack[k];
    for (let j = 0; j < ny; j++) {
      const first = (j + 1) * stride;
      for (let i = 1 - (j & 1), k = first; i < nx; i += 2, k++) solution[j * nx + i] = x[k];
      for (let i = j & 1, k = first; i < nx; i += 2, k++) {
        solution[j * nx + i] = inverseRed[k] * (source[j * nx + i] + toRed(level, x, j, k));
      }
    }
  },
};

/** What the four neighbours send to the red cell at k in row j. */
function toRed({ stride, west, east, south, north }: RedBlackLevel, z: Float64Array, j: number, k: number): number {
  const left = k - 1 + (j & 1);
  const byX = west[k] * z[left] + east[k] * z[left + 1];
  const byY = south[k] * z[k - stride] + north[k] * z[k + stride];
  return byX + byY;
}

/** The same for the black cell, by the faces of the red ones around it. */
function toBlack({ stride, west, east, south, north }: RedBlackLevel, z: Float64Array, j: number, k: number): number {
  const left = k - (j & 1);
  const byX = east[left] * z[left] + west[left + 1] * z[left + 1];
  const byY = north[k - stride] * z[k - stride] + south[k + stride] * z[k + stride];
  return byX + byY;
}

/** z of the black cells from the red ones; returns r · z. */
function relaxBlack(level: RedBlackLevel): number {
  const { ny, stride, inverseBlack, rBlack, zRed, zBlack } = level;
  let [even, odd] = [0, 0];
  for (let j = 0; j < ny; j++) {
    let [evenOfRow, oddOfRow] = [0, 0];
    for (let k = (j + 1) * stride; k < (j + 2) * stride; k += 2) {
      zBlack[k] = inverseBlack[k] * (rBlack[k] + toBlack(level, zRed, j, k));
      zBlack[k + 1] = inverseBlack[k + 1] * (rBlack[k + 1] + toBlack(level, zRed, j, k + 1));
      evenOfRow += rBlack[k] * zBlack[k];
      oddOfRow += rBlack[k + 1] * zBlack[k + 1];
    }
    even += evenOfRow;
    odd += oddOfRow;
  }
  return even + odd;
}

/**
 * Sums the residual over groups of cells. After the black cells only red ones have one, and there are two in a group of
 * four, one in a pair.
 */
function restrict(level: RedBlackLevel, coarse: RedBlackLevel): void {
  const { ny, stride, shiftX, shiftY, zBlack, row } = level;
  for (let j = 0; j < ny; j++) {
    const first = (j + 1) * stride;
    if (shiftX === 0) {
      // The groups of a row are pairs along y: red cells of even and odd rows go to coarse cells of either colour.
      const to = ofRedColumns(j, coarse.rRed, coarse.rBlack);
      const shift = ((j >> 1) + 1) * coarse.stride;
      for (let k = 0; k < stride; k++) to[shift + k] = toRed(level, zBlack, j, first + k);
      if (j === ny - 1 && (j & 1) === 0) ofRedColumns(j + 1, coarse.rRed, coarse.rBlack).fill(0, shift, shift + stride);
      continue;
    }
    const adds = shiftY === 1 && (j & 1) === 1;
    for (let k = 0; k < stride; k++) {
      const residual = toRed(level, zBlack, j, first + k);
      row[k] = adds ? row[k] + residual : residual;
    }
    if (adds || shiftY === 0 || j === ny - 1) splitColours(row, coarse, j >> shiftY);
  }
}

/** Where groups are pairs along y: the array of the colour of the coarse cells above the red ones in row j. */
function ofRedColumns(j: number, red: Float64Array, black: Float64Array): Float64Array {
  return ((j ^ (j >> 1)) & 1) === 0 ? red : black;
}

/** Writes a row in the order of the mesh to the right-hand side of a level. */
function splitColours(row: Float64Array, { nx, stride, rRed, rBlack }: RedBlackLevel, j: number): void {
  const first = (j + 1) * stride;
  const [even, odd] = (j & 1) === 0 ? [rRed, rBlack] : [rBlack, rRed];
  for (let i = 0, k = first; i < nx; i += 2, k++) even[k] = row[i];
  for (let i = 1, k = first; i < nx; i += 2, k++) odd[k] = row[i];
}

/** Takes the coarse correction for red cells, or adds it to what they have. */
function prolong(level: RedBlackLevel, coarse: RedBlackLevel, adds: boolean): void {
  const { ny, stride, shiftX, shiftY, zRed } = level;
  for (let j = 0; j < ny; j++) {
    const first = (j + 1) * stride;
    const row = (j >> shiftY) + 1;
    for (let k = 0; k < stride; k++) {
      const value =
        shiftX === 0
          ? ofRedColumns(j, coarse.zRed, coarse.zBlack)[row * coarse.stride + k]
          : ((k ^ (row - 1)) & 1) === 0
            ? coarse.zRed[row * coarse.stride + (k >> 1)]
            : coarse.zBlack[row * coarse.stride + (k >> 1)];
      zRed[first + k] = adds ? zRed[first + k] + value : value;
    }
  }
}

function splitRow(level: RedBlackLevel, { ground, alongX, alongY }: Conductances, j: number): void {
  const { nx, stride, west, east, south, north, inverseRed, inverseBlack, diagonalBlack } = level;
  for (let i = 0; i < nx; i++) {
    const q = j * nx + i;
    const k = (j + 1) * stride + (i >> 1);
    const [w, e] = [i > 0 ? alongX[q - 1] : 0, alongX[q]];
    const [s, n] = [j > 0 ? alongY[q - nx] : 0, alongY[q]];
    const diagonal = ground[q] + (w + e) + (s + n);
    const inverse = diagonal > 0 ? 1 / diagonal : 0;
    if (((i ^ j) & 1) === 0) {
      west[k] = w;
      east[k] = e;
      south[k] = s;
      north[k] = n;
      inverseRed[k] = inverse;
    } else {
      inverseBlack[k] = inverse;
      if (diagonalBlack.length > 0) diagonalBlack[k] = diagonal;
    }
  }
}

function coarsenGround({ nx, ny, shiftX, shiftY }: RedBlackLevel, fine: Float64Array, coarse: Float64Array): void {
  const width = (nx + shiftX) >> shiftX;
  coarse.fill(0);
  for (let j = 0; j < ny; j++) {
    for (let i = 0, c = (j >> shiftY) * width; i < nx; i += 1 + shiftX, c++) {
      const q = j * nx + i;
      const pair = shiftX === 1 && i + 1 < nx ? fine[q] + fine[q + 1] : fine[q];
      coarse[c] = coarse[c] + pair;
    }
  }
}

/**
 * Faces between groups, in parallel, times the distance of the cells over that of the groups' centres: with the
 * constant interpolation this scales the coarse correction right (Braess, Computing 55 (1995) 379).
 */
function coarsenX({ nx, ny, shiftX, shiftY }: RedBlackLevel, fine: Float64Array, coarse: Float64Array): void {
  const width = (nx + shiftX) >> shiftX;
  coarse.fill(0);
  for (let j = 0; j < ny; j++) {
    for (let i = shiftX, c = (j >> shiftY) * width; i < nx; i += 1 + shiftX, c++) {
      coarse[c] = coarse[c] + betweenCentres(i, nx, shiftX) * fine[j * nx + i];
    }
  }
}

function coarsenY({ nx, ny, shiftX, shiftY }: RedBlackLevel, fine: Float64Array, coarse: Float64Array): void {
  const width = (nx + shiftX) >> shiftX;
  coarse.fill(0);
  for (let j = shiftY; j < ny; j += 1 + shiftY) {
    const scale = betweenCentres(j, ny, shiftY);
    for (let i = 0, c = (j >> shiftY) * width; i < nx; i += 1 + shiftX, c++) {
      const q = j * nx + i;
      const pair = shiftX === 1 && i + 1 < nx ? fine[q] + fine[q + 1] : fine[q];
      coarse[c] = scale * pair;
    }
  }
}

/** One over the distance between the centres of the groups of cells i and i + 1, in cells. */
function betweenCentres(i: number, count: number, shift: number): number {
  if (shift === 0) return 1;
  return i + 2 < count ? 1 / 2 : 1 / 1.5;
}
