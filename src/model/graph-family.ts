import { InputError } from "../errors.js";
import { seededRandom } from "../numerics/random.js";
import { createGraph, type Graph, maxEdges, maxLayers, tooManyEdges } from "./graph.js";
import { type Given, type GraphSpec, graphFamilies, type graphFamily } from "./schema-parts.js";

/** A graph by family; its layers are named "0", "1", ... */
export type GraphFamilySpec = Given<typeof graphFamily>;

/** A graph as a study writes it. */
export function graphOf(spec: GraphSpec): Graph {
  return "family" in spec ? createGraphFamily(spec) : createGraph(spec.nodes, spec.edges);
}

type Pair = readonly [number, number];

/**
 * The graph of a family, all weights equal.
 *
 * `path` and `cycle` join k and k + 1, `cycle` also the last and the first (at least 3 layers); `star` joins layer 0
 * with all others; `grid` is the square grid with row-major numbers, `nodes` a square number; `hypercube` joins numbers
 * that differ in one binary digit, `nodes` a power of two; `random` is a random tree (layer k joined with one of 0 ...
 * k - 1) and as many further edges as there are layers, or all that are left, set by `seed` alone.
 *
 * @throws {InputError} on a family or number of layers that does not exist, a weight or a seed out of range
 */
export function createGraphFamily(spec: GraphFamilySpec): Graph {
  const { nodes, weight = 1 } = spec;
  if (!Number.isInteger(nodes) || nodes < 1 || nodes > maxLayers) {
    const reason = `the number of layers must be an integer from 1 to ${maxLayers}`;
    throw new InputError(reason, { path: "model.graph.nodes", value: nodes });
  }
  if (!(weight > 0) || !Number.isFinite(weight)) {
    const context = { path: "model.graph.weight", value: weight };
    throw new InputError("the weight of the edges must be positive and finite", context);
  }
  const names = Array.from({ length: nodes }, (_, index) => String(index));
  return createGraph(
    names,
    pairsOf(spec).map(([a, b]) => [a, b, weight]),
  );
}

function pairsOf({ family, nodes, seed = 1 }: GraphFamilySpec): Pair[] {
  switch (family) {
    case "path":
      return pathPairs(nodes);
    case "cycle":
      if (nodes < 3) throw wrongNumber("a cycle needs at least 3 layers", nodes, "Use the family path");
      return [...pathPairs(nodes), [0, nodes - 1]];
    case "complete":
      return completePairs(nodes);
    case "star":
      return range(nodes - 1).map((k) => [0, k + 1]);
    case "grid":
      return gridPairs(nodes);
    case "hypercube":
      return hypercubePairs(nodes);
    case "random":
      return randomPairs(nodes, seed);
    default: {
      const remedy = `Families are ${graphFamilies.join(", ")}`;
      throw new InputError("unknown family of graphs", { path: "model.graph.family", value: family, remedy });
    }
  }
}

function range(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index);
}

function wrongNumber(reason: string, nodes: number, remedy: string): InputError {
  return new InputError(reason, { path: "model.graph.nodes", value: nodes, remedy });
}

function pathPairs(nodes: number): Pair[] {
  return range(nodes - 1).map((k) => [k, k + 1]);
}

function completePairs(nodes: number): Pair[] {
  const count = (nodes * (nodes - 1)) / 2;
  if (count > maxEdges) throw tooManyEdges(count);
  return range(nodes).flatMap((a) => range(nodes - 1 - a).map((k): Pair => [a, a + 1 + k]));
}

function gridPairs(nodes: number): Pair[] {
  const side = Math.round(Math.sqrt(nodes));
  if (side * side !== nodes) {
    const remedy = `Use ${side * side} or ${(side + 1) ** 2}`;
    throw wrongNumber("a square grid needs a square number of layers", nodes, remedy);
  }
  return range(nodes).flatMap((k) => {
    const right: Pair[] = k % side < side - 1 ? [[k, k + 1]] : [];
    const below: Pair[] = k + side < nodes ? [[k, k + side]] : [];
    return [...right, ...below];
  });
}

function hypercubePairs(nodes: number): Pair[] {
  const dimension = Math.round(Math.log2(nodes));
  if (2 ** dimension !== nodes) {
    throw wrongNumber("a hypercube needs a power of two as number of layers", nodes, `Use ${2 ** dimension}`);
  }
  return range(nodes).flatMap((k) =>
    range(dimension)
      .map((bit) => k ^ (1 << bit))
      .filter((other) => other > k)
      .map((other): Pair => [k, other]),
  );
}

function randomPairs(nodes: number, seed: number): Pair[] {
  if (!Number.isSafeInteger(seed)) {
    throw new InputError("a seed must be an integer", { path: "model.graph.seed", value: seed });
  }
  const random = seededRandom(seed);
  const below = (bound: number) => Math.floor(random() * bound);
  const pairs: Pair[] = range(nodes - 1).map((k) => [below(k + 1), k + 1]);
  const taken = new Set(pairs.map(([a, b]) => a * nodes + b));
  const total = Math.min(2 * nodes - 1, (nodes * (nodes - 1)) / 2);
  while (pairs.length < total) {
    const b = 1 + below(nodes - 1);
    const a = below(b);
    if (taken.has(a * nodes + b)) continue;
    taken.add(a * nodes + b);
    pairs.push([a, b]);
  }
  return pairs;
}
