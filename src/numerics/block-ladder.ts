import { solveLower, solveTransposed } from "./cholesky.js";

/**
 * A block-tridiagonal system of `cells` blocks of size `layers`, whose neighbours are joined by diagonal conductances:
 *
 *     N_i x_i + w_i (x_i - x_{i+1}) + w_{i-1} (x_i - x_{i-1}) = b_i
 *
 * with N_i symmetric and positive semidefinite.
 */
export interface BlockLadderSystem {
  /** N, index (cell * layers + row) * layers + column; only the lower triangles are read. */
  readonly block: Float64Array;
  /** w > 0, index cell * layers + layer, cells - 1 of them. */
  readonly along: Float64Array;
  readonly right: Float64Array;
}

/** Solves a system into `solution`; false where a block is not positive definite to round-off. */
export type BlockLadderSolver = (system: BlockLadderSystem, solution: Float64Array) => boolean;

/**
 * Block elimination that keeps what is left of a block after its conductances, its excess, as a sum of squares.
 *
 * With E = R'R the excess of the cells up to i, the next cell has N + R'(1 + R w^-1 R')^-1 R, the parallel sum of E and
 * w. Nothing is subtracted, so that small excesses beside large conductances keep their digits; Cholesky factors do not
 * mind the scales of the layers.
 */
export function createBlockLadder(cells: number, layers: number): BlockLadderSolver {
  const m = layers;
  const newBlock = (): Float64Array => new Float64Array(m * m);
  const excess = newBlock();
  const root = newBlock();
  const inner = newBlock();
  const reduced = newBlock();
  // By cell, the factor of E + w; and what elimination has made of the right-hand side.
  const factors = Array.from({ length: cells }, newBlock);
  const forward = new Float64Array(cells * m);
  const part = new Float64Array(m);

  /** Adds the parallel sum of `excess` and the conductances to the block that follows. */
  function join(along: Float64Array, base: number): boolean {
    root.set(excess);
    if (!factorBlock(root, m)) return false;
    parallelSum(root, (layer) => 1 / along[base + layer], m, inner, reduced);
    return true;
  }

  return ({ block, along, right }, solution) => {
    part.fill(0);
    reduced.fill(0);
    for (let i = 0; i < cells; i++) {
      const base = i * m;
      for (let k = 0; k < m * m; k++) excess[k] = block[base * m + k] + reduced[k];
      for (let g = 0; g < m; g++) forward[base + g] = right[base + g] + part[g];
      const factor = factors[i];
      factor.set(excess);
      if (i < cells - 1) for (let g = 0; g < m; g++) factor[g * m + g] = factor[g * m + g] + along[base + g];
      if (!factorBlock(factor, m)) return false;
      if (i === cells - 1) break;
      if (!join(along, base)) return false;
      part.set(forward.subarray(base, base + m));
      solveFactored(factor, part);
      for (let g = 0; g < m; g++) part[g] = part[g] * along[base + g];
    }
    for (let i = cells - 1; i >= 0; i--) {
      const x = solution.subarray(i * m, (i + 1) * m);
      for (let g = 0; g < m; g++) {
        x[g] = forward[i * m + g] + (i < cells - 1 ? along[i * m + g] * solution[(i + 1) * m + g] : 0);
      }
      solveFactored(factors[i], x);
    }
    return true;
  };
}

/** Part of an entry of the diagonal that is left of it at least: what elimination leaves below that is round-off. */
const ROUND_OFF = 1e-13;

/**
 * The Cholesky factor of a positive semidefinite block in the place of its lower triangle.
 *
 * What is left of a pivot below round-off is taken to be round-off: the factor is that of a matrix nearby.
 *
 * @returns false where the block is not finite, or has a negative diagonal
 */
export function factorBlock(matrix: Float64Array, m: number): boolean {
  for (let j = 0; j < m; j++) {
    const own = matrix[j * m + j];
    let pivot = own;
    for (let k = 0; k < j; k++) pivot -= matrix[j * m + k] ** 2;
    pivot = Math.max(pivot, ROUND_OFF * own);
    if (!(pivot > 0 && pivot < Number.POSITIVE_INFINITY)) return false;
    const root = Math.sqrt(pivot);
    matrix[j * m + j] = root;
    for (let i = j + 1; i < m; i++) {
      let sum = matrix[i * m + j];
      for (let k = 0; k < j; k++) sum -= matrix[i * m + k] * matrix[j * m + k];
      matrix[i * m + j] = sum / root;
    }
  }
  return true;
}

/** Solves L L' x = rhs in place. */
function solveFactored(lower: Float64Array, rhs: Float64Array): void {
  solveLower(lower, rhs);
  solveTransposed(lower, rhs);
}

/**
 * Writes (M^-1 + D)^-1 = L (1 + L'D L)^-1 L' into `out`, for M = L L' and a diagonal D >= 0, as a sum of squares.
 *
 * @param scratch a block
 * @returns false where round-off has left nothing positive
 */
export function parallelSum(
  lower: Float64Array,
  diagonal: (layer: number) => number,
  m: number,
  scratch: Float64Array,
  out: Float64Array,
): boolean {
  for (let i = 0; i < m; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = i === j ? 1 : 0;
      for (let k = i; k < m; k++) sum += lower[k * m + i] * diagonal(k) * lower[k * m + j];
      scratch[i * m + j] = sum;
    }
  }
  if (!factorBlock(scratch, m)) return false;
  // The rows of Z = (L K^-T)': K K' = 1 + L'D L, out = Z'Z.
  const z = new Float64Array(m * m);
  for (let column = 0; column < m; column++) {
    for (let i = 0; i < m; i++) {
      let sum = i <= column ? lower[column * m + i] : 0;
      for (let k = 0; k < i; k++) sum -= scratch[i * m + k] * z[k * m + column];
      z[i * m + column] = sum / scratch[i * m + i];
    }
  }
  for (let i = 0; i < m; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = 0;
      for (let k = 0; k < m; k++) sum += z[k * m + i] * z[k * m + j];
      out[i * m + j] = sum;
      out[j * m + i] = sum;
    }
  }
  return true;
}
