import { z } from "zod";
import { mobilityNames } from "../exchange.js";
import { anyMatrix, anyVector, count, expression, finite, graphFamily, graphList, positive } from "../schema-parts.js";
import { stateSchema } from "./kinds/kinds.js";

const bound = z.union([z.int(), z.null()]);
const lattice = z.strictObject({
  lattice: z
    .record(z.string(), z.tuple([bound, bound]))
    .describe("integer coordinates by name with their bounds, null for none; neighbours differ by one in one of them"),
  weight: positive.default(1),
});
const functional = z.strictObject({
  potential: z.union([expression, z.strictObject({ matrix: anyMatrix, centre: anyVector.optional() })]).optional(),
  entropy: z.number().nonnegative().optional(),
  internal: z.strictObject({ exponent: finite }).optional(),
  interaction: expression.optional(),
  kl: z.strictObject({ mean: anyVector, covariance: anyMatrix }).optional(),
});
/** The `model` of a study of states. */
export const stateModel = z.strictObject({
  dimension: count.max(50).optional(),
  state: stateSchema,
  functional: functional.prefault({}),
  graph: z.union([graphList, graphFamily, lattice]).optional().describe("of the state nodes"),
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
  initial: expression.optional(),
});
export type StateModelSpec = z.output<typeof stateModel>;
