import type { StateProblem } from "../../model/evolution.js";
import { createStateModel, initialState, type StateModel } from "../../model/states/state-model.js";
import { stateScheme } from "../../schemes/schemes.js";
import type { StateModelSpec, StateSchemeSpec } from "../file/schema.js";

/** The model, and the initial state as the scheme sees it: a Gaussian on nodes where maps act. */
export interface DiscreteStates extends StateProblem {
  readonly model: StateModel;
}

/**
 * @param cells per axis of a grid; empty for other states
 * @throws {InputError} where there is no such state
 */
export function discretizeStates(
  spec: StateModelSpec,
  scheme: StateSchemeSpec,
  cells: readonly number[],
): DiscreteStates {
  const model = createStateModel(spec);
  const { nodes, dynamics } = stateScheme(scheme);
  const initial = initialState(model, { cells, nodes: nodes(scheme) });
  const { functional, finalTime } = model;
  return { model, functional, initial, finalTime, dynamics: dynamics(scheme, spec, model) };
}
