import type { StateProblem, StateStepper } from "../../model/evolution.js";
import { createStateModel, initialState, type StateModel } from "../../model/states/state-model.js";
import type { Geometry } from "../../reference/states/index.js";
import { checkGromov, createGromov } from "../../schemes/gromov/gromov.js";
import { checkInputConvex, createInputConvex } from "../../schemes/input-convex/input-convex.js";
import { checkSliced, createSliced } from "../../schemes/sliced/sliced.js";
import type { StateModelSpec, StateSchemeSpec, StateStudy } from "../schema.js";

/** The geometry whose gradient flow a scheme tends to. */
export function geometryOf({ name }: Pick<StateSchemeSpec, "name">): Geometry {
  return name === "input-convex" ? "wasserstein" : name;
}

/**
 * Refuses schemes that cannot do what the model asks for.
 *
 * @throws {InputError} with path, value and remedy
 */
export function checkStateCombination({ model, scheme }: Pick<StateStudy, "model" | "scheme">): void {
  const checked = createStateModel(model);
  switch (scheme.name) {
    case "sliced":
      checkSliced(checked, scheme);
      break;
    case "input-convex":
      checkInputConvex(checked);
      break;
    case "gromov":
      checkGromov(checked, scheme);
  }
}

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
  const nodes = scheme.name === "input-convex" ? scheme.nodes : undefined;
  const initial = initialState(model, { cells, nodes });
  return { model, functional: model.functional, initial, finalTime: model.finalTime };
}

/** Binds the scheme a study names to a problem and a step size. */
export function createStateStepper(scheme: StateSchemeSpec, problem: StateProblem, steps: number): StateStepper {
  const shared = { tau: problem.finalTime / steps, steps, tolerance: scheme.tolerance };
  switch (scheme.name) {
    case "sliced":
      return createSliced(problem, { ...shared, directions: scheme.directions, rule: scheme.rule, seed: scheme.seed });
    case "input-convex":
      return createInputConvex(problem, {
        ...shared,
        width: scheme.width,
        penalty: scheme.penalty,
        seed: scheme.seed,
      });
    case "gromov":
      return createGromov(problem, { ...shared, onNonInvariant: scheme.onNonInvariant });
  }
}

/** Parametrization of the states, for the `transport` column of tables. */
export function parametrizationOf({ model, scheme }: Pick<StateStudy, "model" | "scheme">): string {
  return scheme.name === "input-convex" ? "map" : model.state.kind;
}
