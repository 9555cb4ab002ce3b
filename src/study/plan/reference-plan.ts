import { InputError } from "../../errors.js";
import { automaticReference, refinedCells } from "../../reference/automatic.js";
import { automaticInertialReference, refuseSteps } from "../../reference/inertial/index.js";
import { admissibleReferences, automaticReferences, referenceAdmissibility } from "../../reference/rules.js";
import type { ReferenceSource, ReferenceSpec } from "../../reference/types.js";
import { meshScheme } from "../../schemes/schemes.js";
import { type CellsSpec, cellsPerAxis, cellsText } from "../file/cells.js";
import type { MeshStudy, ReferenceChoice, Sweep } from "../file/schema.js";
import type { PlannedLevel } from "../run/events.js";
import { modelOf } from "./models.js";
import { tryOut } from "./trial.js";

/** A reference after `auto` has been resolved. */
export type PlannedReference = Exclude<ReferenceChoice, { kind: "auto" }>;

export interface ReferencePlan {
  readonly reference: PlannedReference;
  /** Whether `auto` chose it: a finite-volume reference is then refined until it is good enough. */
  readonly automatic: boolean;
  /** What `auto` takes where the reference it chose cannot be computed; absent where it has no other. */
  readonly fallback?: PlannedReference;
  readonly warnings: readonly string[];
}

/** Finest cells times this make the mesh of an automatic same-step reference: its half still shows order 1 as unlimited. */
const sameStepRefinement = 8;
/** The same per axis on two axes: an upper bound of the error at order 1, a small part of it at order 2. */
const boxRefinement = 4;
/** Largest multiple of the finest mesh that an automatic reference may be on. */
const largestMultiple = 16;

/**
 * Chooses the reference of a study and checks that it may judge the sweep.
 *
 * @throws {InputError} where reference and axis do not fit, or meshes are not nested as they must be
 */
export function planReference(
  study: MeshStudy & { readonly sweep: Sweep },
  levels: readonly PlannedLevel[],
  source: ReferenceSource,
): ReferencePlan {
  const automatic = study.reference.kind === "auto";
  const reference = automatic ? chooseReference(study, levels, source) : (study.reference as PlannedReference);
  if (meshScheme(study.scheme).limit(study.scheme).kind === "inertial") checkInertialReference(reference);
  const rule = referenceAdmissibility(reference.kind, study.sweep.axis, levels[0]?.cells.length ?? 1);
  if (rule.verdict === "refused") {
    throw new InputError(`${reference.kind} cannot judge a sweep along ${study.sweep.axis}: ${rule.reason}`, {
      path: "reference.kind",
      value: reference.kind,
      remedy: `Use one of ${[...admissibleReferences(study.sweep.axis, levels[0]?.cells.length ?? 1), "auto"].join(", ")}.`,
    });
  }
  if (reference.kind === "finite-volume") checkNested(reference.cells, 1, levels);
  if (reference.kind === "same-step") checkNested(reference.cells, 2, levels);
  const warnings = rule.verdict === "warning" ? [`${reference.kind}: ${rule.warning}`] : [];
  const fallback = automatic ? fallbackOf(reference, study, levels) : undefined;
  return { reference, automatic, warnings, ...(fallback && { fallback }) };
}

/** @throws {InputError} for what only gradient flows have */
function checkInertialReference(reference: PlannedReference): void {
  const { kind } = reference;
  if (kind === "finite-volume") refuseSteps(reference.steps);
  if (kind !== "same-mesh" && kind !== "exact-iterate") return;
  throw new InputError(`${kind} is a reference of gradient flows`, {
    path: "reference.kind",
    value: kind,
    remedy: "Use one of formula, spectral (linearized), homogeneous, finite-volume, same-step, auto.",
  });
}

function chooseReference(
  study: MeshStudy & { readonly sweep: Sweep },
  levels: readonly PlannedLevel[],
  source: ReferenceSource,
): PlannedReference {
  const { finest, multiple } = refinements(levels);
  const nested = isNested(finest, multiple);
  // Where the problem takes long to look at, the kind that always applies.
  const choice =
    tryOut(() => automaticChoice(study, source, nested ? multiple : finest)) ?? lastChoice(study, multiple);
  if (!nested && (choice.kind === "same-step" || choice.kind === "finite-volume")) {
    throw new InputError("the meshes have no small common refinement for a reference", {
      path: "sweep.cells",
      value: levels.map(({ cells }) => (cells.length === 1 ? cells[0] : cells)),
      remedy: "Give cells that are multiples of each other, or another reference.",
    });
  }
  if (choice.kind === "same-step") return { kind: "same-step", cells: sameStepCells(levels) };
  if (choice.kind === "finite-volume" || choice.kind === "exact-iterate") return choice as PlannedReference;
  if (choice.kind === "spectral" || choice.kind === "homogeneous") return { kind: choice.kind };
  throw new Error(`no automatic reference of kind ${choice.kind}`);
}

function lastChoice({ sweep: { axis } }: { readonly sweep: Sweep }, multiple: readonly number[]) {
  return axis === "h"
    ? ({ kind: "same-step" } as const)
    : ({ kind: "finite-volume", cells: refinedCells(multiple) } as const);
}

/** The last of the kinds that `auto` tries, where the meshes have a small common refinement. */
function fallbackOf(
  { kind }: PlannedReference,
  { sweep: { axis } }: { readonly sweep: Sweep },
  levels: readonly PlannedLevel[],
): PlannedReference | undefined {
  const last = automaticReferences(axis).at(-1);
  const { finest, multiple } = refinements(levels);
  if (kind === last || !isNested(finest, multiple)) return undefined;
  if (last === "finite-volume") return { kind: "finite-volume", cells: refinedCells(multiple) as number | number[] };
  return { kind: "same-step", cells: sameStepCells(levels) };
}

function isNested(finest: readonly number[], multiple: readonly number[]): boolean {
  return multiple.every((count, axis) => count <= largestMultiple * finest[axis]);
}

function sameStepCells(levels: readonly PlannedLevel[]): number | number[] {
  const axes = levels[0]?.cells.length ?? 1;
  return simplified(evenMultiples(levels, axes === 1 ? sameStepRefinement : boxRefinement));
}

function automaticChoice(
  { sweep: { axis }, scheme, model }: MeshStudy & { readonly sweep: Sweep },
  source: ReferenceSource,
  cells: readonly number[],
): ReturnType<typeof automaticReference> {
  const limit = meshScheme(scheme).limit(scheme);
  if (limit.kind === "gradient-flow") return automaticReference(axis, source, cells);
  if (axis === "h") return { kind: "same-step" };
  const { inertia: _inertia, ...choice } = automaticInertialReference(source, cells, limit.inertia(modelOf(model)));
  return choice as ReferenceSpec;
}

/** Per axis the largest number of cells of a level, and the least common multiple of all. */
function refinements(levels: readonly PlannedLevel[]): { finest: number[]; multiple: number[] } {
  const axes = levels[0].cells.map((_, axis) => levels.map(({ cells }) => cells[axis]));
  return {
    finest: axes.map((counts) => Math.max(...counts)),
    multiple: axes.map((counts) => counts.reduce(leastCommonMultiple)),
  };
}

/** Per axis the smallest even multiple of all levels that is at least `factor` times the finest. */
function evenMultiples(levels: readonly PlannedLevel[], factor: number): number[] {
  const { finest, multiple } = refinements(levels);
  return multiple.map((count, axis) => 2 * count * Math.ceil((factor * finest[axis]) / (2 * count)));
}

/** One number where all axes have the same. */
function simplified(cells: number[]): number | number[] {
  return cells.every((count) => count === cells[0]) ? cells[0] : cells;
}

function checkNested(value: CellsSpec, factor: number, levels: readonly PlannedLevel[]): void {
  const axes = levels[0].cells.length;
  const cells = cellsPerAxis(value, axes);
  if (cells.length !== axes) {
    const what = axes === 1 ? "one number" : `${axes} numbers`;
    throw new InputError(`a mesh needs ${what} of cells`, { path: "reference.cells", value });
  }
  const other = levels.find((level) => cells.some((count, axis) => count % (factor * level.cells[axis]) !== 0));
  if (other === undefined) return;
  const suggestion = simplified(evenMultiples(levels, 4));
  throw new InputError(`the cells must be ${factor === 1 ? "a" : "an even"} multiple of each level's`, {
    path: "reference.cells",
    value,
    remedy: `A level has ${cellsText(other.cells)} cells; ${typeof suggestion === "number" ? suggestion : `[${suggestion.join(", ")}]`} would do.`,
  });
}

function leastCommonMultiple(a: number, b: number): number {
  let [x, y] = [a, b];
  while (y !== 0) [x, y] = [y, x % y];
  return (a / x) * b;
}
