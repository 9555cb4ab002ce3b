import { createJko } from "../../src/jko/index.js";
import type { EvolutionSummary, StepRow } from "../../src/model/evolution.js";
import { createMesh, type Mesh } from "../../src/model/mesh.js";
import { createModel, discretize, type ModelSpec } from "../../src/model/model.js";
import type { Problem } from "../../src/model/problem.js";
import { evolve, meshAccounts } from "../../src/schemes/evolve.js";

/** A model on a mesh of `cells`, one number per axis. */
export function problemOf(spec: ModelSpec, cells: number | readonly number[]): Problem {
  return discretize(createModel(spec), typeof cells === "number" ? [cells] : cells);
}

/** Cell values in another order: cell i of the result is cell `from(i)` of `values`, all layers of it. */
export function moveCells(values: Float64Array, layers: number, from: (cell: number) => number): Float64Array {
  return values.map((_, k) => values[from(Math.floor(k / layers)) * layers + (k % layers)]);
}

/** By cell of the mesh with the two axes exchanged: the cell it comes from. */
export function transposition({ cells: [nx = 1, ny = 1] }: Mesh): (cell: number) => number {
  return (cell) => (cell % ny) * nx + Math.floor(cell / ny);
}

/** By cell: its mirror image on one of two axes. */
export function reflection({ cells: [nx = 1, ny = 1] }: Mesh, axis: number): (cell: number) => number {
  return (cell) => {
    const [i, j] = [cell % nx, Math.floor(cell / nx)];
    return axis === 0 ? j * nx + (nx - 1 - i) : (ny - 1 - j) * nx + i;
  };
}

/** The same problem on `mesh`, with the cell values of cells `from`. */
export function moveProblem(problem: Problem, mesh: Mesh, from: (cell: number) => number): Problem {
  const layers = problem.graph.layers.length;
  const [potential, initial] = [problem.potential, problem.initial].map((values) => moveCells(values, layers, from));
  return { ...problem, mesh, potential: potential, initial: initial };
}

/** The same problem with the two axes exchanged. */
export function transposeProblem(problem: Problem): Problem {
  const { domain, cells } = problem.mesh;
  return moveProblem(problem, createMesh([...domain].reverse(), [...cells].reverse()), transposition(problem.mesh));
}

export interface Trajectory {
  readonly summary: EvolutionSummary;
  readonly rows: readonly StepRow[];
  readonly densities: readonly Float64Array[];
  readonly density: Float64Array;
}

/** `steps` steps of the minimizing-movement scheme up to the final time; every density is kept. */
export function runJko(problem: Problem, steps: number, tolerance = 1e-12, order: 1 | 2 = 1): Trajectory {
  const stepper = createJko(problem, { tau: problem.finalTime / steps, steps, tolerance, order });
  const rows: StepRow[] = [];
  const densities: Float64Array[] = [];
  const { summary, state: density } = evolve(meshAccounts(problem), stepper, steps, (row, lent) => {
    rows.push(row);
    densities.push(lent.slice());
  });
  return { summary, rows, densities, density };
}

/** Largest |a - b| relative to the largest |b|. */
export function relativeDifference(a: Float64Array, b: Float64Array): number {
  const scale = b.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  return a.reduce((most, value, k) => Math.max(most, Math.abs(value - b[k])), 0) / scale;
}

/** Sum of |a - b| times the cell volume. */
export function distanceL1(problem: Problem, a: Float64Array, b: Float64Array): number {
  return a.reduce((sum, value, k) => sum + Math.abs(value - b[k]), 0) * problem.mesh.cellVolume;
}
