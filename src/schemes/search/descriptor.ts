import type { Setting } from "../../model/description.js";
import { numberTex } from "../../model/expression/tex.js";
import { createNodeDynamics } from "../../model/states/node-dynamics.js";
import { nodeMobility } from "../../model/states/node-model.js";
import { checkedStates } from "../checked-states.js";
import type { StateScheme } from "../scheme.js";
import { fewIterations, perMicrosecond } from "../state-work.js";
import { describeSearch } from "./formulas.js";
import { type SearchSpec, searchSchema } from "./schema.js";
import { checkSearch, createSearch } from "./search.js";

/** Particle search on the nodes of a graph. */
export const search: StateScheme<SearchSpec, typeof searchSchema> = {
  name: "search",
  schema: searchSchema,
  complete: (given) => given,
  moves: ["nodes"],
  check(_, model) {
    const { functional } = checkedStates(model, search);
    checkSearch({ mobility: nodeMobility(model.exchange, functional), entropy: functional.entropy });
  },
  bind: ({ tolerance }, problem, steps) => createSearch(problem, { tau: problem.finalTime / steps, steps, tolerance }),
  nodes: () => undefined,
  dynamics: (scheme, spec, model) => createNodeDynamics(spec, model, scheme),
  transport: (_, { state }) => state.kind,
  geometry: "wasserstein",
  besideWasserstein: false,
  errors: ["positions", "weights"],
  distancePower: 0,
  pace: () => 0.5,
  work: (_, { initial }) => (fewIterations * 50 * initial.values.length) / perMicrosecond,
  numbersPerPoint: () => 0,
  withoutSweep: ", or use jko search",
  describe(scheme, model) {
    const time: Setting = ["Time", `$0 \\le t \\le ${numberTex(model.finalTime)}$`];
    return describeSearch(scheme, model, [scheme.order], [time]);
  },
};

/** Whether a scheme is one that `jko search` runs. */
export function searches(scheme: { readonly name: string }): scheme is SearchSpec {
  return scheme.name === search.name;
}
