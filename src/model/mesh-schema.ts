import { z } from "zod";
import { energySchema } from "./energies/kinds.js";
import { exchangeCosts, mobilityNames, mobilityTimes } from "./exchange.js";
import { layerSources } from "./files/source-schema.js";
import { count, finite, graphFamily, graphList, key, positive } from "./schema-parts.js";

/** One number of cells for all axes, or one per axis. */
export const cells = z.union([count, z.array(count).min(1).max(2)]);
/** The `model` of a study of densities on a mesh. */
export const meshModel = z.strictObject({
  domain: key(
    z
      .array(z.tuple([finite, finite]))
      .min(1)
      .max(2),
    "[lower, upper] of one or two axes, with walls that nothing passes. Unit: length.",
    [[0, 1]],
    [
      [0, 1],
      [-1, 1],
    ],
  ),
  graph: key(
    z.union([graphList, graphFamily]).default({ nodes: ["0"], edges: [] }),
    "The layers and the edges between them: a list, or a family. One layer called 0 by default.",
    { nodes: ["a", "b"], edges: [["a", "b", 3]] },
    { family: "cycle", nodes: 8, weight: 4 },
  ),
  constants: key(
    z.record(z.string(), finite).optional(),
    "Numbers that formulas may name, and a parameter sweep may change. None by default. Unit: as the formulas need.",
    { epsilon: 0.1 },
  ),
  potential: key(
    layerSources,
    "Potential V in x, on two axes y too, and the layer's index g: a formula or a file of values on cells, for all layers or per layer. Unit: energy per mass.",
    "2*x^2",
    { a: "x^2/2", b: 0 },
    { csv: "potential.csv", column: "V" },
  ),
  energy: key(
    energySchema.prefault({}),
    "The energy whose gradient flow is approximated. An entropy at temperature 1 unless given.",
    {
      kind: "porous-medium",
      exponent: 2,
    },
  ),
  exchange: key(
    z
      .strictObject({
        mobility: key(
          z.enum(mobilityNames).default("unit"),
          "Mobility of the exchange along an edge, a mean of the two densities; upwind takes the density of the layer with the larger chemical potential.",
          "logarithmic",
        ),
        cost: key(z.enum(exchangeCosts).default("quadratic"), "Cost of an exchange flux.", "cosh"),
        mobilityAt: key(
          z.enum(mobilityTimes).default("previous"),
          "The density of a step that the mobility is taken at; midpoint is the mean of previous and next.",
          "next",
        ),
      })
      .prefault({}),
    "How mass changes between layers.",
    { mobility: "logarithmic" },
  ),
  initial: key(
    layerSources,
    "Initial density in x, on two axes y too, and the layer's index g: a formula or a file of values on cells, for all layers or per layer. Unit: mass per length (per area on two axes).",
    "1 + 0.5*cos(pi*x)",
    { a: "exp(-x^2/2)", b: 1 },
    { csv: "snapshots.csv", column: "density", time: "last" },
  ),
  normalize: key(
    z.boolean().default(true),
    "Whether the initial density is rescaled to total mass 1; false keeps the mass it has.",
    false,
  ),
  finalTime: key(positive, "Time T at which a run ends; the step size is tau = T/steps. Unit: time.", 0.1),
});
export type MeshModelSpec = z.output<typeof meshModel>;
