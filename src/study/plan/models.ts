import type { StateProblem } from "../../model/evolution.js";
import { createModel, discretize, type Model } from "../../model/model.js";
import type { Problem } from "../../model/problem.js";
import { createStateModel, initialState, type StateModel } from "../../model/states/state-model.js";
import type { ReferenceSource } from "../../reference/types.js";
import { stateScheme } from "../../schemes/schemes.js";
import { encode } from "../file/canonical.js";
import type { MeshModelSpec, StateModelSpec, StateSchemeSpec } from "../file/schema.js";

/** Models kept: more than the levels of a parameter sweep. */
const mostKept = 64;
const known = new Map<string, Model>();

/**
 * The model of a study on a mesh, its formulas parsed once per process.
 *
 * @throws {InputError} with the path inside the study
 */
export function modelOf(spec: MeshModelSpec): Model {
  const key = encode(spec);
  const model = known.get(key) ?? createModel(spec);
  known.delete(key);
  known.set(key, model);
  for (const oldest of known.keys()) {
    if (known.size <= mostKept) break;
    known.delete(oldest);
  }
  return model;
}

/** The problem on any mesh, each discretized once. */
export function createSource(spec: MeshModelSpec): ReferenceSource {
  const model = modelOf(spec);
  const problems = new Map<string, Problem>();
  return {
    discretize(cells) {
      const key = cells.join("x");
      const problem = problems.get(key) ?? discretize(model, cells);
      problems.set(key, problem);
      return problem;
    },
  };
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
  const { nodes, dynamics } = stateScheme(scheme);
  const initial = initialState(model, { cells, nodes: nodes(scheme) });
  const { functional, finalTime } = model;
  return { model, functional, initial, finalTime, dynamics: dynamics(scheme, spec, model) };
}
