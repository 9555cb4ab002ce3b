import { incidenceOf } from "../incidence.js";

/** A graph whose nodes are layers. */
export interface LayerGraph {
  readonly layers: number;
  readonly tails: Int32Array;
  readonly heads: Int32Array;
}

/** A coarser graph: groups of layers, joined where layers of theirs are. */
export interface Aggregates {
  readonly graph: LayerGraph;
  /** The group of each layer. */
  readonly groupOf: Int32Array;
  /** The edge between groups that each edge is part of; -1 within a group. */
  readonly edgeOf: Int32Array;
}

/**
 * Groups of neighbours: a layer with all those that it is joined with, where none of them is in a group yet; the rest
 * goes with a neighbour. Layers of many edges come first, so that a star is one group, as is a complete graph.
 */
export function aggregatesOf(graph: LayerGraph): Aggregates {
  const { layers, tails, heads } = graph;
  const neighbours = neighboursOf(graph);
  const groupOf = new Int32Array(layers).fill(-1);
  const order = Array.from(groupOf.keys()).sort((a, b) => neighbours[b].length - neighbours[a].length);
  let groups = 0;
  for (const layer of order) {
    if (groupOf[layer] >= 0 || neighbours[layer].some((other) => groupOf[other] >= 0)) continue;
    groupOf[layer] = groups;
    for (const other of neighbours[layer]) groupOf[other] = groups;
    groups++;
  }
  const first = groupOf.slice();
  for (const layer of order) {
    if (first[layer] >= 0) continue;
    groupOf[layer] = first[neighbours[layer].find((other) => first[other] >= 0) as number];
  }
  return { groupOf, ...joinGroups(groups, tails, heads, groupOf) };
}

function neighboursOf({ layers, tails, heads }: LayerGraph): number[][] {
  const { starts, edges } = incidenceOf(layers, tails, heads);
  return Array.from({ length: layers }, (_, layer) => {
    const own = Array.from(edges.subarray(starts[layer], starts[layer + 1]));
    return own.map((edge) => tails[edge] + heads[edge] - layer);
  });
}

/** One edge between any two groups that have some. */
function joinGroups(
  groups: number,
  tails: Int32Array,
  heads: Int32Array,
  groupOf: Int32Array,
): Pick<Aggregates, "graph" | "edgeOf"> {
  const ends: [number, number][] = [];
  const known = new Map<number, number>();
  const edgeOf = new Int32Array(tails.length).fill(-1);
  for (let e = 0; e < tails.length; e++) {
    const a = Math.min(groupOf[tails[e]], groupOf[heads[e]]);
    const b = Math.max(groupOf[tails[e]], groupOf[heads[e]]);
    if (a === b) continue;
    const key = a * groups + b;
    const edge = known.get(key) ?? ends.push([a, b]) - 1;
    known.set(key, edge);
    edgeOf[e] = edge;
  }
  const graph = {
    layers: groups,
    tails: Int32Array.from(ends, ([a]) => a),
    heads: Int32Array.from(ends, ([, b]) => b),
  };
  return { graph, edgeOf };
}
