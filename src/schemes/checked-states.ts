import { InputError } from "../errors.js";
import { stateKind } from "../model/states/kinds/kinds.js";
import { createStateModel, type StateModel, type StateModelSpec } from "../model/states/state-model.js";

/**
 * The model of a scheme that has no nodes.
 *
 * @throws {InputError} on what only nodes have, or a model that is wrong
 */
export function checkedStates(spec: StateModelSpec): StateModel {
  if (stateKind(spec.state).place !== "graph") {
    for (const key of ["graph", "exchange"] as const) {
      if (spec[key] === undefined) continue;
      const remedy = "Remove it, or use state: {kind: nodes}.";
      throw new InputError("only nodes have it", { path: `model.${key}`, value: spec[key], remedy });
    }
  }
  return createStateModel(spec);
}
