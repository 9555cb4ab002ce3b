import { z } from "zod";
import { errorNames, isMeshError } from "../../convergence/errors.js";
import { cells, meshModel } from "../../model/mesh-schema.js";
import { count, type Given, key, schemasOf } from "../../model/schema-parts.js";
import { stateModel } from "../../model/states/state-schema.js";
import { type MeshReferenceSpec, meshReferenceSchema } from "../../reference/kinds.js";
import { type StateReferenceChoice, stateReferenceSchema } from "../../reference/states/index.js";
import { type MeshSchemeSpec, meshSchemes, type StateSchemeSpec, stateSchemes } from "../../schemes/schemes.js";
import { axes, cellsList, head, oneMesh, oneSteps, parameterSweep, stepsList, tail } from "./schema-parts.js";

export type { MeshModelSpec } from "../../model/mesh-schema.js";
export type { StateReferenceChoice } from "../../reference/states/index.js";
export type { MeshSchemeSpec, StateSchemeSpec } from "../../schemes/schemes.js";

// Two schemas, since models, references and sweeps have other keys: files are told apart by them.
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

const stateScheme = z.discriminatedUnion("name", schemasOf(stateSchemes));
const seeds = key(
  count.max(1000).optional(),
  "Seeds of the scheme to run: errors are root mean squares over them; one by default.",
  10,
);
const gridCells = key(cells.optional(), "Cells per axis of a grid, which needs them; none by default.", 200);
const stateReferences = z.union([
  z.strictObject({ kind: key(z.literal("auto"), "The limit in the geometry of the scheme.") }),
  stateReferenceSchema,
  z.array(stateReferenceSchema).min(1).max(2),
]);
/** Cells are those of a grid. */
const stateSweep = z.discriminatedUnion("axis", [
  z.strictObject({ axis: axes.tau, steps: stepsList, cells: gridCells, seeds }),
  z.strictObject({ axis: axes.h, steps: oneSteps, cells: cellsList, seeds }),
  z.strictObject({ ...parameterSweep, cells: gridCells, seeds }),
]);
/** A study of Gaussians, particles, maps or densities on a grid, with a functional. */
export const stateStudySchema = z.strictObject({
  ...head,
  model: key(stateModel, "The state, the functional it decreases, and the time.", {
    dimension: 1,
    state: { kind: "gaussian" },
    functional: { entropy: 1 },
    finalTime: 1,
  }),
  scheme: key(stateScheme, "How steps are taken.", { name: "sliced", directions: 64 }),
  reference: key(
    stateReferences.default({ kind: "auto" }),
    "What errors are distances to: the limit, the exact iterates, or both. The limit unless given.",
    { kind: "limit" },
    [{ kind: "limit" }, { kind: "iterate" }],
  ),
  sweep: key(stateSweep.optional(), "The levels of the study; run and check need it, no default.", {
    axis: "tau",
    steps: [8, 16, 32, 64],
  }),
  errors: key(
    z.array(z.enum(errorNames)).min(1).optional(),
    "Errors to report, @max for the largest over all times; by default W2, of nodes positions and weights.",
    ["W2", "covariance"],
  ),
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
/** A study as it is written: what has a default may be left out. */
export type StudyInput = Given<typeof meshStudySchema> | Given<typeof stateStudySchema>;
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
