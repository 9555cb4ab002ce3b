import { z } from "zod";
import { errorNames, isMeshError } from "../../convergence/errors.js";
import { cells, meshModel } from "../../model/mesh-schema.js";
import { count, schemasOf } from "../../model/schema-parts.js";
import { stateModel } from "../../model/states/state-schema.js";
import { type MeshReferenceSpec, meshReferenceSchema } from "../../reference/kinds.js";
import { type StateReferenceChoice, stateReferenceSchema } from "../../reference/states/index.js";
import { type MeshSchemeSpec, meshSchemes, type StateSchemeSpec, stateSchemes } from "../../schemes/schemes.js";
import { cellsList, head, parameterSweep, stepsList, tail } from "./schema-parts.js";

export type { MeshModelSpec } from "../../model/mesh-schema.js";
export type { StateReferenceChoice } from "../../reference/states/index.js";
export type { MeshSchemeSpec, StateSchemeSpec } from "../../schemes/schemes.js";

// Two schemas, since models, references and sweeps have other keys: files are told apart by them.
const meshScheme = z.discriminatedUnion("name", schemasOf(meshSchemes));
const meshSweep = z.discriminatedUnion("axis", [
  z.strictObject({ axis: z.literal("tau"), steps: stepsList, cells }),
  z.strictObject({ axis: z.literal("h"), steps: count, cells: cellsList }),
  z.strictObject({ axis: z.literal("joint"), steps: stepsList, cells: cellsList }),
  z.strictObject({ axis: z.literal("tensor"), steps: stepsList, cells: cellsList }),
  z.strictObject({ ...parameterSweep, cells }),
]);
const meshErrors = errorNames.filter(isMeshError);
/** A study of densities on a mesh; `studies/schema.json` is generated from it and the next. */
export const meshStudySchema = z.strictObject({
  ...head,
  model: meshModel,
  scheme: meshScheme.prefault({}),
  reference: meshReferenceSchema.default({ kind: "auto" }),
  sweep: meshSweep.optional(),
  errors: z.array(z.enum(meshErrors)).min(1).default(["L1"]),
  ...tail,
});

const stateScheme = z.discriminatedUnion("name", schemasOf(stateSchemes));
const stateReferences = z.union([
  z.strictObject({ kind: z.literal("auto") }),
  stateReferenceSchema,
  z.array(stateReferenceSchema).min(1).max(2),
]);
const seeds = count.max(1000).optional().describe("errors are root mean squares over so many seeds of the scheme");
/** Cells are those of a grid. */
const stateSweep = z.discriminatedUnion("axis", [
  z.strictObject({ axis: z.literal("tau"), steps: stepsList, cells: cells.optional(), seeds }),
  z.strictObject({ axis: z.literal("h"), steps: count, cells: cellsList, seeds }),
  z.strictObject({ ...parameterSweep, cells: cells.optional(), seeds }),
]);
/** A study of Gaussians, particles, maps or densities on a grid, with a functional. */
export const stateStudySchema = z.strictObject({
  ...head,
  model: stateModel,
  scheme: stateScheme,
  reference: stateReferences.default({ kind: "auto" }),
  sweep: stateSweep.optional(),
  errors: z.array(z.enum(errorNames)).min(1).optional().describe("W2 unless given; of nodes positions and weights"),
  ...tail,
});

/** Studies that agree with their schema. */
export type CheckedMeshStudy = z.output<typeof meshStudySchema>;
export type CheckedStateStudy = z.output<typeof stateStudySchema>;
/** A study of densities on a mesh with every default filled in. */
export type MeshStudy = Omit<CheckedMeshStudy, "scheme"> & { readonly scheme: MeshSchemeSpec };
/** A study of states with every default filled in. */
export type StateStudy = Omit<CheckedStateStudy, "scheme" | "reference" | "errors"> & {
  readonly errors: NonNullable<CheckedStateStudy["errors"]>;
  readonly scheme: StateSchemeSpec;
  readonly reference: readonly StateReferenceChoice[];
};
export type Study = MeshStudy | StateStudy;
export type StateModelSpec = StateStudy["model"];
/** Studies that can be run. */
export type SweptMeshStudy = MeshStudy & { readonly sweep: Sweep };
export type SweptStateStudy = StateStudy & { readonly sweep: StateSweep };
export type SweptStudy = SweptMeshStudy | SweptStateStudy;
/** What of a study is computed. */
export type MeshSetup = Pick<MeshStudy, "model" | "scheme">;
export type StateSetup = Pick<StateStudy, "model" | "scheme">;
/** A reference other than `auto`. */
export type PlannedReference = MeshReferenceSpec | StateReferenceChoice;
/** A sweep of densities on a mesh; those of states are among them, but for their seeds. */
export type Sweep = NonNullable<MeshStudy["sweep"]>;
export type StateSweep = NonNullable<StateStudy["sweep"]>;
export type Expectation = Study["expect"][number];

/** Whether something with a model is about states, not about densities on a mesh. */
export function isOfStates<T extends { readonly model: object }>(
  of: T,
): of is Extract<T, { readonly model: StateModelSpec }> {
  return "state" in of.model;
}
