import { erf } from "../../numerics/erf.js";

/** What a compiled expression is called with: position, time and the index of the layer. */
export type Evaluate = (x: number, y: number, t: number, g: number) => number;

/** Everything that can be a variable, in the order of the arguments of {@link Evaluate}. */
export const variables: readonly string[] = ["x", "y", "t", "g"];

export const constants: ReadonlyMap<string, number> = new Map([
  ["pi", Math.PI],
  ["e", Math.E],
]);

/** A function by its number of arguments. */
export type NamedFunction =
  | { readonly arity: 1; readonly apply: (value: number) => number }
  | { readonly arity: "many"; readonly apply: (first: number, second: number) => number };

const unary = (apply: (value: number) => number): NamedFunction => ({ arity: 1, apply });
const many = (apply: (first: number, second: number) => number): NamedFunction => ({ arity: "many", apply });

export const functions: ReadonlyMap<string, NamedFunction> = new Map([
  ["exp", unary(Math.exp)],
  ["log", unary(Math.log)],
  ["sqrt", unary(Math.sqrt)],
  ["abs", unary(Math.abs)],
  ["sin", unary(Math.sin)],
  ["cos", unary(Math.cos)],
  ["tan", unary(Math.tan)],
  ["sinh", unary(Math.sinh)],
  ["cosh", unary(Math.cosh)],
  ["tanh", unary(Math.tanh)],
  ["erf", unary(erf)],
  ["min", many((first, second) => Math.min(first, second))],
  ["max", many((first, second) => Math.max(first, second))],
]);

/** Whether a name is a variable, a constant or a function. */
export function isTaken(name: string): boolean {
  return variables.includes(name) || constants.has(name) || functions.has(name);
}
