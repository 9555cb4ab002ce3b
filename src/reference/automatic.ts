import type { SweepAxis } from "./admissibility.js";
import type { Question } from "./kind.js";
import { type MeshReferenceSpec, meshReferenceKinds } from "./kinds.js";

/** The kinds `auto` tries along an axis, in this order; the last one always applies. */
export function automaticReferences(axis: SweepAxis): readonly string[] {
  return candidates(axis).map(({ name }) => name);
}

function candidates(axis: SweepAxis) {
  return meshReferenceKinds.flatMap(({ name, automatic }) =>
    automatic?.axes.includes(axis) ? [{ name, choose: automatic.choose }] : [],
  );
}

/**
 * The reference that `auto` stands for: the most exact one that applies.
 *
 * Along h the exact iterate is that of the exact step, which a step on two axes is where the axes do not see each
 * other.
 *
 * @throws {InputError} where it would need a common refinement of meshes that have none
 */
export function automaticReference(question: Question): MeshReferenceSpec {
  return firstOf(candidates(question.axis), question);
}

/** The last one that `auto` tries, whatever the problem is. */
export function lastAutomatic(question: Question): MeshReferenceSpec {
  return firstOf(candidates(question.axis).slice(-1), question);
}

function firstOf(kinds: ReturnType<typeof candidates>, question: Question): MeshReferenceSpec {
  for (const { choose } of kinds) {
    const spec = choose(question);
    if (spec !== null) return spec as MeshReferenceSpec;
  }
  throw new Error(`no reference applies along ${question.axis}`);
}
