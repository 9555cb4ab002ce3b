import { z } from "zod";
import { InputError } from "../errors.js";
import { key } from "../model/schema-parts.js";
import type { Binding, MeshReferenceKind, PreparedReference, RunReference } from "./kind.js";
import { exactIterate } from "./kinds/exact-iterate.js";
import { finiteVolume } from "./kinds/finite-volume.js";
import { formula } from "./kinds/formula.js";
import { homogeneous } from "./kinds/homogeneous.js";
import { sameMesh } from "./kinds/same-mesh.js";
import { sameStep } from "./kinds/same-step.js";
import { spectral } from "./kinds/spectral.js";
import { table } from "./kinds/table.js";
import { cellsPerAxis } from "./nested-cells.js";

/** The kinds of references of densities on a mesh, in the order in which the schema tells them. */
const listed = [formula, spectral, homogeneous, finiteVolume, sameMesh, sameStep, exactIterate, table] as const;

type Listed = (typeof listed)[number];
type Prepared = Extract<Listed, { way: "prepared" }>;
type SchemasOf<Kinds extends readonly { readonly schema: z.ZodObject }[]> = { [K in keyof Kinds]: Kinds[K]["schema"] };

/** A reference as a study writes it, defaults filled in. */
export type MeshReferenceSpec = z.output<Listed["schema"]>;
/** One that is computed once for all levels. */
export type PreparedSpec = z.output<Prepared["schema"]>;
/** One that consists of runs of the scheme. */
export type RunSpec = Exclude<MeshReferenceSpec, PreparedSpec>;
/** A computed one with what it has to know of model and scheme. */
export type BoundReference = Parameters<Prepared["prepare"]>[0];

/** All kinds, the most exact first. */
export const meshReferenceKinds: readonly MeshReferenceKind[] = [...listed].sort((a, b) => a.rank - b.rank);

/** A reference in a study, or `auto`. */
export const meshReferenceSchema = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: key(z.literal("auto"), "The most exact reference that applies; the manifest and the table name it."),
  }),
  ...(listed.map(({ schema }) => schema) as unknown as SchemasOf<typeof listed>),
]);

/** @throws {RangeError} where there is no such kind */
export function meshReferenceKind(name: string): MeshReferenceKind {
  const kind = meshReferenceKinds.find((own) => own.name === name);
  if (kind === undefined) throw new RangeError(`no reference is called ${name}`);
  return kind;
}

/** A kind whose solutions are computed, not run. */
export function preparedKind({ kind }: { readonly kind: string }): PreparedReference {
  const found = meshReferenceKind(kind);
  if (found.way === "prepared") return found;
  throw new RangeError(`${kind} consists of runs of the scheme`);
}

export function runKind({ kind }: RunSpec): RunReference {
  const found = meshReferenceKind(kind);
  if (found.way === "runs") return found;
  throw new RangeError(`${kind} is computed`);
}

/** Whether a reference, of whatever states, consists of runs of the scheme. */
export function isRun(spec: { readonly kind: string }): spec is RunSpec {
  return meshReferenceKinds.some(({ name, way }) => name === spec.kind && way === "runs");
}

/**
 * @throws {InputError} on formulas that do not parse
 */
export function bindReference(spec: PreparedSpec, binding: Binding): BoundReference {
  return preparedKind(spec).bind(spec, binding) as BoundReference;
}

/** The mesh of a reference, if it has one of its own. */
export function meshOf(spec: MeshReferenceSpec, axes: number): readonly number[] | null {
  const cells = meshReferenceKind(spec.kind).mesh(spec);
  return cells === null ? null : cellsPerAxis(cells, axes);
}

/** @throws {InputError} on what only gradient flows have */
export function checkInertial({ kind }: MeshReferenceSpec): void {
  if (meshReferenceKind(kind).inertial !== null) return;
  const others = meshReferenceKinds.flatMap(({ inertial }) => inertial ?? []);
  throw new InputError(`${kind} is a reference of gradient flows`, {
    path: "reference.kind",
    value: kind,
    remedy: `Use one of ${[...others, "auto"].join(", ")}.`,
  });
}
