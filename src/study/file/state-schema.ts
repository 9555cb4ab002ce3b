import { z } from "zod";
import { cells } from "../../model/mesh-schema.js";
import { count, schemasOf } from "../../model/schema-parts.js";
import { stateModel } from "../../model/states/state-schema.js";
import { type StateReferenceChoice, stateReferenceSchema } from "../../reference/states/index.js";
import { type StateSchemeSpec, stateSchemes } from "../../schemes/schemes.js";
import { cellsList, errorNames, head, parameterSweep, stepsList, tail } from "./schema-parts.js";

const stateScheme = z.discriminatedUnion("name", schemasOf(stateSchemes));
const seeds = count.max(1000).optional().describe("errors are root mean squares over so many seeds of the scheme");
const stateReferences = z.union([
  z.strictObject({ kind: z.literal("auto") }),
  stateReferenceSchema,
  z.array(stateReferenceSchema).min(1).max(2),
]);
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
