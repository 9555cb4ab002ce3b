import { z } from "zod";
import { checkedStates } from "../checked-states.js";
import { stateTolerance } from "../keys.js";
import type { StateScheme } from "../scheme.js";
import { manyIterations, perMicrosecond, sizeOf } from "../state-work.js";
import { checkGromov, gromovStates } from "./check.js";
import { describeGromov } from "./formulas.js";
import { createGromov } from "./gromov.js";

const schema = z.strictObject({
  name: z.literal("gromov"),
  onNonInvariant: z.enum(["refuse", "minimum"]).default("refuse"),
  tolerance: stateTolerance,
});

export type GromovSpec = z.output<typeof schema>;

/** The minimizing movement in the inner-product Gromov–Wasserstein distance. */
export const gromov: StateScheme<GromovSpec, typeof schema> = {
  name: "gromov",
  schema,
  complete: (given) => given,
  moves: gromovStates,
  check: (scheme, model) => checkGromov(checkedStates(model, gromov), scheme),
  bind: ({ onNonInvariant, tolerance }, problem, steps) =>
    createGromov(problem, { tau: problem.finalTime / steps, steps, tolerance, onNonInvariant }),
  nodes: () => undefined,
  dynamics: () => undefined,
  transport: (_, { state }) => state.kind,
  geometry: "gromov",
  besideWasserstein: true,
  errors: ["W2"],
  distancePower: 2,
  work(_, problem) {
    const { dimension: d, points, pairs } = sizeOf(problem);
    return (manyIterations * (points * d * d + pairs)) / perMicrosecond;
  },
  numbersPerPoint: () => 0,
  withoutSweep: "",
  describe: describeGromov,
};
