import * as convergence from "../../../../src/convergence/index.js";
import { createFunctional } from "../../../../src/model/states/functional.js";
import type { State, StateLayout } from "../../../../src/model/states/state.js";

/** The distance of an error between states that have a quadratic potential and no entropy. */
export function stateDistance(error: string, a: State, b: State): number {
  return convergence.stateDistance(error, a, b, functionalOf(a.layout));
}

/** Why there is no such distance. */
export function stateObstacle(error: string, a: StateLayout, b: StateLayout): string | undefined {
  return convergence.stateObstacle(error, a, b, functionalOf(a));
}

function functionalOf({ dimension }: StateLayout) {
  return createFunctional({ potential: { matrix: 1 } }, dimension);
}
