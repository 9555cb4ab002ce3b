import { z } from "zod";
import { count, key, mostPoints, seed } from "../../model/schema-parts.js";
import { stateKind } from "../../model/states/kinds/kinds.js";
import { checkedStates, refuseDensity } from "../checked-states.js";
import type { StateScheme } from "../scheme.js";
import { manyIterations, perMicrosecond, sizeOf } from "../state-work.js";
import { describeInputConvex } from "./formulas.js";
import { createInputConvex, densityRemedy } from "./input-convex.js";

const schema = z.strictObject({
  name: key(z.literal("input-convex"), "The minimizing movement along gradients of input-convex networks."),
  width: key(z.int().nonnegative().max(256).default(8), "Neurons of the network.", 16),
  nodes: key(
    z
      .strictObject({
        rule: key(
          z.enum(["gauss-hermite", "random"]).default("gauss-hermite"),
          "Points that carry a Gaussian or a Barenblatt profile: a Gauss rule, or a random sample.",
          "random",
        ),
        count: key(
          count.max(mostPoints).default(24),
          "Number of points: per axis of a Gauss rule, in all of a sample.",
          40,
        ),
        seed,
      })
      .prefault({}),
    "Points on which the initial state is put; of states gaussian and barenblatt.",
    { rule: "gauss-hermite", count: 40 },
  ),
  penalty: key(z.number().nonnegative().default(1e-7), "Penalty on steep neurons. Unit: energy per mass.", 1e-9),
  seed: key(seed, "Seed of the network's first weights.", 2),
  tolerance: key(
    z.number().min(1e-15).max(1e-2).default(1e-8),
    "A step counts as solved where the slope of the functional is at most √tolerance × spread of the state / finalTime. Unit: none.",
    1e-9,
  ),
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
  pace: () => 0.5,
  work({ width }, problem) {
    const { dimension: d, points, pairs } = sizeOf(problem);
    return (manyIterations * (points * (width + d) * (d * d + 20) + pairs)) / perMicrosecond;
  },
  // Activations of neurons.
  numbersPerPoint: ({ width }) => width,
  withoutSweep: "",
  describe: describeInputConvex,
};
