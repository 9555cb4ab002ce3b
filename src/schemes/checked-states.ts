import { InputError } from "../errors.js";
import type { Functional } from "../model/states/functional.js";
import { stateKind } from "../model/states/kinds/kinds.js";
import { createStateModel, type StateModel, type StateModelSpec } from "../model/states/state-model.js";

/** A scheme by the kinds of states that it moves. */
export interface Mover {
  readonly name: string;
  readonly moves: readonly string[];
}

/**
 * The model of a scheme.
 *
 * @throws {InputError} on a state that the scheme does not move, on what only nodes have, or a model that is wrong
 */
export function checkedStates(spec: StateModelSpec, mover: Mover): StateModel {
  const { kind } = spec.state;
  if (!mover.moves.includes(kind)) throw notMoved(mover, kind);
  if (stateKind(spec.state).place !== "graph") {
    for (const key of ["graph", "exchange"] as const) {
      if (spec[key] === undefined) continue;
      const remedy = "Remove it, or use state: {kind: nodes}.";
      throw new InputError("only nodes have it", { path: `model.${key}`, value: spec[key], remedy });
    }
  }
  return createStateModel(spec);
}

export function notMoved({ name, moves }: Mover, kind: string): InputError {
  const remedy = `Use one of ${moves.join(", ")}.`;
  return new InputError(`the scheme ${name} does not move such a state`, {
    path: "model.state.kind",
    value: kind,
    remedy,
  });
}

/** @throws {InputError} on a part of the functional that particles do not have, since they carry no density */
export function refuseDensity({ entropy, exponent }: Functional, remedy: string): void {
  const path = "model.functional";
  if (entropy > 0) {
    throw new InputError("particles have no density, and no entropy", {
      path: `${path}.entropy`,
      value: entropy,
      remedy,
    });
  }
  if (exponent === undefined) return;
  const reason = "particles have no density, and no internal energy";
  throw new InputError(reason, { path: `${path}.internal.exponent`, value: exponent, remedy });
}
