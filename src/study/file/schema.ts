import { z } from "zod";
import { isMeshError } from "../../convergence/errors.js";
import { cells, meshModel } from "../../model/mesh-schema.js";
import { count, schemasOf } from "../../model/schema-parts.js";
import { type MeshReferenceSpec, meshReferenceSchema } from "../../reference/kinds.js";
import { type MeshSchemeSpec, meshSchemes } from "../../schemes/schemes.js";
import { cellsList, errorNames, head, parameterSweep, stepsList, tail } from "./schema-parts.js";
import type { StateStudy } from "./state-schema.js";

export type { MeshModelSpec } from "../../model/mesh-schema.js";
export type { MeshSchemeSpec, StateSchemeSpec } from "../../schemes/schemes.js";
export {
  type CheckedStateStudy,
  type StateModelSpec,
  type StateReferenceChoice,
  type StateStudy,
  type StateSweep,
  stateStudySchema,
} from "./state-schema.js";

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
/** A study of densities that agrees with the schema. */
export type CheckedMeshStudy = z.output<typeof meshStudySchema>;
/** A study of densities on a mesh with every default filled in. */
export type MeshStudy = Omit<CheckedMeshStudy, "scheme"> & { readonly scheme: MeshSchemeSpec };
export type Study = MeshStudy | StateStudy;
/** A reference other than `auto`. */
export type PlannedReference = MeshReferenceSpec;
export type Sweep = NonNullable<MeshStudy["sweep"]>;
export type Expectation = Study["expect"][number];
/** Whether a study is one of states, not of densities on a mesh. */
export function isStateStudy(study: Study): study is StateStudy {
  return "state" in study.model;
}
