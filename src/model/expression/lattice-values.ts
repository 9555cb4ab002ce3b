import { operandsOf, type Tree } from "./tree.js";
import { comparisons, evaluationOf } from "./value.js";
import { functions } from "./vocabulary.js";

/** Values of a formula on a lattice of points, those of a row side by side. */
export interface LatticeValues {
  /** @param ys of the rows, as many as announced; what is returned is overwritten by the next call */
  at(ys: Float64Array): Float64Array;
}

/** A part of a formula on the lattice: its values, and how they are renewed where y occurs in it. */
interface Part {
  readonly values: Float64Array;
  readonly renew?: (ys: Float64Array) => void;
}

/**
 * Evaluates a formula in x and y for many points at once: operation by operation over all of them, with the same
 * results to the last bit as point by point. What depends on x alone is computed once, what depends on y alone once
 * per row.
 *
 * @param xs of the columns
 * @param rows number of rows
 */
export function latticeValues(tree: Tree, xs: Float64Array, rows: number): LatticeValues {
  const size = xs.length * rows;
  const { values, renew } = part(tree);
  return {
    at(ys) {
      renew?.(ys);
      return values;
    },
  };

  function part(node: Tree): Part {
    const own = variablesOf(node);
    if (!own.y) return { values: alongX(node) };
    if (!own.x) return alongY(node);
    const operation = grouped(node);
    const operands = operandsOf(operation).map(part);
    const out = new Float64Array(size);
    const inputs = operands.map(({ values: input }) => input);
    const apply = applied(operation, inputs, out);
    const renewals = operands.flatMap(({ renew: own }) => (own === undefined ? [] : [own]));
    return {
      values: out,
      renew(ys) {
        for (const one of renewals) one(ys);
        apply();
      },
    };
  }

  function alongX(node: Tree): Float64Array {
    const evaluate = evaluationOf(node, "");
    const out = new Float64Array(size);
    for (let k = 0; k < xs.length; k++) out[k] = evaluate(xs[k], Number.NaN, Number.NaN, Number.NaN);
    for (let row = 1; row < rows; row++) out.copyWithin(row * xs.length, 0, xs.length);
    return out;
  }

  function alongY(node: Tree): Part {
    const evaluate = evaluationOf(node, "");
    const out = new Float64Array(size);
    const renewOwn = (ys: Float64Array): void => {
      for (let row = 0; row < rows; row++) {
        out.fill(evaluate(Number.NaN, ys[row], Number.NaN, Number.NaN), row * xs.length, (row + 1) * xs.length);
      }
    };
    return { values: out, renew: renewOwn };
  }
}

/** A sum or product whose first operands have one variable together: they are one operand, in the same order. */
function grouped(node: Tree): Tree {
  if (node.kind !== "sum" && node.kind !== "product") return node;
  const { first, rest } = node;
  const upTo = (k: number): Tree => ({ ...node, first, rest: rest.slice(0, k) }) as Tree;
  const isMixed = (tree: Tree): boolean => Object.values(variablesOf(tree)).every((occurs) => occurs);
  const k = rest.findIndex((_, index) => isMixed(upTo(index + 1)));
  return k < 1 ? node : ({ ...node, first: upTo(k), rest: rest.slice(k) } as Tree);
}

function variablesOf(tree: Tree): { readonly x: boolean; readonly y: boolean } {
  if (tree.kind === "variable") return { x: tree.name === "x", y: tree.name === "y" };
  const own = operandsOf(tree).map(variablesOf);
  return { x: own.some(({ x }) => x), y: own.some(({ y }) => y) };
}

/** What a node does with the values of its operands. */
function applied(node: Tree, operands: readonly Float64Array[], out: Float64Array): () => void {
  const [first, second, third] = operands as [Float64Array, Float64Array, Float64Array];
  switch (node.kind) {
    case "sign":
      return node.sign === "+" ? () => out.set(first) : () => negate(first, out);
    case "sum":
      return folded(operands, out, (k) => (node.rest[k - 1]?.operator === "+" ? add : subtract));
    case "product":
      return folded(operands, out, (k) => (node.rest[k - 1]?.operator === "*" ? multiply : divide));
    case "power":
      return isSquare(node.exponent, second) ? () => multiply(first, first, out) : () => raise(first, second, out);
    case "comparison":
      return () =>
        compare(
          operands,
          node.rest.map(({ operator }) => comparisons[operator]),
          out,
        );
    case "choice":
      return () => choose(first, second, third, out);
    case "call":
      return call(node.name, operands, out);
    default:
      throw new RangeError(`a ${node.kind} has one variable at most`);
  }
}

function isSquare(exponent: Tree, values: Float64Array): boolean {
  const { x, y } = variablesOf(exponent);
  return !x && !y && values[0] === 2;
}

type Binary = (a: Float64Array, b: Float64Array, out: Float64Array) => void;

/** Operators from left to right. */
function folded(operands: readonly Float64Array[], out: Float64Array, of: (k: number) => Binary): () => void {
  return () => {
    for (let k = 1; k < operands.length; k++) of(k)(k === 1 ? operands[0] : out, operands[k], out);
  };
}

function negate(a: Float64Array, out: Float64Array): void {
  for (let k = 0; k < out.length; k++) out[k] = -a[k];
}

function add(a: Float64Array, b: Float64Array, out: Float64Array): void {
  for (let k = 0; k < out.length; k++) out[k] = a[k] + b[k];
}

function subtract(a: Float64Array, b: Float64Array, out: Float64Array): void {
  for (let k = 0; k < out.length; k++) out[k] = a[k] - b[k];
}

function multiply(a: Float64Array, b: Float64Array, out: Float64Array): void {
  for (let k = 0; k < out.length; k++) out[k] = a[k] * b[k];
}

function divide(a: Float64Array, b: Float64Array, out: Float64Array): void {
  for (let k = 0; k < out.length; k++) out[k] = a[k] / b[k];
}

function raise(a: Float64Array, b: Float64Array, out: Float64Array): void {
  for (let k = 0; k < out.length; k++) out[k] = a[k] ** b[k];
}

function exponentiate(a: Float64Array, out: Float64Array): void {
  for (let k = 0; k < out.length; k++) out[k] = Math.exp(a[k]);
}

function compare(
  operands: readonly Float64Array[],
  tests: readonly ((a: number, b: number) => boolean)[],
  out: Float64Array,
): void {
  for (let k = 0; k < out.length; k++) {
    out[k] = tests.every((test, j) => test(operands[j][k], operands[j + 1][k])) ? 1 : 0;
  }
}

function choose(condition: Float64Array, yes: Float64Array, no: Float64Array, out: Float64Array): void {
  for (let k = 0; k < out.length; k++) out[k] = condition[k] !== 0 ? yes[k] : no[k];
}

function call(name: string, operands: readonly Float64Array[], out: Float64Array): () => void {
  const known = functions.get(name);
  const [first] = operands as [Float64Array];
  if (known?.arity === "many") {
    const { apply } = known;
    const combine: Binary = (a, b, to) => {
      for (let k = 0; k < to.length; k++) to[k] = apply(a[k], b[k]);
    };
    return folded(operands, out, () => combine);
  }
  const { apply } = known as { apply: (value: number) => number };
  // The one that densities are made of is called directly, which is twice as fast.
  if (apply === Math.exp) return () => exponentiate(first, out);
  return () => {
    for (let k = 0; k < out.length; k++) out[k] = apply(first[k]);
  };
}
