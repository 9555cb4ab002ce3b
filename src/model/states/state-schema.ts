import { z } from "zod";
import { mobilityNames } from "../exchange.js";
import { latticeSchema } from "../lattice.js";
import { count, finite, graphFamily, graphList, positive, source } from "../schema-parts.js";
import { functionalSchema } from "./functional.js";
import { stateSchema } from "./kinds/kinds.js";

/** The `model` of a study of states. */
export const stateModel = z.strictObject({
  dimension: count.max(50).optional(),
  state: stateSchema,
  functional: functionalSchema.prefault({}),
  graph: z.union([graphList, graphFamily, latticeSchema]).optional().describe("of the state nodes"),
  exchange: z
    .strictObject({ mobility: z.enum(mobilityNames).optional() })
    .optional()
    .describe("of the state nodes: logarithmic unless given, upwind without an entropy"),
  finalTime: positive,
  domain: z
    .array(z.tuple([finite, finite]))
    .min(1)
    .max(2)
    .optional(),
  initial: source.optional().describe("density of the state grid at t = 0, a formula or a file; rescaled to mass 1"),
});
