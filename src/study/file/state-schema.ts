import { z } from "zod";
import { cells } from "../../model/mesh-schema.js";
import { count, positive } from "../../model/schema-parts.js";
import { stateModel } from "../../model/states/state-schema.js";
import { type StateSchemeSpec, schemasOf, stateSchemes } from "../../schemes/schemes.js";
import { cellsList, errorNames, head, parameterSweep, stepsList, tail } from "./schema-parts.js";

const stateScheme = z.discriminatedUnion("name", schemasOf(stateSchemes));
const stateReference = z.strictObject({
  kind: z.enum(["limit", "iterate"]),
  geometry: z.enum(["wasserstein", "sliced", "gromov"]).optional().describe("that of the scheme unless given"),
  dilation: positive
    .default(1)
    .describe("factor of time, with a unit where one geometry is gromov and the other is not"),
  continuum: z
    .boolean()
    .default(false)
    .describe(
      "a normal sample of particles stands for the Gaussian it is drawn from: first their number, then 1/tau to infinity",
    ),
});
const seeds = count.max(1000).optional().describe("errors are root mean squares over so many seeds of the scheme");
const stateReferences = z.union([
  z.strictObject({ kind: z.literal("auto") }),
  stateReference,
  z.array(stateReference).min(1).max(2),
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
export type CheckedStateStudy = z.output<typeof stateStudySchema>;
/** A study of states with every default filled in. */
export type StateStudy = Omit<CheckedStateStudy, "scheme" | "reference" | "errors"> & {
  readonly errors: NonNullable<CheckedStateStudy["errors"]>;
  readonly scheme: StateSchemeSpec;
  readonly reference: readonly StateReferenceChoice[];
};
export type StateModelSpec = StateStudy["model"];
type GivenReference = z.output<typeof stateReference>;
export type StateReferenceChoice = { readonly [K in keyof GivenReference]-?: NonNullable<GivenReference[K]> };
export type StateSweep = NonNullable<StateStudy["sweep"]>;
