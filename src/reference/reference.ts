import { type BoundReference, preparedKind } from "./kinds.js";
import { soundReference } from "./soundness.js";
import {
  failingAs,
  type ReferenceData,
  type ReferenceDemand,
  type ReferenceSolution,
  type ReferenceSource,
} from "./types.js";

/**
 * Computes a reference for everything a study demands of it.
 *
 * The result is plain (structured-cloneable) and depends on its arguments only: compute it once, store it, share it.
 *
 * @throws {InputError} where the reference does not apply to the problem
 * @throws {ReferenceFailure} where its computation fails numerically, or a solution is not finite or negative
 */
export function prepareReference(
  bound: BoundReference,
  source: ReferenceSource,
  demand: ReferenceDemand,
): ReferenceData {
  const { kind } = bound;
  return soundReference(failingAs(kind, () => ({ kind, ...preparedKind(bound).prepare(bound, source, demand) })));
}

/**
 * The reference on the mesh of a level after n of its steps.
 *
 * @throws {RangeError} where that was not demanded when the reference was prepared
 */
export function sampleReference(
  data: ReferenceData,
  level: { readonly cells: readonly number[]; readonly steps: number },
  n: number,
): ReferenceSolution {
  const key = preparedKind(data).keyOf(level.cells, n, level.steps);
  const solution = Object.hasOwn(data.solutions, key) ? data.solutions[key] : undefined;
  if (solution === undefined) throw new RangeError(`the ${data.kind} reference was not prepared for ${key}`);
  return { ...solution, companionFactor: data.companionFactor };
}
