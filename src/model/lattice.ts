import { z } from "zod";
import { InputError } from "../errors.js";
import type { Graph } from "./graph.js";
import { graphOf } from "./graph-family.js";
import { type Given, type GraphSpec, key, positive } from "./schema-parts.js";

const bound = z.union([z.int(), z.null()]);
export const latticeSchema = z.strictObject({
  lattice: key(
    z.record(z.string(), z.tuple([bound, bound])),
    "Integer coordinates by name with their bounds, null for none; neighbours differ by one in one of them.",
    { width: [1, 64], depth: [1, null] },
  ),
  weight: key(positive.default(1), "Weight K of every edge. Unit: as the weights of edges.", 4),
});
/** Integer coordinates by name, with inclusive bounds, as a study writes them. */
export type LatticeSpec = Given<typeof latticeSchema>;

export function isLattice(graph: GraphSpec | LatticeSpec | undefined): graph is LatticeSpec {
  return graph !== undefined && "lattice" in graph;
}

/** A lattice: nodes are integer points within bounds, neighbours differ by one in one coordinate. */
export interface Lattice {
  readonly names: readonly string[];
  /** -Infinity where there is no bound. */
  readonly lower: readonly number[];
  readonly upper: readonly number[];
  readonly weight: number;
}

/**
 * Checks a lattice, which may be infinite.
 *
 * @throws {InputError} with the path inside the study file
 */
export function createLattice({ lattice, weight = 1 }: LatticeSpec): Lattice {
  const path = "model.graph.lattice";
  const names = Object.keys(lattice);
  if (names.length === 0 || names.length > 8) {
    const remedy = "Name 1 to 8 coordinates, e.g. {width: [1, 64], depth: [1, null]}.";
    throw new InputError("not a number of coordinates", { path, value: names.length, remedy });
  }
  for (const name of names) checkCoordinate(name, `${path}.${name}`, lattice[name]);
  if (!(weight > 0 && weight < Number.POSITIVE_INFINITY)) {
    throw new InputError("the weight of the edges must be positive and finite", {
      path: "model.graph.weight",
      value: weight,
    });
  }
  return {
    names,
    lower: names.map((name) => lattice[name]?.[0] ?? Number.NEGATIVE_INFINITY),
    upper: names.map((name) => lattice[name]?.[1] ?? Number.POSITIVE_INFINITY),
    weight,
  };
}

const namePattern = /^[A-Za-z][A-Za-z0-9]*$/;
/** Names of expressions that a coordinate would hide. */
const reserved =
  /^(x\d*|y|t|g|r|e|pi|exp|log|sqrt|abs|sin|cos|tan|sinh|cosh|tanh|erf|min|max|mod|to|in|and|or|xor|not|true|false)$/;

function checkCoordinate(name: string, path: string, [lower, upper]: readonly [number | null, number | null]): void {
  if (!namePattern.test(name) || reserved.test(name)) {
    const remedy = "Use letters and digits, and no name that expressions have already.";
    throw new InputError("not a name for a coordinate", { path, value: name, remedy });
  }
  const isWhole = [lower, upper].every((bound) => bound === null || isCoordinate(bound));
  if (isWhole && (lower === null || upper === null || lower <= upper)) return;
  const remedy = "Give [lower, upper], integers below 1e15 in this order, or null for no bound.";
  throw new InputError("not the bounds of a coordinate", { path, value: [lower, upper], remedy });
}

/** Integers of at most 15 digits, which names hold. */
export function isCoordinate(value: number): boolean {
  return Number.isInteger(value) && Math.abs(value) < 1e15;
}

/** The point of a lattice from its name, e.g. `3,12`; undefined where there is none of that name. */
export function latticePoint({ names, lower, upper }: Lattice, name: string): readonly number[] | undefined {
  const point = name.split(",").map((part) => (/^(0|-?[1-9]\d{0,14})$/.test(part) ? Number(part) : Number.NaN));
  const isInside = point.every((c, k) => c >= lower[k] && c <= upper[k]);
  return point.length === names.length && isInside ? point : undefined;
}

/** Name of a point: its coordinates, joined by commas. */
export function latticeName(point: readonly number[]): string {
  return point.join(",");
}

/** Names of the neighbours of a point, in the order of the coordinates, the smaller first. */
export function latticeNeighbours({ names, lower, upper }: Lattice, point: readonly number[]): string[] {
  return names.flatMap((_, k) =>
    [-1, 1].flatMap((change) => {
      const moved = point[k] + change;
      const isInside = moved >= lower[k] && moved <= upper[k];
      return isInside ? [latticeName(point.map((c, j) => (j === k ? moved : c)))] : [];
    }),
  );
}

/**
 * The graph of a study that computes with all of it.
 *
 * @throws {InputError} for a lattice, and where there is none
 */
export function finiteGraph(spec: GraphSpec | LatticeSpec | undefined): Graph {
  const path = "model.graph";
  if (spec === undefined) throw new InputError("nodes need a graph", { path, remedy: "Give {nodes, edges}." });
  if (isLattice(spec)) {
    const remedy = "Give {nodes, edges} or {family: grid, nodes: 16}, or explore the lattice with 'jko search'.";
    throw new InputError("a sweep needs a finite graph", { path: `${path}.lattice`, value: spec.lattice, remedy });
  }
  return graphOf(spec);
}
