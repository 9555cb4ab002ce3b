import { InputError } from "../../errors.js";
import { differenceEvaluator, type Evaluator } from "./evaluator.js";
import type { NodeSet } from "./node-set.js";
import type { Neighbour } from "./space.js";

/** A node as a module sees it: its name, or the coordinates of a lattice by name. */
export type ModuleNode = string | Readonly<Record<string, number>>;

/** What the file of `scheme.module` exports. */
export interface SearchModule {
  objective(x: readonly number[], node: ModuleNode): number;
  gradient?(x: readonly number[], node: ModuleNode): readonly number[];
  /** The graph, in the place of that of the model: names with weights of edges; symmetric. */
  neighbours?(node: string): readonly (readonly [name: string, weight: number])[];
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
  return found as unknown as SearchModule;
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
    (neighbours?.(node) ?? []).map(([name, weight]) => {
      if (String(name) !== node && weight > 0 && weight < Number.POSITIVE_INFINITY)
        return { name: String(name), weight };
      const remedy = "Return pairs [name, weight > 0] of other nodes.";
      throw new InputError("the module returns no neighbour", { path: "scheme.module", value: [name, weight], remedy });
    });
}
