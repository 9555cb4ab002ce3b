import { z } from "zod";
import { isMeshError } from "../../convergence/errors.js";
import { exchangeCosts, mobilityNames, mobilityTimes } from "../../model/exchange.js";
import {
  cells,
  cellsList,
  count,
  errorNames,
  expression,
  finite,
  graphFamily,
  graphList,
  head,
  parameterSweep,
  positive,
  stepsList,
  tail,
} from "./schema-parts.js";
import type { StateStudy } from "./state-schema.js";

export { graphFamilies } from "./schema-parts.js";
export {
  type CheckedStateStudy,
  type StateModelSpec,
  type StateReferenceChoice,
  type StateSchemeSpec,
  type StateStudy,
  type StateSweep,
  stateSchemeNames,
  stateStudySchema,
} from "./state-schema.js";

/** One expression for all layers, or one per layer. */
const layerExpressions = z.union([expression, z.record(z.string(), expression)]);
const energy = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("entropy").default("entropy"),
    temperature: z.union([positive, z.record(z.string(), positive)]).default(1),
  }),
  z.strictObject({
    kind: z.literal("porous-medium"),
    exponent: finite,
    regularization: positive.default(1e-5).describe("temperature of the entropy that is added, an energy per mass"),
  }),
]);
const meshModel = z.strictObject({
  domain: z
    .array(z.tuple([finite, finite]))
    .min(1)
    .max(2),
  graph: z.union([graphList, graphFamily]).default({ nodes: ["0"], edges: [] }),
  constants: z.record(z.string(), finite).optional().describe("numbers that formulas may name"),
  potential: layerExpressions,
  energy: energy.prefault({}),
  exchange: z
    .strictObject({
      mobility: z.enum(mobilityNames).default("unit"),
      cost: z.enum(exchangeCosts).default("quadratic"),
      mobilityAt: z.enum(mobilityTimes).default("previous"),
    })
    .prefault({}),
  initial: layerExpressions,
  normalize: z.boolean().default(true),
  finalTime: positive,
});
/** Tolerances beyond these bounds either cannot be reached in double precision or certify nothing. */
const tolerance = z.number().min(1e-16).max(1e-2).default(1e-12);
const jko = z.strictObject({
  name: z.literal("jko").default("jko"),
  order: z.union([z.literal(1), z.literal(2)]).default(1),
  transport: z.enum(["exact", "swept", "dynamic"]).optional(),
  innerSteps: count.optional().describe("intervals of the path of a step with dynamic transport"),
  tolerance,
});
const implicitEuler = z.strictObject({
  name: z.literal("implicit-euler"),
  flux: z.enum(["scharfetter-gummel", "upwind"]).default("scharfetter-gummel"),
  tolerance,
});
const inertial = z.strictObject({
  name: z.literal("inertial"),
  transport: z.enum(["exact", "swept"]).optional(),
  damping: z.number().nonnegative().describe("per time"),
  initialPotential: layerExpressions.default(0).describe("its gradient is the initial velocity"),
  tolerance,
});
const meshScheme = z.discriminatedUnion("name", [jko, implicitEuler, inertial]);
/** Schemes of densities on a mesh, and those of states: Gaussians, particles, maps. */
export const meshSchemeNames = [
  "jko",
  "implicit-euler",
  "inertial",
] as const satisfies readonly MeshSchemeSpec["name"][];
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
type MeshScheme = CheckedMeshStudy["scheme"];
/** A study of densities on a mesh with every default filled in. */
export type MeshStudy = Omit<CheckedMeshStudy, "scheme"> & {
  readonly scheme:
    | Extract<MeshScheme, { name: "implicit-euler" }>
    | (Extract<MeshScheme, { name: "jko" }> & { readonly transport: "exact" | "swept" | "dynamic" })
    | (Extract<MeshScheme, { name: "inertial" }> & { readonly transport: "exact" | "swept" });
};
export type Study = MeshStudy | StateStudy;
export type MeshModelSpec = MeshStudy["model"];
export type MeshSchemeSpec = MeshStudy["scheme"];
export type ReferenceChoice = MeshStudy["reference"];
export type Sweep = NonNullable<MeshStudy["sweep"]>;
export type Expectation = Study["expect"][number];
/** Whether a study is one of states, not of densities on a mesh. */
export function isStateStudy(study: Study): study is StateStudy {
  return "state" in study.model;
}
