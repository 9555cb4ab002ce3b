import { InputError } from "../../errors.js";
import { positiveNumber } from "../numbers.js";
import type { Given } from "../schema-parts.js";
import { createFunctional, type FunctionalSpec } from "./functional.js";
import type { InitialOptions, StateSetting } from "./kinds/kind.js";
import { type StateSpec, stateKind } from "./kinds/kinds.js";
import { nodeFunctional } from "./node-model.js";
import type { State } from "./state.js";
import type { stateModel } from "./state-schema.js";

export type { InitialOptions } from "./kinds/kind.js";
export type { StateSpec } from "./kinds/kinds.js";
export type { NodeSpec } from "./nodes.js";

/** The `model` part of a study of states, plain data. */
export type StateModelSpec = Omit<Given<typeof stateModel>, "state" | "functional"> & {
  readonly state: StateSpec;
  readonly functional: FunctionalSpec;
};

/** A checked model of states. */
export interface StateModel extends StateSetting {
  readonly state: StateSpec;
  readonly finalTime: number;
}

/** @throws {InputError} with the path inside the study file */
export function createStateModel(spec: StateModelSpec): StateModel {
  const { state, domain } = spec;
  const { place } = stateKind(state);
  const dimension = place === "cells" ? domain?.length : spec.dimension;
  if (dimension === undefined || !Number.isInteger(dimension) || dimension < 1 || dimension > 50) {
    const [path, remedy] =
      place === "cells"
        ? ["model.domain", "A grid needs a domain."]
        : ["model.dimension", "Give a dimension from 1 to 50."];
    throw new InputError("missing, or not a dimension", { path, value: dimension, remedy });
  }
  const finalTime = positiveNumber(spec.finalTime, "the final time", "model.finalTime");
  const functional =
    place === "graph" ? nodeFunctional(spec.functional, dimension) : createFunctional(spec.functional, dimension);
  const { initial, graph } = spec;
  return { dimension, state, functional, finalTime, domain, initial, graph };
}

/**
 * The initial state.
 *
 * @throws {InputError} on a covariance that is not positive definite, or whatever else makes no state
 */
export function initialState(model: StateModel, options: InitialOptions = {}): State {
  return stateKind(model.state).create(model.state, model, options);
}
