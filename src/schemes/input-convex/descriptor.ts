import { z } from "zod";
import { count, mostPoints, seed } from "../../model/schema-parts.js";
import { stateKind } from "../../model/states/kinds/kinds.js";
import { checkedStates, refuseDensity } from "../checked-states.js";
import type { StateScheme } from "../scheme.js";
import { manyIterations, perMicrosecond, sizeOf } from "../state-work.js";
import { describeInputConvex } from "./formulas.js";
import { createInputConvex, densityRemedy } from "./input-convex.js";

const schema = z.strictObject({
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

export type InputConvexSpec = z.output<typeof schema>;

/** The minimizing movement along gradients of input-convex networks. */
export const inputConvex: StateScheme<InputConvexSpec, typeof schema> = {
  name: "input-convex",
  schema,
  complete: (given) => given,
  moves: ["gaussian", "barenblatt", "particles"],
  check(_, model) {
    const { state, functional } = checkedStates(model, inputConvex);
    if (stateKind(state).pointsText === undefined) refuseDensity(functional, densityRemedy);
  },
  bind: ({ width, penalty, seed, tolerance }, problem, steps) =>
    createInputConvex(problem, { tau: problem.finalTime / steps, steps, tolerance, width, penalty, seed }),
  nodes: ({ nodes }) => nodes,
  dynamics: () => undefined,
  transport: () => "map",
  geometry: "wasserstein",
  besideWasserstein: false,
  errors: ["W2"],
  distancePower: 1,
  work({ width }, problem) {
    const { dimension: d, points, pairs } = sizeOf(problem);
    return (manyIterations * (points * (width + d) * (d * d + 20) + pairs)) / perMicrosecond;
  },
  // Activations of neurons.
  numbersPerPoint: ({ width }) => width,
  withoutSweep: "",
  describe: describeInputConvex,
};
