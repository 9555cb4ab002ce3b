import { type ErrorValues, isMaximum, measureOf, meshDistanceOf } from "../../convergence/index.js";
import type { Problem } from "../../model/problem.js";
import type { ReferenceSolution } from "../../reference/types.js";

/** Errors of a level and of its reference, by error name. */
export interface Measured {
  readonly errors: ErrorValues;
  readonly referenceErrors: ErrorValues;
  /** Distances to the exact discrete iterate, where it is a second reference. */
  readonly iterateErrors?: ErrorValues;
  /** Of states, see {@link LevelRecord}. */
  readonly extent?: number;
}

/** The reference after n steps of a level. */
export type Sample = (n: number) => ReferenceSolution;

/**
 * Errors of a level at its compared times, and those the reference is estimated to have.
 *
 * A plain name is the error at the last time, `@max` the largest one.
 *
 * @param densities of the level at `times`
 */
export function measureLevel(
  problem: Problem,
  times: readonly number[],
  densities: readonly Float64Array[],
  names: readonly string[],
  sample: Sample,
): Measured {
  return overTimes(times, names, (k, n) => {
    const { density, companion, companionFactor } = sample(n);
    const distance = (name: string, from: Float64Array): number => {
      return meshDistanceOf(name).distance(problem, from, density);
    };
    return {
      errors: (name) => distance(name, densities[k]),
      referenceErrors: (name) => companionFactor ** measureOf(name).power * distance(name, companion),
    };
  });
}

/** What is measured of a level at one of its times, by error name. */
interface Distances {
  errors(name: string): number;
  referenceErrors(name: string): number;
  readonly iterateErrors?: (name: string) => number;
}

/** Distances at the last time, and the largest ones of maxima. */
export function overTimes(
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
