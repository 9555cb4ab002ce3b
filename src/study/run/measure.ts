import { type ErrorValues, isMaximum, type MeshNormName, normOf, norms } from "../../convergence/index.js";
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
  const errors: Record<string, number> = {};
  const referenceErrors: Record<string, number> = {};
  const last = times.length - 1;
  for (const [k, n] of times.entries()) {
    const solution = sample(n);
    for (const name of names) {
      if (!isMaximum(name) && k !== last) continue;
      const norm = normOf(name) as MeshNormName;
      raise(errors, name, norms[norm](problem, densities[k], solution.density));
      raise(referenceErrors, name, estimate(problem, norm, solution));
    }
  }
  return { errors, referenceErrors };
}

/** Estimated error of a reference in a norm; the relative entropy is quadratic in the difference. */
function estimate(
  problem: Problem,
  norm: MeshNormName,
  { density, companion, companionFactor }: ReferenceSolution,
): number {
  const factor = norm === "KL" ? companionFactor ** 2 : companionFactor;
  return factor * norms[norm](problem, companion, density);
}

/** Keeps the largest value; NaN stays. */
export function raise(values: Record<string, number>, name: string, value: number): void {
  const known = values[name];
  if (known === undefined || !(value <= known)) values[name] = Number.isNaN(known) ? Number.NaN : value;
}
