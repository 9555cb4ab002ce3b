import { z } from "zod";
import { isMeshError } from "../../convergence/errors.js";
import { meshModel } from "../../model/mesh-schema.js";
import { key, schemasOf } from "../../model/schema-parts.js";
import { type MeshReferenceSpec, meshReferenceSchema } from "../../reference/kinds.js";
import { type MeshSchemeSpec, meshSchemes } from "../../schemes/schemes.js";
import {
  axes,
  cellsList,
  errorNames,
  head,
  oneMesh,
  oneSteps,
  parameterSweep,
  stepsList,
  tail,
} from "./schema-parts.js";
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
  z.strictObject({ axis: axes.tau, steps: stepsList, cells: oneMesh }),
  z.strictObject({ axis: axes.h, steps: oneSteps, cells: cellsList }),
  z.strictObject({
    axis: key(z.literal("joint"), "Both at once: the k-th number of steps with the k-th of cells."),
    steps: stepsList,
    cells: cellsList,
  }),
  z.strictObject({
    axis: key(z.literal("tensor"), "Every number of steps with every number of cells."),
    steps: stepsList,
    cells: cellsList,
  }),
  z.strictObject({ ...parameterSweep, cells: oneMesh }),
]);
const meshErrors = errorNames.filter(isMeshError);
/** A study of densities on a mesh; `studies/schema.json` is generated from it and the next. */
export const meshStudySchema = z.strictObject({
  ...head,
  model: key(meshModel, "The equation: space, layers, energy, exchange, initial density and time.", {
    domain: [[0, 1]],
    potential: 0,
    initial: "1 + 0.5*cos(pi*x)",
    finalTime: 0.1,
  }),
  scheme: key(meshScheme.prefault({}), "How steps are taken; the minimizing movement of first order unless given.", {
    name: "jko",
    order: 2,
  }),
  reference: key(
    meshReferenceSchema.default({ kind: "auto" }),
    "What errors are distances to; the most exact that applies unless given.",
    { kind: "finite-volume", cells: 1600 },
  ),
  sweep: key(meshSweep.optional(), "The levels of the study; run and check need it, no default.", {
    axis: "tau",
    steps: [8, 16, 32, 64],
    cells: 200,
  }),
  errors: key(
    z.array(z.enum(meshErrors)).min(1).default(["L1"]),
    "Errors to report, @max for the largest over all times. W2 is that of the x-marginals: it does not see mass in the wrong layer.",
    ["L1", "KL", "L1@max"],
  ),
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
