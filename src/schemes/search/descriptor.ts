import { InputError } from "../../errors.js";
import type { Setting } from "../../model/description.js";
import { numberTex } from "../../model/expression/tex.js";
import { createNodeDynamics } from "../../model/states/node-dynamics.js";
import { nodeMobility } from "../../model/states/node-model.js";
import { createStateModel } from "../../model/states/state-model.js";
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
  check(_, model) {
    const { kind } = model.state;
    if (kind !== "nodes") {
      const [path, remedy] = ["model.state.kind", "Use kind: nodes."];
      throw new InputError("search moves the nodes of a graph", { path, value: kind, remedy });
    }
    const { functional } = createStateModel(model);
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
