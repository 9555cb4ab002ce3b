import { z } from "zod";
import { mobilityNames } from "../exchange.js";
import { source } from "../files/source-schema.js";
import { latticeSchema } from "../lattice.js";
import { count, finite, graphFamily, graphList, key, positive } from "../schema-parts.js";
import { functionalSchema } from "./functional.js";
import { stateSchema } from "./kinds/kinds.js";

/** The `model` of a study of states. */
export const stateModel = z.strictObject({
  dimension: key(
    count.max(50).optional(),
    "Dimension of space; of a grid by default the number of axes of the domain.",
    2,
  ),
  state: key(stateSchema, "The initial state; it makes the study one of states, not of densities on a mesh.", {
    kind: "gaussian",
    mean: 0,
    covariance: 1,
  }),
  functional: key(
    functionalSchema.prefault({}),
    "The functional F that the flow decreases: the sum of the parts given.",
    { potential: "r^2/2", entropy: 1 },
  ),
  graph: key(
    z.union([graphList, graphFamily, latticeSchema]).optional(),
    "Of state nodes, which need it: their graph, a list, a family, or a lattice for jko search. None by default.",
    { family: "path", nodes: 5 },
  ),
  exchange: key(
    z
      .strictObject({
        mobility: key(
          z.enum(mobilityNames).optional(),
          "Mobility of the exchange of weight; logarithmic by default, upwind where the entropy is 0.",
          "upwind",
        ),
      })
      .optional(),
    "Of state nodes: how weight changes between them; by default with the mobility that the entropy asks for.",
    { mobility: "upwind" },
  ),
  finalTime: key(positive, "Time T at which a run ends; the step size is tau = T/steps. Unit: time.", 1),
  domain: key(
    z
      .array(z.tuple([finite, finite]))
      .min(1)
      .max(2)
      .optional(),
    "Of state grid, which needs it: [lower, upper] of one or two axes. None by default. Unit: length.",
    [[-4, 4]],
  ),
  initial: key(
    source.optional(),
    "Of state grid, which needs it: initial density in x and y or a file, rescaled to mass 1. None by default. Unit: mass per length^axes.",
    "exp(-x^2/2)",
    { npy: "start.npy" },
  ),
});
