import type { Problem } from "../model/problem.js";
import { solveBanded } from "../numerics/banded.js";
import { createConservativeSystem } from "../numerics/conservative-elimination.js";
import { createGridSolver } from "../numerics/grid-solver.js";
import { addEntry, setIdentity } from "../numerics/sparse.js";

/** The matrix of a Newton step, I - dt G', and the means to solve with it. */
export interface Jacobian {
  /** Sets it to the identity. */
  reset(): void;
  add(row: number, column: number, value: number): void;
  /**
   * Solves in place: `rhs` becomes x. The matrix may be destroyed.
   *
   * @param guess a positive vector of the size of x, for iterative solvers
   * @param stiff whether exchange is so fast that an elimination with differences would lose digits
   * @returns false where it is singular or not finite
   */
  solve(rhs: Float64Array, guess: Float64Array, stiff: boolean): boolean;
}

/** What a Newton iteration leaves of the residual of its linear system where that is solved by iteration. */
const reduction = 1e-6;
/** Residual relative to the terms of a row below which round-off decides. */
const roundOff = 1e-15;

/** Banded and solved directly on one axis, sparse and solved by iteration on two. */
export function createJacobian(problem: Problem, reach: number): Jacobian {
  return problem.mesh.cells.length === 1 ? createBandedJacobian(problem, reach) : createSparseJacobian(problem, reach);
}

function createBandedJacobian({ mesh, graph }: Problem, reach: number): Jacobian {
  const layers = graph.layers.length;
  const size = mesh.size * layers;
  const band = Math.min(Math.max(reach * layers, layers - 1), Math.max(size - 1, 1));
  const system = createConservativeSystem(size, band);
  const { values, width } = system.matrix;
  return {
    reset() {
      values.fill(0);
      for (let k = 0; k < size; k++) values[k * width + band] = 1;
    },
    add(row, column, value) {
      const k = row * width + column - row + band;
      values[k] = values[k] + value;
    },
    solve: (rhs, _guess, stiff) => (stiff ? system.solve(rhs) : solveBanded(system.matrix, rhs)),
  };
}

/** A linear system that is not solved to the last digit is no failure: the nonlinear residual decides. */
function createSparseJacobian({ mesh, graph }: Problem, reach: number): Jacobian {
  const { tails, heads } = graph;
  const grid = { counts: mesh.cells, widths: mesh.widths, layers: graph.layers.length, tails, heads };
  const solver = createGridSolver(grid, reach);
  const x = new Float64Array(solver.matrix.size);
  return {
    reset: () => setIdentity(solver.matrix),
    add: (row, column, value) => addEntry(solver.matrix, row, column, value),
    solve(rhs, guess) {
      x.set(guess);
      const { status } = solver.solve(rhs, x, reduction, roundOff);
      rhs.set(x);
      return status !== "nonFinite";
    },
  };
}
