import { z } from "zod";
import { count, key, mostPoints, seed } from "../../model/schema-parts.js";
import { checkedStates } from "../checked-states.js";
import { stateTolerance } from "../keys.js";
import type { StateScheme } from "../scheme.js";
import { fewIterations, perMicrosecond, sizeOf } from "../state-work.js";
import { describeSliced } from "./formulas.js";
import type { DirectionRule } from "./options.js";
import { checkSliced, createSliced } from "./sliced.js";
import { slicedState, slicedStates } from "./states.js";

const schema = z.strictObject({
  name: key(z.literal("sliced"), "The minimizing movement in the sliced Wasserstein distance."),
  directions: key(
    count.max(mostPoints).default(64),
    "Number L of directions that squared distances of projections are averaged over.",
    256,
  ),
  rule: key(
    z.enum(["uniform", "random"]).optional(),
    "Directions: the angles pi (k + 1/2)/L (two dimensions), or random ones, drawn anew for every step; by default uniform in up to two dimensions, random above.",
    "random",
  ),
  seed,
  tolerance: stateTolerance,
});

export type SlicedSpec = z.output<typeof schema> & { readonly rule: DirectionRule };

/** The minimizing movement in the sliced Wasserstein distance. */
export const sliced: StateScheme<SlicedSpec, typeof schema> = {
  name: "sliced",
  schema,
  complete(given, { dimension, domain }) {
    const axes = dimension ?? domain?.length ?? 1;
    return { ...given, rule: given.rule ?? (axes <= 2 ? "uniform" : "random") };
  },
  moves: slicedStates,
  check: (scheme, model) => checkSliced(checkedStates(model, sliced), scheme),
  bind: ({ directions, rule, seed, tolerance }, problem, steps) =>
    createSliced(problem, { tau: problem.finalTime / steps, steps, tolerance, directions, rule, seed }),
  nodes: () => undefined,
  dynamics: () => undefined,
  transport: (_, { state }) => state.kind,
  geometry: "sliced",
  besideWasserstein: false,
  errors: ["W2"],
  distancePower: 1,
  pace: () => 0.2,
  work({ directions }, problem) {
    const { dimension: d, points, pairs } = sizeOf(problem);
    const perPoint = slicedState(problem.initial.layout.kind).work(d, points);
    return (fewIterations * (directions * points * perPoint + pairs)) / perMicrosecond;
  },
  numbersPerPoint: ({ directions }, kind) => directions * slicedState(kind).numbers,
  withoutSweep: "",
  describe: describeSliced,
};
