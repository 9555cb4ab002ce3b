import { inspect, stripVTControlCharacters } from "node:util";
import { InputError } from "../../errors.js";
import { differenceEvaluator, type Evaluator } from "./evaluator.js";
import type { NodeSet } from "./node-set.js";
import { type Neighbour, SpaceFailure } from "./space.js";

/** A node as a module sees it: its name, or the coordinates of a lattice by name. */
export type ModuleNode = string | Readonly<Record<string, number>>;

/** What the file of `scheme.module` exports; nothing is known of what its functions return. */
export interface SearchModule {
  /** V, a number. */
  objective(x: readonly number[], node: ModuleNode): unknown;
  /** ∇V, d numbers. */
  gradient?(x: readonly number[], node: ModuleNode): unknown;
  /** The graph, in the place of that of the model: pairs of a name and the weight of the edge; symmetric. */
  neighbours?(node: string): unknown;
  /** Where a node begins that is reached from another one, d numbers; at its x unless given. */
  inherit?(x: readonly number[], from: ModuleNode, to: ModuleNode): unknown;
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

/**
 * What a function of a module returns, converted.
 *
 * @param accept the value in the form that is needed; undefined where it is not what it has to be
 * @param expected what it has to be, for messages
 * @throws {SpaceFailure} where it throws, or returns something else
 */
function called<T>(
  name: (typeof functions)[number],
  call: () => unknown,
  accept: (value: unknown) => T | undefined,
  expected: string,
): T {
  let value: unknown;
  try {
    value = call();
  } catch (error) {
    throw new SpaceFailure(`the module's ${name} fails: ${thrownText(error)}`);
  }
  const accepted = accept(value);
  if (accepted === undefined) throw new SpaceFailure(`the module's ${name} returns ${shown(value)}, not ${expected}`);
  return accepted;
}

/** Whatever a module throws, as one line. */
export function thrownText(error: unknown): string {
  return error instanceof Error && typeof error.message === "string" ? line(error.message) : shown(error);
}

function shown(value: unknown): string {
  if (value instanceof Promise) return "a promise";
  return line(inspect(value, { depth: 1, breakLength: Number.POSITIVE_INFINITY, customInspect: false }));
}

const longest = 200;

function line(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is removed
  const plain = stripVTControlCharacters(text).replaceAll(/[\s\u0000-\u001f\u007f-\u009f]+/g, " ");
  return plain.length > longest ? `${plain.slice(0, longest - 3)}...` : plain;
}

function asNumber(value: unknown): number | undefined {
  return typeof value === "number" ? value : undefined;
}

/** Numbers of an array of this length, typed or not. */
function asPoint(value: unknown, dimension: number): Float64Array | undefined {
  const isList = Array.isArray(value) || (ArrayBuffer.isView(value) && !(value instanceof DataView));
  if (!isList) return undefined;
  const numbers = Array.from(value as ArrayLike<unknown>);
  const isPoint = numbers.length === dimension && numbers.every((one) => typeof one === "number");
  return isPoint ? Float64Array.from(numbers) : undefined;
}

function numbersText(dimension: number): string {
  return dimension === 1 ? "an array of 1 number" : `an array of ${dimension} numbers`;
}

/** Nodes as a module sees them. */
function nodeView({ coordinates, locate }: NodeSet): (node: string) => ModuleNode {
  if (coordinates.length === 0) return (node) => node;
  return (node) => {
    const point = locate(node) ?? [];
    return Object.fromEntries(coordinates.map((name, k) => [name, point[k]]));
  };
}

/**
 * Objective and gradient of a module: two evaluations where it has a gradient, 2 d + 1 by differences.
 *
 * @param extents see {@link differenceEvaluator}
 */
export function moduleEvaluator(module: SearchModule, nodes: NodeSet, extents: readonly number[]): Evaluator {
  const view = nodeView(nodes);
  const value = (node: string, x: Float64Array): number =>
    called("objective", () => module.objective(Array.from(x), view(node)), asNumber, "a number");
  if (module.gradient === undefined) return differenceEvaluator(value, extents);
  const dimension = extents.length;
  const expected = numbersText(dimension);
  return {
    gradientCost: 2,
    value,
    gradient(node, x, out) {
      const call = (): unknown => module.gradient?.(Array.from(x), view(node));
      out.set(called("gradient", call, (slopes) => asPoint(slopes, dimension), expected));
      return value(node, x);
    },
  };
}

/** Neighbours of a module's graph. */
export function moduleNeighbours(module: SearchModule): (node: string) => readonly Neighbour[] {
  const expected = "pairs [name, weight > 0] of other nodes, each once";
  return (node) =>
    called(
      "neighbours",
      () => module.neighbours?.(node),
      (pairs) => asNeighbours(pairs, node),
      expected,
    );
}

function asNeighbours(pairs: unknown, node: string): readonly Neighbour[] | undefined {
  if (!Array.isArray(pairs)) return undefined;
  const neighbours = Array.from(pairs, (pair: unknown) => (Array.isArray(pair) ? asNeighbour(pair) : undefined));
  const names = new Set([node, ...neighbours.map((neighbour) => neighbour?.name)]);
  const isWhole = neighbours.every((neighbour) => neighbour !== undefined) && names.size === pairs.length + 1;
  return isWhole ? neighbours : undefined;
}

function asNeighbour([name, weight, ...rest]: readonly unknown[]): Neighbour | undefined {
  const isNamed = (typeof name === "string" && name !== "") || typeof name === "number";
  const isWeight = typeof weight === "number" && weight > 0 && weight < Number.POSITIVE_INFINITY;
  return isNamed && isWeight && rest.length === 0 ? { name: String(name), weight } : undefined;
}

/** Where a node begins, by the module; at x where it has no say. */
export function moduleInheritance(module: SearchModule | undefined, nodes: NodeSet, dimension: number) {
  const view = nodeView(nodes);
  const accept = (value: unknown): Float64Array | undefined => {
    const point = asPoint(value, dimension);
    return point?.every(Number.isFinite) ? point : undefined;
  };
  return (x: Float64Array, from: string, to: string): Float64Array => {
    if (module?.inherit === undefined) return x.slice();
    const call = (): unknown => module.inherit?.(Array.from(x), view(from), view(to));
    return called("inherit", call, accept, `${numbersText(dimension)}, all finite`);
  };
}
