import { z } from "zod";
import { count, finite, layerExpressions, positive, seed } from "../../model/schema-parts.js";
import { meshTolerance } from "../keys.js";

export const searchMethods = ["first-order", "second-order", "hill-climbing", "random"] as const;
/** Searches of one method. */
export const mostSeeds = 10_000;
const range = z.tuple([finite, finite]);
const nodeName = z.union([z.string().min(1), z.number().transform(String)]);
/** The scheme `search`: what sweeps and `jko search` have in common, then what the latter needs. */
export const searchSchema = z.strictObject({
  name: z.literal("search"),
  order: z.union([z.literal(1), z.literal(2)]).default(1),
  damping: z.number().nonnegative().default(1).describe("of order 2, 1/time"),
  objective: layerExpressions
    .optional()
    .describe("V in x1, x2, …, the node's number g or the coordinates of a lattice; or one formula per node"),
  module: z
    .string()
    .min(1)
    .optional()
    .describe("instead of a formula, a JavaScript file beside the study, which is run as such"),
  tolerance: meshTolerance,
  step: positive.default(0.1).describe("of jko search: size of its time steps"),
  evaluations: count
    .max(1_000_000_000)
    .default(2000)
    .describe("of jko search: objective evaluations a search may spend"),
  seeds: count.max(mostSeeds).default(20).describe("of jko search: searches of every method, with consecutive seeds"),
  seed,
  target: finite.optional().describe("of jko search: a value at which a search has succeeded, and ends"),
  recentre: z
    .number()
    .gt(1)
    .default(2)
    .describe("of jko search: a neighbour becomes the centre where it outweighs it so many times"),
  start: z
    .strictObject({ node: z.union([nodeName, z.record(z.string(), z.int())]), x: z.array(finite).min(1).optional() })
    .optional()
    .describe("of jko search: where all searches begin; at random in the region unless given"),
  region: z
    .strictObject({
      x: z.array(range).min(1).optional().describe("one interval per axis; [-1, 1] unless given"),
      nodes: z
        .union([z.array(nodeName).min(1), z.record(z.string(), range)])
        .optional()
        .describe("a list of nodes, or bounds of coordinates of a lattice"),
    })
    .prefault({})
    .describe("of jko search: where random starts, and points of random search, are drawn from"),
  compare: z
    .array(z.enum(searchMethods))
    .min(1)
    .optional()
    .describe("of jko search: methods; that of the order unless given"),
});

/** A scheme that searches, as a study has it. */
export type SearchSpec = z.output<typeof searchSchema>;
