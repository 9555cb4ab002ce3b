import { z } from "zod";
import { energySchema } from "./energies/kinds.js";
import { exchangeCosts, mobilityNames, mobilityTimes } from "./exchange.js";
import { count, finite, graphFamily, graphList, layerSources, positive } from "./schema-parts.js";

/** One number of cells for all axes, or one per axis. */
export const cells = z.union([count, z.array(count).min(1).max(2)]);
/** The `model` of a study of densities on a mesh. */
export const meshModel = z.strictObject({
  domain: z
    .array(z.tuple([finite, finite]))
    .min(1)
    .max(2),
  graph: z.union([graphList, graphFamily]).default({ nodes: ["0"], edges: [] }),
  constants: z.record(z.string(), finite).optional().describe("numbers that formulas may name"),
  potential: layerSources,
  energy: energySchema.prefault({}),
  exchange: z
    .strictObject({
      mobility: z.enum(mobilityNames).default("unit"),
      cost: z.enum(exchangeCosts).default("quadratic"),
      mobilityAt: z.enum(mobilityTimes).default("previous"),
    })
    .prefault({}),
  initial: layerSources,
  normalize: z.boolean().default(true),
  finalTime: positive,
});
export type MeshModelSpec = z.output<typeof meshModel>;
