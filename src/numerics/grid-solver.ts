import { createBicgstabWorkspace, type LinearReport, type LinearSystem, solveBicgstab } from "./bicgstab.js";
import { type BlockSweep, createBlockSweep } from "./block-sweep.js";
import { isWithin } from "./finite.js";
import { type Coarsening, createCoarsening, type SizedGrid } from "./grid-coarsening.js";
import { createGridMatrix } from "./grid-pattern.js";
import { multiply, type SparseMatrix, subtractProduct } from "./sparse.js";

/** A solver for one pattern: fill `matrix`, then solve. */
export interface GridSolver {
  readonly matrix: SparseMatrix;
  /**
   * Solves A x = rhs as closely as `reduction` of the first residual, or `floor`, asks for; the norm is the
   * root mean square of residuals relative to the terms of their row.
   *
   * Made for rhs > 0 and x > 0; where exchange is not monotone, parts of the solution may be negative.
   *
   * @param x positive guess; on return the solution
   */
  solve(rhs: Float64Array, x: Float64Array, reduction: number, floor: number): LinearReport;
}

/** Iterations after which the scale is taken anew, and how often: a solution far from its guess needs that. */
const roundIterations = 10;
const mostRounds = 10;
/** Sweeps there and back, at most, until residuals relative to the terms of their rows are below `tolScale`. */
const mostSweeps = 40;
const tolScale = 0.01;
const failed: LinearReport = { status: "nonFinite", iterations: 0, residual: Number.NaN };

/** One level of the hierarchy. */
interface Level {
  readonly matrix: SparseMatrix;
  readonly sweep: BlockSweep;
  readonly next: Coarsening | null;
  readonly rhs: Float64Array;
  readonly x: Float64Array;
  readonly residual: Float64Array;
}

/**
 * BiCGStab with one multigrid cycle as preconditioner, for the conservative M-matrices of implicit steps on a grid
 * times a graph: columns scaled by a density nearly have the constants as their null space, from either side.
 *
 * That density is the guess after sweeps of Gauss–Seidel, which move mass into cells that have none yet, and is
 * improved where the iteration does not end soon. Rows are weighted by their diagonal times it, so that tails of any
 * size are solved to the same relative accuracy.
 *
 * @param reach cells that a row couples to in either direction
 */
export function createGridSolver(grid: SizedGrid, reach: number): GridSolver {
  const matrix = createGridMatrix(grid, reach);
  const { size } = matrix;
  const levels = createLevels(matrix, grid);
  const scale = new Float64Array(size);
  const weights = new Float64Array(size);
  const kept = new Float64Array(size);
  const work = createBicgstabWorkspace(size);
  const system: LinearSystem = {
    size,
    apply: (x, out) => multiply(matrix, x, out),
    precondition: (r, out) => cycle(levels, 0, r, out, scale),
  };
  return {
    matrix,
    solve(rhs, x, reduction, floor) {
      const { sweep } = levels[0];
      if (!sweep.update()) return failed;
      scale.set(x);
      let [tolerance, iterations] = [floor, 0];
      for (let round = 0; ; round++) {
        let norm = Number.POSITIVE_INFINITY;
        for (let k = 0; k < (round === 0 ? mostSweeps : 1) && norm > tolScale; k++) {
          sweep.forward(rhs, x);
          sweep.backward(rhs, x);
          norm = updateScales(matrix, rhs, x, scale, weights, work.residual);
        }
        if (!Number.isFinite(norm)) return { ...failed, iterations };
        if (round === 0) tolerance = Math.max(floor, reduction * norm);
        if (isWithin(norm, tolerance)) return { status: "converged", iterations, residual: norm };
        if (round === mostRounds) return { status: "maxIterations", iterations, residual: norm };
        if (!assembleLevels(levels, scale)) return { ...failed, iterations };
        kept.set(x);
        const report = solveBicgstab(system, rhs, x, weights, tolerance, roundIterations, work);
        iterations += report.iterations;
        if (report.status === "converged") return { ...report, iterations };
        if (!(report.residual < norm)) x.set(kept);
      }
    },
  };
}

function createLevels(matrix: SparseMatrix, grid: SizedGrid): Level[] {
  const levels: Level[] = [];
  for (let [current, shape] = [matrix, grid]; ; ) {
    const next = createCoarsening(current, shape);
    const { size } = current;
    const array = (): Float64Array => new Float64Array(size);
    const sweep = createBlockSweep(current, shape.layers);
    levels.push({ matrix: current, sweep, next, rhs: array(), x: array(), residual: array() });
    if (next === null) return levels;
    [current, shape] = [next.matrix, next.grid];
  }
}

/** Fills all coarse matrices; false where a block is singular. */
function assembleLevels(levels: readonly Level[], scale: Float64Array): boolean {
  for (const [k, { next }] of levels.entries()) {
    if (next === null) return true;
    next.assemble(k === 0 ? scale : null);
    if (!levels[k + 1].sweep.update()) return false;
  }
  return true;
}

/** x = one V-cycle for A x = rhs from 0; `scale` belongs to the columns of level 0. */
function cycle(levels: readonly Level[], k: number, rhs: Float64Array, x: Float64Array, scale: Float64Array): void {
  const { matrix, sweep, next, residual } = levels[k];
  sweep.fromZero(rhs, x);
  if (next === null) return;
  const coarse = levels[k + 1];
  subtractProduct(matrix, x, rhs, residual);
  next.restrict(residual, coarse.rhs);
  cycle(levels, k + 1, coarse.rhs, coarse.x, scale);
  next.prolong(coarse.x, k === 0 ? scale : null, x);
  sweep.backward(rhs, x);
}

/**
 * Sets the scale of columns to the solution so far, the weights of rows to 1 / (diagonal * scale); norm of the
 * residual.
 *
 * A solution that changes sign somewhere is small there, not its scale, which then shrinks by a factor 10 at most.
 */
function updateScales(
  matrix: SparseMatrix,
  rhs: Float64Array,
  x: Float64Array,
  scale: Float64Array,
  weights: Float64Array,
  residual: Float64Array,
): number {
  const { size, values, diagonal } = matrix;
  const share = 1 / Math.sqrt(size);
  subtractProduct(matrix, x, rhs, residual);
  const least = x.every((value) => value > 0) ? 0 : 0.1;
  let sum = 0;
  for (let k = 0; k < size; k++) {
    scale[k] = Math.max(Math.abs(x[k]), least * scale[k]);
    const weight = share / (values[diagonal[k]] * scale[k]);
    weights[k] = Number.isFinite(weight) ? weight : 0;
    sum += (weights[k] * residual[k]) ** 2;
  }
  return Math.sqrt(sum);
}
