import { InputError } from "../../errors.js";
import type { StateProblem, StateStepper } from "../../model/evolution.js";
import { createNodeDynamics } from "../../model/states/node-dynamics.js";
import { nodeMobility } from "../../model/states/node-model.js";
import { createStateModel, initialState, type StateModel } from "../../model/states/state-model.js";
import type { Geometry } from "../../reference/states/index.js";
import { checkGromov, createGromov } from "../../schemes/gromov/gromov.js";
import { checkInputConvex, createInputConvex } from "../../schemes/input-convex/input-convex.js";
import { checkSearch, createSearch } from "../../schemes/search/search.js";
import { checkSliced, createSliced } from "../../schemes/sliced/sliced.js";
import type { StateModelSpec, StateSchemeSpec, StateStudy } from "../file/schema.js";

/** The geometry whose gradient flow a scheme tends to. */
export function geometryOf({ name }: Pick<StateSchemeSpec, "name">): Geometry {
  return name === "input-convex" || name === "search" ? "wasserstein" : name;
}

/**
 * Refuses schemes that cannot do what the model asks for.
 *
 * @throws {InputError} with path, value and remedy
 */
export function checkStateCombination({ model, scheme }: Pick<StateStudy, "model" | "scheme">): void {
  checkNodes({ model, scheme });
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
      break;
    case "search": {
      const mobility = nodeMobility(model.exchange, checked.functional);
      checkSearch({ mobility, entropy: checked.functional.entropy });
    }
  }
}

/** A graph and nodes belong together, and to one scheme. */
function checkNodes({ model, scheme }: Pick<StateStudy, "model" | "scheme">): void {
  const hasNodes = model.state.kind === "nodes";
  if (scheme.name === "search" && !hasNodes) {
    const [path, remedy] = ["model.state.kind", "Use kind: nodes."];
    throw new InputError("search moves the nodes of a graph", { path, value: model.state.kind, remedy });
  }
  if (hasNodes) return;
  for (const key of ["graph", "exchange"] as const) {
    if (model[key] === undefined) continue;
    const remedy = "Remove it, or use state: {kind: nodes}.";
    throw new InputError("only nodes have it", { path: `model.${key}`, value: model[key], remedy });
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
  const dynamics = scheme.name === "search" ? createNodeDynamics(spec, model, scheme) : undefined;
  return { model, functional: model.functional, initial, finalTime: model.finalTime, dynamics };
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
    case "search":
      return createSearch(problem, shared);
  }
}

/** Power of a length in the distances from exact minimizers that a scheme reports: weights are without unit, second moments areas. */
export function distancePower({ name }: Pick<StateSchemeSpec, "name">): 0 | 1 | 2 {
  return name === "gromov" ? 2 : name === "search" ? 0 : 1;
}

/** Parametrization of the states, for the `transport` column of tables. */
export function parametrizationOf({ model, scheme }: Pick<StateStudy, "model" | "scheme">): string {
  return scheme.name === "input-convex" ? "map" : model.state.kind;
}
