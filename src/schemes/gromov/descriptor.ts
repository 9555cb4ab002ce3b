import { z } from "zod";
import { key } from "../../model/schema-parts.js";
import { checkedStates } from "../checked-states.js";
import { stateTolerance } from "../keys.js";
import type { StateScheme } from "../scheme.js";
import { manyIterations, perMicrosecond, sizeOf } from "../state-work.js";
import { checkGromov, gromovStates } from "./check.js";
import { describeGromov } from "./formulas.js";
import { createGromov } from "./gromov.js";

const schema = z.strictObject({
  name: key(z.literal("gromov"), "The minimizing movement in the inner-product Gromov–Wasserstein distance."),
  onNonInvariant: key(
    z.enum(["refuse", "minimum"]).default("refuse"),
    "What to do about a functional that rotations change, which the distance does not see: refuse it, or follow its minimum over rotations.",
    "minimum",
  ),
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
  pace: () => 0.5,
  work(_, problem) {
    const { dimension: d, points, pairs } = sizeOf(problem);
    return (manyIterations * (points * d * d + pairs)) / perMicrosecond;
  },
  numbersPerPoint: () => 0,
  withoutSweep: "",
  describe: describeGromov,
};
