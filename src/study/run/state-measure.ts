import { type ErrorValues, stateDistance } from "../../convergence/index.js";
import type { Functional } from "../../model/states/functional.js";
import { momentsOf, type State, type StateLayout } from "../../model/states/state.js";
import type { StateSolution } from "../../reference/states/index.js";
import { type Measured, overTimes } from "./measure.js";

export interface StatesToMeasure {
  readonly layout: StateLayout;
  /** Compared time levels n, and the states there, run by run. */
  readonly times: readonly number[];
  readonly states: readonly Float64Array[];
  /** Error names. */
  readonly names: readonly string[];
  readonly functional: Functional;
  /** The reference after n steps, and the exact iterate where it is a second one. */
  sample(n: number): StateSolution;
  readonly iterate: ((n: number) => StateSolution) | undefined;
}

/**
 * Errors of a level of states, those of its reference, and its distances to the exact iterate: root mean squares where
 * there are several runs.
 */
export function measureStates(what: StatesToMeasure): Measured {
  const { times, states } = what;
  const runs = Array.from({ length: states.length / times.length }, (_, k) => {
    return measureRun({ ...what, states: states.slice(k * times.length, (k + 1) * times.length) });
  });
  const [first] = runs;
  if (first === undefined || runs.length === 1) return first ?? { errors: {}, referenceErrors: {} };
  const over = (of: (run: Measured) => ErrorValues | undefined): Record<string, number> => {
    return Object.fromEntries(
      Object.keys(of(first) ?? {}).map((name) => [name, rootMeanSquare(runs.map((run) => of(run)?.[name]))]),
    );
  };
  return {
    errors: over(({ errors }) => errors),
    referenceErrors: first.referenceErrors,
    ...(first.extent !== undefined && { extent: first.extent }),
    ...(first.iterateErrors && { iterateErrors: over(({ iterateErrors }) => iterateErrors) }),
  };
}

function rootMeanSquare(values: readonly (number | undefined)[]): number {
  return Math.sqrt(values.reduce<number>((sum, value = Number.NaN) => sum + value * value, 0) / values.length);
}

function measureRun({ layout, times, states, names, functional, sample, iterate }: StatesToMeasure): Measured {
  const measured = overTimes(times, names, (k, n) => {
    const state = { layout, values: states[k] };
    const { state: reference, companion } = sample(n);
    const exact = iterate?.(n).state;
    return {
      errors: (name) => stateDistance(name, state, reference, functional),
      referenceErrors: (name) => stateDistance(name, companion, reference, functional),
      ...(exact && { iterateErrors: (name: string) => stateDistance(name, state, exact, functional) }),
    };
  });
  return { ...measured, extent: extentOf({ layout, values: states[times.length - 1] }) };
}

function extentOf(state: State): number {
  const { mean, covariance } = momentsOf(state);
  const d = mean.length;
  let trace = 0;
  for (let a = 0; a < d; a++) trace += covariance[a * (d + 1)];
  return Math.sqrt(trace / d);
}
