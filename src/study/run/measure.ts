import { type ErrorValues, isMaximum, measureOf } from "../../convergence/index.js";
import { momentsOf, type State } from "../../model/states/state.js";
import type { LevelPlan } from "../plan/levels.js";

/** Errors of a level and of its reference, by error name. */
export interface Measured {
  readonly errors: ErrorValues;
  readonly referenceErrors: ErrorValues;
  /** Distances to the exact discrete iterate, where it is a second reference. */
  readonly iterateErrors?: ErrorValues;
  /** Of states, see {@link LevelRecord}. */
  readonly extent?: number;
}

/** What a state is compared with. */
export interface Solution {
  readonly state: State;
  /** A less accurate one: the error of `state` in a norm is companionFactor * |state - companion|. */
  readonly companion: State;
  /** 1 when absent. */
  readonly companionFactor?: number;
}

/** The reference after n steps of a level. */
export type Sample = (n: number) => Solution;

/**
 * Errors of a level at its compared times, those the reference is estimated to have, and distances to the exact
 * iterate: root mean squares where there are several runs.
 *
 * A plain name is the error at the last time, `@max` the largest one.
 *
 * @param states of the level at its times, run by run
 */
export function measureLevel(
  level: Pick<LevelPlan, "on" | "task">,
  states: readonly Float64Array[],
  names: readonly string[],
  sample: Sample,
  iterate?: Sample,
): Measured {
  const { length } = level.task.times;
  const runs = Array.from({ length: states.length / length }, (_, k) => {
    return measureRun(level, states.slice(k * length, (k + 1) * length), names, sample, iterate);
  });
  const [first] = runs;
  if (first === undefined || runs.length === 1) return first ?? { errors: {}, referenceErrors: {} };
  const over = (of: (run: Measured) => ErrorValues | undefined): Record<string, number> => {
    return Object.fromEntries(
      Object.keys(of(first) ?? {}).map((name) => [name, rootMeanSquare(runs.map((run) => of(run)?.[name]))]),
    );
  };
  const { iterateErrors } = first;
  return {
    ...first,
    errors: over(({ errors }) => errors),
    ...(iterateErrors && { iterateErrors: over((run) => run.iterateErrors) }),
  };
}

function rootMeanSquare(values: readonly (number | undefined)[]): number {
  return Math.sqrt(values.reduce<number>((sum, value = Number.NaN) => sum + value * value, 0) / values.length);
}

function measureRun(
  { on, task: { times } }: Pick<LevelPlan, "on" | "task">,
  states: readonly Float64Array[],
  names: readonly string[],
  sample: Sample,
  iterate: Sample | undefined,
): Measured {
  const layout = on.layout();
  const measured = overTimes(times, names, (k, n) => {
    const state = { layout, values: states[k] };
    const { state: reference, companion, companionFactor = 1 } = sample(n);
    const exact = iterate?.(n).state;
    return {
      errors: (name) => on.distance(name, state, reference),
      referenceErrors: (name) => companionFactor ** measureOf(name).power * on.distance(name, companion, reference),
      ...(exact && { iterateErrors: (name: string) => on.distance(name, state, exact) }),
    };
  });
  if (on.solverPower === undefined) return measured;
  return { ...measured, extent: extentOf({ layout, values: states[times.length - 1] }) };
}

function extentOf(state: State): number {
  const { mean, covariance } = momentsOf(state);
  const d = mean.length;
  let trace = 0;
  for (let a = 0; a < d; a++) trace += covariance[a * (d + 1)];
  return Math.sqrt(trace / d);
}

/** What is measured of a level at one of its times, by error name. */
interface Distances {
  errors(name: string): number;
  referenceErrors(name: string): number;
  readonly iterateErrors?: (name: string) => number;
}

/** Distances at the last time, and the largest ones of maxima. */
function overTimes(
  times: readonly number[],
  names: readonly string[],
  at: (k: number, n: number) => Distances,
): Measured {
  const values: Record<string, Record<string, number>> = {};
  for (const [k, n] of times.entries()) {
    const due = names.filter((name) => isMaximum(name) || k === times.length - 1);
    for (const [kind, distance] of Object.entries(at(k, n))) {
      const known = values[kind] ?? {};
      for (const name of due) known[name] = Math.max(known[name] ?? Number.NEGATIVE_INFINITY, distance(name));
      values[kind] = known;
    }
  }
  return { errors: {}, referenceErrors: {}, ...values };
}
