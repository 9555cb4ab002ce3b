import { InputError } from "../../errors.js";
import { type MobilityName, mobilityNames } from "../exchange.js";
import { type Graph, layerList } from "../graph.js";
import { checkEntropyFactor, type Functional, type FunctionalSpec, type VectorSpec, vectorOf } from "./functional.js";
import { nodeState, type State } from "./state.js";

/** Nodes of a graph as a study writes them, each with a position and a weight. */
export interface NodeStateSpec {
  readonly kind: "nodes";
  /** One vector for all nodes, or one per node by name; 0 unless given. */
  readonly positions?: VectorSpec | Readonly<Record<string, VectorSpec>> | undefined;
  /** By name, rescaled to sum 1; equal unless given. */
  readonly weights?: Readonly<Record<string, number>> | undefined;
}

/** How nodes exchange weight, as a study writes it. */
export interface NodeExchangeSpec {
  readonly mobility?: MobilityName | undefined;
}

/** The mobility of a study of nodes: `logarithmic` with an entropy, `upwind` without one, unless given. */
export function nodeMobility(spec: NodeExchangeSpec | undefined, { entropy }: Pick<Functional, "entropy">) {
  const mobility = spec?.mobility ?? (entropy > 0 ? "logarithmic" : "upwind");
  if (mobilityNames.includes(mobility)) return mobility;
  const remedy = `Mobilities are ${mobilityNames.join(", ")}.`;
  throw new InputError("unknown exchange mobility", { path: "model.exchange.mobility", value: mobility, remedy });
}

/**
 * The functional of nodes, T ∑ f (log f - 1): what their weights and positions are worth is told by an objective.
 *
 * @throws {InputError} on another part, or a factor below 0
 */
export function nodeFunctional(spec: FunctionalSpec, dimension: number): Functional {
  const { entropy = 1, ...others } = spec;
  for (const [name, value] of Object.entries(others)) {
    if (value === undefined) continue;
    const remedy = "Remove it: scheme.objective says what nodes are worth.";
    throw new InputError("nodes have an entropy only", { path: `model.functional.${name}`, value, remedy });
  }
  checkEntropyFactor(entropy);
  return {
    dimension,
    entropy,
    quadratic: undefined,
    potential: undefined,
    exponent: undefined,
    interaction: undefined,
  };
}

/**
 * Positions and weights of all nodes of a graph.
 *
 * @throws {InputError} on a node that is missing or unknown, a position that is no vector, or a weight that is not positive
 */
export function initialNodes({ positions = 0, weights }: NodeStateSpec, { layers }: Graph, dimension: number): State {
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

/** @throws {InputError} unless the keys are the nodes */
export function checkNodeNames(spec: object, layers: readonly string[], path: string): void {
  const unknown = Object.keys(spec).find((name) => !layers.includes(name));
  if (unknown !== undefined) {
    throw new InputError("there is no such node", { path, value: unknown, remedy: layerList(layers) });
  }
  const missing = layers.find((name) => !Object.hasOwn(spec, name));
  if (missing === undefined) return;
  throw new InputError(`nothing for node "${missing}"`, { path, remedy: `${layerList(layers)}; name each of them` });
}
