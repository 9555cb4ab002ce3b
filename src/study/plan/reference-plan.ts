import { InputError } from "../../errors.js";
import { automaticReference, automaticReferences, lastAutomatic } from "../../reference/automatic.js";
import type { Question } from "../../reference/kind.js";
import { checkInertial, type MeshReferenceSpec, meshReferenceKind } from "../../reference/kinds.js";
import { haveRefinement, refinements } from "../../reference/nested-cells.js";
import { admissibleReferences } from "../../reference/rules.js";
import type { Inertia, ReferenceSource } from "../../reference/types.js";
import type { SweptMeshStudy } from "../file/schema.js";
import { tryOut } from "./trial.js";

export interface ReferencePlan {
  readonly reference: MeshReferenceSpec;
  /** Whether `auto` chose it: it is then refined until it is good enough, if it can be. */
  readonly automatic: boolean;
  /** What `auto` takes where the reference it chose cannot be computed; absent where it has no other. */
  readonly fallback?: MeshReferenceSpec;
  readonly warnings: readonly string[];
}

/**
 * Chooses the reference of a study and checks that it may judge the sweep.
 *
 * @param meshes of the levels
 * @param inertia of the scheme, if it has any
 * @throws {InputError} where reference and axis do not fit, or meshes are not nested as they must be
 */
export function planReference(
  study: SweptMeshStudy,
  meshes: readonly (readonly number[])[],
  source: ReferenceSource,
  inertia: Inertia | undefined,
): ReferencePlan {
  const { axis } = study.sweep;
  const question = { axis, meshes, inertia, problem: () => source.discretize(lookedAt(meshes)) };
  const automatic = study.reference.kind === "auto";
  // Where the problem takes long to look at, the kind that always applies.
  const reference =
    study.reference.kind === "auto"
      ? (tryOut(() => automaticReference(question)) ?? lastAutomatic(question))
      : study.reference;
  if (inertia !== undefined) checkInertial(reference);
  const warnings = rulesOf(reference, question);
  meshReferenceKind(reference.kind).check(reference, meshes, inertia !== undefined);
  const fallback = automatic ? fallbackOf(reference, question) : undefined;
  return { reference, automatic, warnings, ...(fallback && { fallback }) };
}

/** Where they have no common refinement `auto` may still take a closed form. */
function lookedAt(meshes: readonly (readonly number[])[]): readonly number[] {
  const { finest, multiple } = refinements(meshes);
  return haveRefinement(meshes) ? multiple : finest;
}

/** @throws {InputError} where the kind may not judge the sweep */
function rulesOf({ kind }: MeshReferenceSpec, { axis, meshes }: Question): string[] {
  const axes = meshes[0].length;
  const rule = meshReferenceKind(kind).judges(axes)[axis];
  if (rule.verdict === "refused") {
    throw new InputError(`${kind} cannot judge a sweep along ${axis}: ${rule.reason}`, {
      path: "reference.kind",
      value: kind,
      remedy: `Use one of ${[...admissibleReferences(axis, axes), "auto"].join(", ")}.`,
    });
  }
  return rule.verdict === "warning" ? [`${kind}: ${rule.warning}`] : [];
}

/** The last of the kinds that `auto` tries, where the meshes have a small common refinement. */
function fallbackOf({ kind }: MeshReferenceSpec, question: Question): MeshReferenceSpec | undefined {
  const isLast = automaticReferences(question.axis).at(-1) === kind;
  return isLast || !haveRefinement(question.meshes) ? undefined : lastAutomatic(question);
}
