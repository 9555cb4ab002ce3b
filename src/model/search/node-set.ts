import { InputError } from "../../errors.js";
import type { RandomSource } from "../../numerics/random.js";
import type { Graph } from "../graph.js";
import {
  createLattice,
  finiteGraph,
  isCoordinate,
  isLattice,
  type Lattice,
  type LatticeSpec,
  latticeName,
  latticeNeighbours,
  latticePoint,
} from "../lattice.js";
import type { GraphSpec } from "../schema-parts.js";
import type { Neighbour } from "./space.js";

/** Where random nodes are drawn from: a list, or bounds of the coordinates of a lattice. */
export type NodeRegion = readonly string[] | Readonly<Record<string, readonly [number, number]>>;

/** The nodes of a search, without their objective. */
export interface NodeSet {
  /** Names of the coordinates of a lattice; none elsewhere. */
  readonly coordinates: readonly string[];
  neighbours(node: string): readonly Neighbour[];
  /** Coordinates of a node, or its number; undefined for one that does not exist. */
  locate(node: string): readonly number[] | undefined;
  random(random: RandomSource): string;
}

const path = "scheme.region.nodes";

/**
 * Nodes of a lattice or of a finite graph.
 *
 * @throws {InputError} on a graph that is missing, a region outside of it, or a lattice without bounds to draw nodes
 *   from
 */
export function createNodeSet(graph: GraphSpec | LatticeSpec | undefined, region: NodeRegion | undefined): NodeSet {
  if (isLattice(graph)) return latticeNodes(createLattice(graph), region);
  return graphNodes(finiteGraph(graph), region);
}

function graphNodes(graph: Graph, region: NodeRegion | undefined): NodeSet {
  const numbers = new Map(graph.layers.map((name, k) => [name, k]));
  const beside = graph.layers.map((): Neighbour[] => []);
  graph.tails.forEach((tail, k) => {
    const [head, weight] = [graph.heads[k], graph.weights[k]];
    beside[tail].push({ name: graph.layers[head], weight });
    beside[head].push({ name: graph.layers[tail], weight });
  });
  const drawn = nodeList(region) ?? graph.layers;
  drawn.forEach((name, k) => {
    if (numbers.has(name)) return;
    const remedy = "Name nodes of model.graph.";
    throw new InputError("there is no such node", { path: `${path}[${k}]`, value: name, remedy });
  });
  return {
    coordinates: [],
    neighbours: (node) => beside[numbers.get(node) ?? -1] ?? [],
    locate: (node) => (numbers.has(node) ? [numbers.get(node) as number] : undefined),
    random: (random) => drawn[Math.floor(random() * drawn.length)],
  };
}

/** @throws {InputError} for bounds of coordinates */
export function nodeList(region: NodeRegion | undefined): readonly string[] | undefined {
  if (region === undefined || Array.isArray(region)) return region as readonly string[] | undefined;
  const remedy = "Give a list of nodes.";
  throw new InputError("bounds of coordinates are those of a lattice", { path, value: region, remedy });
}

function latticeNodes(lattice: Lattice, region: NodeRegion | undefined): NodeSet {
  const bounds = latticeBounds(lattice, region);
  return {
    coordinates: lattice.names,
    neighbours(node) {
      const point = latticePoint(lattice, node);
      if (point === undefined) return [];
      return latticeNeighbours(lattice, point).map((name) => ({ name, weight: lattice.weight }));
    },
    locate: (node) => latticePoint(lattice, node),
    random: (random) => latticeName(bounds.map(([low, high]) => low + Math.floor(random() * (high - low + 1)))),
  };
}

/** Bounds of random nodes: those of the region, else those of the lattice. */
function latticeBounds({ names, lower, upper }: Lattice, region: NodeRegion | undefined): [number, number][] {
  if (Array.isArray(region)) {
    const remedy = `Give bounds, e.g. {${names[0]}: [1, 8]}.`;
    throw new InputError("nodes of a lattice are drawn between bounds", { path, value: region, remedy });
  }
  const given = (region ?? {}) as Readonly<Record<string, readonly [number, number]>>;
  const unknown = Object.keys(given).find((name) => !names.includes(name));
  if (unknown !== undefined) {
    const remedy = `Coordinates are ${names.join(", ")}.`;
    throw new InputError("there is no such coordinate", { path: `${path}.${unknown}`, value: given[unknown], remedy });
  }
  return names.map((name, k) => {
    const [least, most] = [lower[k], upper[k]];
    const own = Object.hasOwn(given, name) ? given[name] : undefined;
    const [low, high] = own ?? [least, most];
    const isInside = isCoordinate(low) && isCoordinate(high) && low <= high;
    if (isInside && low >= least && high <= most) return [low, high];
    const reason = own === undefined ? "random nodes need bounds" : "not bounds within the lattice";
    const remedy = `Give integers, e.g. {${name}: [1, 8]}.`;
    throw new InputError(reason, { path: `${path}.${name}`, value: own, remedy });
  });
}
