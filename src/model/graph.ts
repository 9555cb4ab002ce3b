import { InputError } from "../errors.js";
import { incidenceOf } from "../numerics/incidence.js";

/**
 * Finite weighted graph of layers; connected, no loops, no repeated edges.
 *
 * Edge e joins layers `tails[e]` and `heads[e]` with weight `weights[e]` > 0.
 */
export interface Graph {
  /** Names of the layers, in order. */
  readonly layers: readonly string[];
  readonly tails: Int32Array;
  readonly heads: Int32Array;
  readonly weights: Float64Array;
}

/** An edge as a study writes it: two names of layers and a weight > 0. */
export type EdgeSpec = readonly [string | number, string | number, number];

/** Bounds that keep a graph within memory; a study of this size could not be run anyway. */
export const maxLayers = 4096;
export const maxEdges = 1_000_000;

/**
 * The graph with the given layers and edges, checked.
 *
 * @param nodes names of the layers, in order; numbers are read as names
 * @param edges may be empty for a single layer
 * @throws {InputError} on empty or repeated names, unknown layers, self-loops, repeated edges, weights that are not
 *   positive and finite, or a graph that is not connected; `path` is that inside a study file
 */
export function createGraph(nodes: readonly (string | number)[], edges: readonly EdgeSpec[]): Graph {
  const layers = nodes.map(String);
  const indices = indexLayers(layers);
  if (edges.length > maxEdges) throw tooManyEdges(edges.length);
  const graph: Graph = {
    layers,
    tails: new Int32Array(edges.length),
    heads: new Int32Array(edges.length),
    weights: new Float64Array(edges.length),
  };
  const firstWith = new Map<number, number>();
  edges.forEach((edge, e) => {
    const path = `model.graph.edges[${e}]`;
    const tail = layerIndex(indices, edge[0], path, layers);
    const head = layerIndex(indices, edge[1], path, layers);
    checkEdge(edge, tail, head, path);
    const key = Math.min(tail, head) * layers.length + Math.max(tail, head);
    const earlier = firstWith.get(key);
    if (earlier !== undefined) {
      const remedy = `Edges have no direction and occur once; it repeats model.graph.edges[${earlier}]`;
      throw new InputError("an edge is repeated", { path, value: edge, remedy });
    }
    firstWith.set(key, e);
    graph.tails[e] = tail;
    graph.heads[e] = head;
    graph.weights[e] = edge[2];
  });
  checkConnected(graph);
  return graph;
}

/** A spanning tree by breadth-first search from layer 0. */
export interface SpanningTree {
  /** The layers in the order in which they are reached; layer 0 first, parents before children. */
  readonly order: Int32Array;
  /** By layer: the layer it is reached from, -1 for the root. */
  readonly parent: Int32Array;
  /** By layer: the edge to its parent, -1 for the root. */
  readonly parentEdge: Int32Array;
}

/** Breadth-first spanning tree of a connected graph, rooted at layer 0; edges are tried in their order. */
export function spanningTree(graph: Graph): SpanningTree {
  const { order, parent, parentEdge } = searchFromRoot(graph);
  return { order, parent, parentEdge };
}

/** The error for a graph that would not fit. */
export function tooManyEdges(count: number): InputError {
  const reason = `a graph may have at most ${maxEdges} edges, this one has ${count}`;
  return new InputError(reason, { path: "model.graph" });
}

function indexLayers(layers: readonly string[]): ReadonlyMap<string, number> {
  if (layers.length === 0) throw new InputError("a graph needs at least one layer", { path: "model.graph.nodes" });
  if (layers.length > maxLayers) {
    const reason = `a graph may have at most ${maxLayers} layers`;
    throw new InputError(reason, { path: "model.graph.nodes", value: layers.length });
  }
  const indices = new Map<string, number>();
  layers.forEach((name, index) => {
    const context = { path: `model.graph.nodes[${index}]`, value: name };
    if (name.trim() === "") throw new InputError("a layer needs a name", context);
    if (indices.has(name)) throw new InputError("a layer is named twice", context);
    indices.set(name, index);
  });
  return indices;
}

function layerIndex(
  indices: ReadonlyMap<string, number>,
  name: string | number,
  path: string,
  layers: readonly string[],
): number {
  const index = indices.get(String(name));
  if (index === undefined) {
    throw new InputError("an edge ends at an unknown layer", { path, value: name, remedy: layerList(layers) });
  }
  return index;
}

/** The sentence that names the layers of a graph, shortened if there are many. */
export function layerList(layers: readonly string[]): string {
  const shown = layers.slice(0, 20).map((name) => JSON.stringify(name));
  return `The layers are ${shown.join(", ")}${layers.length > 20 ? ", ..." : ""}`;
}

function checkEdge(edge: EdgeSpec, tail: number, head: number, path: string): void {
  if (tail === head) throw new InputError("an edge joins a layer with itself", { path, value: edge });
  const weight = edge[2];
  if (!(weight > 0) || !Number.isFinite(weight)) {
    throw new InputError("the weight of an edge must be positive and finite", { path, value: weight });
  }
}

function checkConnected(graph: Graph): void {
  const { parent, reached } = searchFromRoot(graph);
  if (reached === graph.layers.length) return;
  const lost = graph.layers.findIndex((_, layer) => layer > 0 && parent[layer] === -1);
  const reason = `the graph is not connected: no path from "${graph.layers[0]}" to "${graph.layers[lost]}"`;
  throw new InputError(reason, { path: "model.graph.edges", remedy: "Add an edge, or study the parts on their own" });
}

/** Breadth-first search; `reached` counts the layers found, and `order` is filled up to there. */
function searchFromRoot(graph: Graph): SpanningTree & { readonly reached: number } {
  const size = graph.layers.length;
  const { starts, edges } = incidenceOf(size, graph.tails, graph.heads);
  const order = new Int32Array(size);
  const parent = new Int32Array(size).fill(-1);
  const parentEdge = new Int32Array(size).fill(-1);
  let reached = 1;
  for (let visited = 0; visited < reached; visited++) {
    const layer = order[visited];
    for (let k = starts[layer]; k < starts[layer + 1]; k++) {
      const edge = edges[k];
      const other = graph.tails[edge] + graph.heads[edge] - layer;
      if (other === 0 || parent[other] !== -1) continue;
      parent[other] = layer;
      parentEdge[other] = edge;
      order[reached++] = other;
    }
  }
  return { order, parent, parentEdge, reached };
}
