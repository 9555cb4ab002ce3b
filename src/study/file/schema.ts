import { z } from "zod";
import { isMeshError } from "../../convergence/errors.js";
import { cells, meshModel } from "../../model/mesh-schema.js";
import { count, finite, layerExpressions, positive } from "../../model/schema-parts.js";
import { type MeshSchemeSpec, meshSchemes, schemasOf } from "../../schemes/schemes.js";
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
/** One number for every component, or one per axis. */
const vector = z.union([finite, z.array(finite).min(1).max(2)]);
const matrix = z.array(z.array(finite).min(1).max(2)).min(1).max(2);
const meshReference = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("auto") }),
  z.strictObject({ kind: z.literal("formula"), density: layerExpressions }),
  z.strictObject({ kind: z.literal("spectral") }),
  z.strictObject({ kind: z.literal("homogeneous") }),
  z.strictObject({ kind: z.literal("finite-volume"), cells, steps: count.optional() }),
  z.strictObject({ kind: z.literal("same-mesh"), steps: count.optional() }),
  z.strictObject({ kind: z.literal("same-step"), cells }),
  z.strictObject({
    kind: z.literal("exact-iterate"),
    mean: vector,
    variance: positive.optional(),
    covariance: matrix.optional(),
    centre: vector.default(0),
    stiffness: z.union([z.number().nonnegative(), matrix]).default(1),
    axis: z.enum(["x", "y"]).optional().describe("the density is uniform along the other axis of a box"),
  }),
]);
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
  reference: meshReference.default({ kind: "auto" }),
  sweep: meshSweep.optional(),
  errors: z.array(z.enum(meshErrors)).min(1).default(["L1"]),
  ...tail,
});
/** A study of densities that agrees with the schema. */
export type CheckedMeshStudy = z.output<typeof meshStudySchema>;
/** A study of densities on a mesh with every default filled in. */
export type MeshStudy = Omit<CheckedMeshStudy, "scheme"> & { readonly scheme: MeshSchemeSpec };
export type Study = MeshStudy | StateStudy;
export type ReferenceChoice = MeshStudy["reference"];
export type Sweep = NonNullable<MeshStudy["sweep"]>;
export type Expectation = Study["expect"][number];
/** Whether a study is one of states, not of densities on a mesh. */
export function isStateStudy(study: Study): study is StateStudy {
  return "state" in study.model;
}
