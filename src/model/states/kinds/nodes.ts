import { z } from "zod";
import { InputError } from "../../../errors.js";
import type { Graph } from "../../graph.js";
import { finiteGraph } from "../../lattice.js";
import { anyVector, key, positive } from "../../schema-parts.js";
import { type VectorSpec, vectorOf } from "../functional.js";
import { checkNodeNames } from "../node-model.js";
import { nodeState, type State } from "../state.js";
import type { StateKind } from "./kind.js";

const schema = z.strictObject({
  kind: key(z.literal("nodes"), "Positions and weights on the nodes of model.graph, for the scheme search."),
  positions: key(
    z.union([anyVector, z.record(z.string(), anyVector)]).optional(),
    "One vector for all nodes of the graph, or one per node; 0 by default. Unit: length.",
    0.5,
    { a: [1, 0], b: [0, 1] },
  ),
  weights: key(
    z.record(z.string(), positive).optional(),
    "Weights of the nodes, rescaled to sum 1; equal by default. Unit: none.",
    { a: 2, b: 1 },
  ),
});
type NodeStateSpec = z.output<typeof schema>;

/** Nodes of a graph, each with a position and a weight. */
export const nodes: StateKind<NodeStateSpec, typeof schema> = {
  name: "nodes",
  schema,
  place: "graph",
  create: (spec, { graph, dimension }) => initialNodes(spec, finiteGraph(graph), dimension),
  text: () => "nodes of a graph",
  whatMoves: (_, measure) => `${measure} consists of particles of equal weight.`,
  pointsText: undefined,
  parametrization: "positions of the particles",
};

/**
 * Positions and weights of all nodes of a graph.
 *
 * @throws {InputError} on a node that is missing or unknown, a position that is no vector, or a weight that is not
 *   positive
 */
function initialNodes({ positions = 0, weights }: NodeStateSpec, { layers }: Graph, dimension: number): State {
  const places = new Float64Array(layers.length * dimension);
  const path = "model.state.positions";
  const isSame = typeof positions === "number" || Array.isArray(positions);
  if (!isSame) checkNodeNames(positions, layers, path);
  layers.forEach((name, k) => {
    const own = isSame ? (positions as VectorSpec) : (positions as Record<string, VectorSpec>)[name];
    places.set(vectorOf(own, dimension, isSame ? path : `${path}.${name}`), k * dimension);
  });
  return nodeState(layers, places, initialWeights(weights, layers));
}

function initialWeights(weights: NodeStateSpec["weights"], layers: readonly string[]): Float64Array {
  if (weights === undefined) return new Float64Array(layers.length).fill(1 / layers.length);
  const path = "model.state.weights";
  checkNodeNames(weights, layers, path);
  const values = Float64Array.from(layers, (name) => weights[name]);
  const wrong = values.findIndex((value) => !(value > 0 && value < Number.POSITIVE_INFINITY));
  if (wrong >= 0) {
    throw new InputError("a weight is positive and finite", {
      path: `${path}.${layers[wrong]}`,
      value: values[wrong],
      remedy: "Give every node a weight > 0; they are rescaled to sum 1.",
    });
  }
  const sum = values.reduce((total, value) => total + value, 0);
  return values.map((value) => value / sum);
}
