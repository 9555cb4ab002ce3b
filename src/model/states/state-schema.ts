import { z } from "zod";
import { mobilityNames } from "../exchange.js";
import {
  anyMatrix,
  anyVector,
  count,
  expression,
  finite,
  graphFamily,
  graphList,
  mostPoints,
  positive,
  seed,
} from "../schema-parts.js";

const initialState = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("gaussian"), mean: anyVector.default(0), covariance: anyMatrix.default(1) }),
  z.strictObject({
    kind: z.literal("particles"),
    count: count.max(mostPoints).optional(),
    sample: z.enum(["normal", "ring", "hermite", "points"]).default("normal"),
    points: z.array(z.array(finite).min(1)).optional(),
    seed,
    mean: anyVector.optional().describe("of a normal sample"),
    covariance: anyMatrix.optional().describe("of a normal sample"),
    standardized: z.boolean().optional().describe("a normal sample is moved and stretched to these moments exactly"),
    scale: positive
      .optional()
      .describe("radius of a ring, factor of the zeros of a Hermite polynomial over the root of their number"),
  }),
  z.strictObject({ kind: z.literal("barenblatt"), scale: positive, centre: finite.optional() }),
  z.strictObject({ kind: z.literal("grid") }),
  z.strictObject({
    kind: z.literal("nodes"),
    positions: z
      .union([anyVector, z.record(z.string(), anyVector)])
      .optional()
      .describe("one vector for all nodes of the graph, or one per node; 0 unless given"),
    weights: z.record(z.string(), positive).optional().describe("per node, rescaled to sum 1; equal unless given"),
  }),
]);
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
  state: initialState,
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
