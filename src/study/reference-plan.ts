import { InputError } from "../errors.js";
import { automaticReference } from "../reference/automatic.js";
import { admissibleReferences, referenceAdmissibility } from "../reference/rules.js";
import type { ReferenceSource } from "../reference/types.js";
import type { PlannedLevel } from "./events.js";
import type { ReferenceChoice, Study, Sweep } from "./schema.js";

/** A reference after `auto` has been resolved. */
export type PlannedReference = Exclude<ReferenceChoice, { kind: "auto" }>;

export interface ReferencePlan {
  readonly reference: PlannedReference;
  /** Whether `auto` chose it: a finite-volume reference is then refined until it is good enough. */
  readonly automatic: boolean;
  readonly warnings: readonly string[];
}

/** Finest cells times this make the mesh of an automatic same-step reference: its half still shows order 1 as unlimited. */
const sameStepRefinement = 8;
/** Largest multiple of the finest mesh that an automatic reference may be on. */
const largestMultiple = 16;

/**
 * Chooses the reference of a study and checks that it may judge the sweep.
 *
 * @throws {InputError} where reference and axis do not fit, or meshes are not nested as they must be
 */
export function planReference(
  study: Study & { readonly sweep: Sweep },
  levels: readonly PlannedLevel[],
  source: ReferenceSource,
): ReferencePlan {
  const automatic = study.reference.kind === "auto";
  const reference = automatic ? chooseReference(study.sweep, levels, source) : (study.reference as PlannedReference);
  const rule = referenceAdmissibility(reference.kind, study.sweep.axis);
  if (rule.verdict === "refused") {
    throw new InputError(`${reference.kind} cannot judge a sweep along ${study.sweep.axis}: ${rule.reason}`, {
      path: "reference.kind",
      value: reference.kind,
      remedy: `Use one of ${[...admissibleReferences(study.sweep.axis), "auto"].join(", ")}.`,
    });
  }
  if (reference.kind === "finite-volume") checkNested(reference.cells, 1, levels);
  if (reference.kind === "same-step") checkNested(reference.cells, 2, levels);
  return { reference, automatic, warnings: rule.verdict === "warning" ? [`${reference.kind}: ${rule.warning}`] : [] };
}

function chooseReference(sweep: Sweep, levels: readonly PlannedLevel[], source: ReferenceSource): PlannedReference {
  const counts = levels.map(({ cells }) => cells[0] as number);
  const finest = Math.max(...counts);
  const multiple = counts.reduce(leastCommonMultiple);
  const nested = multiple <= largestMultiple * finest;
  const choice = automaticReference(sweep.axis, source, [nested ? multiple : finest]);
  if (!nested && (choice.kind === "same-step" || choice.kind === "finite-volume")) {
    throw new InputError("the meshes have no small common refinement for a reference", {
      path: "sweep.cells",
      value: counts,
      remedy: "Give cells that are multiples of each other, or another reference.",
    });
  }
  if (choice.kind === "same-step")
    return { kind: "same-step", cells: evenMultiple(multiple, sameStepRefinement * finest) };
  if (choice.kind === "finite-volume" || choice.kind === "exact-iterate") return choice;
  if (choice.kind === "spectral" || choice.kind === "homogeneous") return { kind: choice.kind };
  throw new Error(`no automatic reference of kind ${choice.kind}`);
}

/** Smallest even multiple of `multiple` that is at least `least`. */
function evenMultiple(multiple: number, least: number): number {
  return 2 * multiple * Math.ceil(least / (2 * multiple));
}

function checkNested(cells: number, factor: number, levels: readonly PlannedLevel[]): void {
  const other = levels.find((level) => cells % (factor * (level.cells[0] as number)) !== 0);
  if (other === undefined) return;
  const counts = levels.map((level) => level.cells[0] as number);
  const suggestion = evenMultiple(counts.reduce(leastCommonMultiple), 4 * Math.max(...counts));
  throw new InputError(`the cells must be ${factor === 1 ? "a" : "an even"} multiple of each level's`, {
    path: "reference.cells",
    value: cells,
    remedy: `A level has ${other.cells[0]} cells; ${suggestion} would do.`,
  });
}

function leastCommonMultiple(a: number, b: number): number {
  let [x, y] = [a, b];
  while (y !== 0) [x, y] = [y, x % y];
  return (a / x) * b;
}
