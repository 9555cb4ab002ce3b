import { z } from "zod";
import { cells } from "../../model/mesh-schema.js";
import { count, key, schemasOf } from "../../model/schema-parts.js";
import { stateModel } from "../../model/states/state-schema.js";
import { type StateReferenceChoice, stateReferenceSchema } from "../../reference/states/index.js";
import { type StateSchemeSpec, stateSchemes } from "../../schemes/schemes.js";
import { axes, cellsList, errorNames, head, oneSteps, parameterSweep, stepsList, tail } from "./schema-parts.js";

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
export type { StateReferenceChoice } from "../../reference/states/index.js";
export type CheckedStateStudy = z.output<typeof stateStudySchema>;
/** A study of states with every default filled in. */
export type StateStudy = Omit<CheckedStateStudy, "scheme" | "reference" | "errors"> & {
  readonly errors: NonNullable<CheckedStateStudy["errors"]>;
  readonly scheme: StateSchemeSpec;
  readonly reference: readonly StateReferenceChoice[];
};
export type StateModelSpec = StateStudy["model"];
export type StateSweep = NonNullable<StateStudy["sweep"]>;
