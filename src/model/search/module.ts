import { InputError } from "../../errors.js";
import { differenceEvaluator, type Evaluator } from "./evaluator.js";
import type { NodeSet } from "./node-set.js";
import type { Neighbour } from "./space.js";

/** A node as a module sees it: its name, or the coordinates of a lattice by name. */
export type ModuleNode = string | Readonly<Record<string, number>>;

type Neighbours = readonly (readonly [name: string, weight: number])[];

/** What the file of `scheme.module` exports. */
export interface SearchModule {
  objective(x: readonly number[], node: ModuleNode): number;
  gradient?(x: readonly number[], node: ModuleNode): readonly number[];
  /** The graph, in the place of that of the model: names with weights of edges; symmetric. */
  neighbours?(node: string): Neighbours;
  /** Where a node begins that is reached from another one; at its x unless given. */
  inherit?(x: readonly number[], from: string, to: string): readonly number[];
}

const functions = ["objective", "gradient", "neighbours", "inherit"] as const;

/**
 * The exports of a module, checked.
 *
 * @param path of the key that names the file
 * @throws {InputError} where they are no functions, or there is no objective
 */
export function checkModule(exports: unknown, path: string, file: string): SearchModule {
  const found = exports as Readonly<Record<string, unknown>>;
  for (const name of functions) {
    const value = found[name];
    if (typeof value === "function" || (value === undefined && name !== "objective")) continue;
    const remedy = `Export a function ${name}(${name === "neighbours" ? "node" : "x, node"}).`;
    throw new InputError(`the module exports no function '${name}'`, { path, value: file, remedy });
  }
  return guarded(found as unknown as SearchModule, path, file);
}

/** What the functions of a module throw, as an error of the study. */
function guarded(module: SearchModule, path: string, file: string): SearchModule {
  const names = functions.filter((name) => module[name] !== undefined);
  const guard = (name: (typeof functions)[number]) => {
    const own = module[name] as (...values: unknown[]) => unknown;
    return (...values: unknown[]): unknown => {
      try {
        return own(...values);
      } catch (error) {
        const reason = `the module's ${name} fails: ${error instanceof Error ? error.message : String(error)}`;
        throw new InputError(reason, { path, value: file, remedy: "Correct the module." });
      }
    };
  };
  return Object.fromEntries(names.map((name) => [name, guard(name)])) as unknown as SearchModule;
}

/** Objective and gradient of a module: two evaluations where it has a gradient, 2 d + 1 by differences. */
export function moduleEvaluator(module: SearchModule, nodes: NodeSet, dimension: number): Evaluator {
  const nodeOf = (node: string): ModuleNode => {
    if (nodes.coordinates.length === 0) return node;
    const point = nodes.locate(node) ?? [];
    return Object.fromEntries(nodes.coordinates.map((name, k) => [name, point[k] as number]));
  };
  const value = (node: string, x: Float64Array): number => Number(module.objective(Array.from(x), nodeOf(node)));
  const { gradient } = module;
  if (gradient === undefined) return differenceEvaluator(value, dimension);
  return {
    gradientCost: 2,
    value,
    gradient(node, x, out) {
      const slopes = gradient(Array.from(x), nodeOf(node));
      for (let k = 0; k < dimension; k++) out[k] = Number(slopes[k]);
      return value(node, x);
    },
  };
}

/** Neighbours of a module's graph. */
export function moduleNeighbours({ neighbours }: SearchModule): (node: string) => readonly Neighbour[] {
  return (node) =>
    pairsOf(neighbours?.(node)).map(([name, weight]) => {
      if (String(name) !== node && weight > 0 && weight < Number.POSITIVE_INFINITY)
        return { name: String(name), weight };
      const remedy = "Return pairs [name, weight > 0] of other nodes.";
      throw new InputError("the module returns no neighbour", { path: "scheme.module", value: [name, weight], remedy });
    });
}

/** @throws {InputError} on what is no list of pairs */
function pairsOf(value: unknown): Neighbours {
  const isList = Array.isArray(value) && value.every((pair: unknown) => Array.isArray(pair));
  if (isList) return value as unknown as Neighbours;
  const remedy = "Return an array of pairs [name, weight].";
  throw new InputError("the module returns no neighbours", { path: "scheme.module", value, remedy });
}

/**
 * Where a node begins, by the module; at x where it has no say.
 *
 * @throws {InputError} on a point of another dimension
 */
export function moduleInheritance(module: SearchModule | undefined, dimension: number) {
  return (x: Float64Array, from: string, to: string): Float64Array => {
    if (module?.inherit === undefined) return x.slice();
    const place = Float64Array.from(module.inherit(Array.from(x), from, to));
    if (place.length === dimension) return place;
    const remedy = `Return ${dimension} numbers.`;
    throw new InputError("the module inherits no point", { path: "scheme.module", value: Array.from(place), remedy });
  };
}
