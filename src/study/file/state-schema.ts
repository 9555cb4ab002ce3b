import { z } from "zod";
import { mobilityNames } from "../../model/exchange.js";
import { type StateReferenceChoice, stateReferenceSchema } from "../../reference/states/index.js";
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
  seed,
  stepsList,
  tail,
} from "./schema-parts.js";
import { search } from "./search-schema.js";

export const stateSchemeNames = [
  "sliced",
  "input-convex",
  "gromov",
  "search",
] as const satisfies readonly StateSchemeSpec["name"][];
/** A number for every component, or a vector of any length; likewise for matrices. */
const anyVector = z.union([finite, z.array(finite).min(1)]);
const anyMatrix = z.union([finite, z.array(z.array(finite).min(1)).min(1)]);
/** More particles, nodes or directions would not end in a lifetime, or are a slip of the keyboard. */
const mostPoints = 1_000_000;
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
const stateModel = z.strictObject({
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
/** Relative gap in energy at which a step on states is solved: the state is then within about its root of the minimizer. */
const stateTolerance = z.number().min(1e-16).max(1e-2).default(1e-14);
const sliced = z.strictObject({
  name: z.literal("sliced"),
  directions: count.max(mostPoints).default(64),
  rule: z.enum(["uniform", "random"]).optional(),
  seed,
  tolerance: stateTolerance,
});
const inputConvex = z.strictObject({
  name: z.literal("input-convex"),
  width: z.int().nonnegative().max(256).default(8),
  nodes: z
    .strictObject({
      rule: z.enum(["gauss-hermite", "random"]).default("gauss-hermite"),
      count: count.max(mostPoints).default(24),
      seed,
    })
    .prefault({}),
  penalty: z.number().nonnegative().default(1e-7).describe("of steep neurons, an energy per mass"),
  seed,
  tolerance: z.number().min(1e-15).max(1e-2).default(1e-8),
});
const gromov = z.strictObject({
  name: z.literal("gromov"),
  onNonInvariant: z.enum(["refuse", "minimum"]).default("refuse"),
  tolerance: stateTolerance,
});
const stateScheme = z.discriminatedUnion("name", [sliced, inputConvex, gromov, search]);
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
type StateScheme = z.output<typeof stateScheme>;

export type { StateReferenceChoice } from "../../reference/states/index.js";
export type CheckedStateStudy = z.output<typeof stateStudySchema>;
/** A study of states with every default filled in. */
export type StateStudy = Omit<CheckedStateStudy, "scheme" | "reference" | "errors"> & {
  readonly errors: NonNullable<CheckedStateStudy["errors"]>;
  readonly scheme:
    | Exclude<StateScheme, { name: "sliced" }>
    | (Extract<StateScheme, { name: "sliced" }> & { readonly rule: "uniform" | "random" });
  readonly reference: readonly StateReferenceChoice[];
};
export type StateModelSpec = StateStudy["model"];
export type StateSchemeSpec = StateStudy["scheme"];
export type StateSweep = NonNullable<StateStudy["sweep"]>;
