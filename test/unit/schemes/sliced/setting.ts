import type { StateProblem, StateStepper, StepReport } from "../../../../src/model/evolution.js";
import { createStateModel, initialState, type StateModelSpec } from "../../../../src/model/states/state-model.js";
import type { SlicedOptions } from "../../../../src/schemes/sliced/sliced.js";

export function problemOf(spec: StateModelSpec, cells?: readonly number[]): StateProblem {
  const model = createStateModel(spec);
  const { functional, finalTime } = model;
  return { functional, finalTime, initial: initialState(model, cells === undefined ? {} : { cells }) };
}

export function optionsOf(changes: Partial<SlicedOptions>): SlicedOptions {
  return { tau: 0.1, steps: 10, tolerance: 1e-12, directions: 64, rule: "uniform", seed: 1, ...changes };
}

export interface Trajectory {
  readonly values: Float64Array;
  readonly reports: readonly StepReport[];
  /** Largest F(new) + cost - F(old) - gap over the steps. */
  readonly excess: number;
}

/** Steps until one does not converge. */
export function walk(stepper: StateStepper, initial: Float64Array, steps: number): Trajectory {
  const values = initial.slice();
  const reports: StepReport[] = [];
  let excess = Number.NEGATIVE_INFINITY;
  for (let n = 0; n < steps; n++) {
    const before = stepper.energy(values);
    const report = stepper.step(values);
    reports.push(report);
    if (report.status !== "converged") break;
    const gap = Number.isNaN(report.gap) ? 0 : report.gap;
    excess = Math.max(excess, stepper.energy(values) + report.cost - before - gap);
  }
  return { values, reports, excess };
}

/** Minimizes by trying coordinates one after the other, with steps that shrink: slow, and without any derivative. */
export function compassSearch(f: (x: Float64Array) => number, start: Float64Array, step: number, least: number) {
  const x = start.slice();
  let value = f(x);
  for (let h = step; h > least; ) {
    let better = false;
    for (let k = 0; k < x.length; k++) {
      for (const sign of [1, -1]) {
        const kept = x[k];
        x[k] = kept + sign * h;
        const next = f(x);
        if (next < value) {
          value = next;
          better = true;
          break;
        }
        x[k] = kept;
      }
    }
    if (!better) h /= 2;
  }
  return { x, value };
}

export function largestDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  return Array.from(a).reduce((most, value, k) => Math.max(most, Math.abs(value - b[k])), 0);
}

/** The positive root of a x² + b x + c with c < 0 < a. */
export function positiveRoot(a: number, b: number, c: number): number {
  return (-b + Math.sqrt(b * b - 4 * a * c)) / (2 * a);
}
