import type { Functional } from "../model/states/functional.js";
import { nodeParts, type State, type StateLayout } from "../model/states/state.js";
import { errorMeasures, measureOf } from "./errors.js";
import { isEqual } from "./state-distances/obstacle.js";

/** Names of the errors between nodes of a graph. */
const nodeNames = errorMeasures.filter(({ ofStates }) => ofStates?.of === "nodes").map(({ name }) => name);

/**
 * Why an error is not available between states of these layouts, as a part of a sentence; undefined where it is.
 *
 * That a Gaussian has a mean (IGW) or is singular (symKL) is not known from its layout.
 */
export function stateObstacle(
  error: string,
  state: StateLayout,
  reference: StateLayout,
  functional: Functional,
): string | undefined {
  const { ofStates } = measureOf(error);
  if (ofStates === undefined) return "it is an error of densities on a mesh";
  if (state.dimension !== reference.dimension) {
    return `the states have dimensions ${state.dimension} and ${reference.dimension}`;
  }
  if (ofStates.of === "measures" && state.kind !== "nodes" && reference.kind !== "nodes") {
    return ofStates.obstacle(state, reference, functional);
  }
  // Nodes are compared one by one, and with nodes only.
  if (state.kind !== "nodes" || reference.kind !== "nodes") return "it compares the nodes of a graph with each other";
  if (ofStates.of === "measures") return `nodes are compared by ${nodeNames.join(" and ")}`;
  return isEqual(state.nodes, reference.nodes) ? undefined : "the states have different nodes";
}

/** Distance of a state from a reference; NaN where it is not available, or a state is not finite. */
export function stateDistance(error: string, state: State, reference: State, functional: Functional): number {
  if (stateObstacle(error, state.layout, reference.layout, functional) !== undefined) return Number.NaN;
  if (!state.values.every(Number.isFinite) || !reference.values.every(Number.isFinite)) return Number.NaN;
  const { ofStates } = measureOf(error);
  if (ofStates?.of === "measures") return ofStates.distance(state, reference, functional);
  const [a, b] = [partsOf(state), partsOf(reference)];
  return ofStates === undefined || a === undefined || b === undefined ? Number.NaN : ofStates.distance(a, b);
}

function partsOf({ layout, values }: State) {
  return layout.kind === "nodes" ? nodeParts(layout, values) : undefined;
}
