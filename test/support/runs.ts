import { createJko } from "../../src/jko/index.js";
import type { EvolutionSummary, StepRow } from "../../src/model/evolution.js";
import { createModel, discretize, type ModelSpec } from "../../src/model/model.js";
import type { Problem } from "../../src/model/problem.js";
import { evolve } from "../../src/schemes/evolve.js";

/** A model on a mesh of `cells`. */
export function problemOf(spec: ModelSpec, cells: number): Problem {
  return discretize(createModel(spec), [cells]);
}

export interface Trajectory {
  readonly summary: EvolutionSummary;
  readonly rows: readonly StepRow[];
  readonly densities: readonly Float64Array[];
  readonly density: Float64Array;
}

/** `steps` steps of the minimizing-movement scheme up to the final time; every density is kept. */
export function runJko(problem: Problem, steps: number, tolerance = 1e-12): Trajectory {
  const stepper = createJko(problem, { tau: problem.finalTime / steps, steps, tolerance });
  const rows: StepRow[] = [];
  const densities: Float64Array[] = [];
  const { summary, density } = evolve(problem, stepper, steps, (row, lent) => {
    rows.push(row);
    densities.push(lent.slice());
  });
  return { summary, rows, densities, density };
}

/** Largest |a - b| relative to the largest |b|. */
export function relativeDifference(a: Float64Array, b: Float64Array): number {
  const scale = b.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  return a.reduce((most, value, k) => Math.max(most, Math.abs(value - (b[k] as number))), 0) / scale;
}

/** Sum of |a - b| times the cell volume. */
export function distanceL1(problem: Problem, a: Float64Array, b: Float64Array): number {
  return a.reduce((sum, value, k) => sum + Math.abs(value - (b[k] as number)), 0) * problem.mesh.cellVolume;
}
