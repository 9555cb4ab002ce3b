import { InputError } from "../../errors.js";
import { parseTree } from "./expression.js";
import { type Rule, rules, unary } from "./field-rules.js";
import { operandsOf, type Term, type Tree } from "./tree.js";
import { comparisons } from "./value.js";

/** A function of a point and its slopes: `at` holds the values of the variables, in the order they were declared. */
export interface Field {
  /** As the study wrote it. */
  readonly text: string;
  readonly variablesUsed: readonly string[];
  value(at: Float64Array): number;
  /** Partial derivatives by every variable, written to `out`; returns the value. */
  slopes(at: Float64Array, out: Float64Array): number;
}

/** Value and slopes of a part of a formula; `out` has one entry per variable. */
type Part = (at: Float64Array, out: Float64Array) => number;

/**
 * Reads a formula with derivatives, by forward differentiation of its syntax tree: exact to round-off.
 *
 * The language is that of other expressions, without `erf`; comparisons are constant where they do not jump, `min`,
 * `max` and `? :` have the slopes of the branch taken.
 *
 * @param names of the variables, e.g. `x1`, `x2`, `r`
 * @throws {InputError} as for other expressions
 */
export function parseField(text: string | number, names: readonly string[]): Field {
  const { tree, text: source, used } = parseTree(text, names);
  const part = slopesOf(tree, names, source);
  const scratch = new Float64Array(names.length);
  return {
    text: source,
    variablesUsed: names.filter((name) => used.has(name)),
    value: (at) => part(at, scratch),
    slopes: part,
  };
}

function slopesOf(tree: Tree, names: readonly string[], text: string): Part {
  const size = names.length;
  return walk(tree);

  function walk(node: Tree): Part {
    if (node.kind === "constant") return constant(node.value);
    if (node.kind === "variable") return variable(names.indexOf(node.name));
    const parts = operandsOf(node).map(walk);
    const [a, b, c] = parts as [Part, Part, Part];
    switch (node.kind) {
      case "sign":
        return node.sign === "+" ? a : negative(a, size);
      case "sum":
      case "product":
        return node.rest.reduce((left, term, k) => operator(term, left, parts[k + 1], size), a);
      case "power":
        return operator({ operator: "^", operand: node.exponent }, a, b, size);
      case "comparison":
        return comparison(
          parts,
          node.rest.map(({ operator }) => comparisons[operator]),
        );
      case "choice":
        return (at, out) => (a(at, out) !== 0 ? b(at, out) : c(at, out));
      case "call":
        return call(node.name, parts, size, text);
    }
  }
}

function constant(value: number): Part {
  return (_, out) => {
    out.fill(0);
    return value;
  };
}

function variable(index: number): Part {
  return (at, out) => {
    out.fill(0);
    out[index] = 1;
    return at[index];
  };
}

function negative(part: Part, size: number): Part {
  return (at, out) => {
    const value = -part(at, out);
    for (let k = 0; k < size; k++) out[k] = -out[k];
    return value;
  };
}

/** The slopes of f(a, b), from those of a and b: by the chain rule. */
function operator(
  { operator: sign, operand }: Term<"+" | "-" | "*" | "/" | "^">,
  a: Part,
  b: Part,
  size: number,
): Part {
  const rule = rules[sign];
  return isConstant(operand) ? withConstant(rule, a, b, size) : combined(rule, a, b, size);
}

function isConstant(tree: Tree): boolean {
  return tree.kind !== "variable" && operandsOf(tree).every(isConstant);
}

function combined({ value, byFirst, bySecond }: Rule, a: Part, b: Part, size: number): Part {
  const other = new Float64Array(size);
  return (at, out) => {
    const u = a(at, out);
    const v = b(at, other);
    const result = value(u, v);
    const first = byFirst(u, v, result);
    const second = bySecond(u, v, result);
    for (let k = 0; k < size; k++) out[k] = product(first, out[k]) + product(second, other[k]);
    return result;
  };
}

/** f(a, b) where b depends on nothing: powers without a logarithm. */
function withConstant({ value, byFirst }: Rule, a: Part, b: Part, size: number): Part {
  const scratch = new Float64Array(size);
  const v = b(scratch, scratch);
  return (at, out) => {
    const u = a(at, out);
    const result = value(u, v);
    const factor = byFirst(u, v, result);
    for (let k = 0; k < size; k++) out[k] = product(factor, out[k]);
    return result;
  };
}

/** A slope that does not occur stays out of the sum, be its factor infinite or no number. */
function product(factor: number, slope: number): number {
  return slope === 0 ? 0 : factor * slope;
}

function comparison(parts: readonly Part[], tests: readonly ((u: number, v: number) => boolean)[]): Part {
  return (at, out) => {
    let holds = true;
    let left = parts[0](at, out);
    for (let k = 0; k < tests.length; k++) {
      const right = parts[k + 1](at, out);
      holds &&= tests[k]?.(left, right) === true;
      left = right;
    }
    out.fill(0);
    return holds ? 1 : 0;
  };
}

function call(name: string, parts: readonly Part[], size: number, text: string): Part {
  const known = unary.get(name);
  if (known !== undefined && parts.length === 1) {
    const [f, slope] = known;
    const [argument] = parts as [Part];
    return (at, out) => {
      const v = argument(at, out);
      const factor = slope(v);
      for (let k = 0; k < size; k++) out[k] = product(factor, out[k]);
      return f(v);
    };
  }
  if ((name === "min" || name === "max") && parts.length >= 2) return extreme(parts, name === "min" ? -1 : 1, size);
  throw new InputError(`the function "${name}" is not available with derivatives, or has the wrong arguments`, {
    value: text,
    remedy: `Use ${[...unary.keys()].join(" ")} with one argument, min and max with several.`,
  });
}

function extreme(parts: readonly Part[], sign: 1 | -1, size: number): Part {
  const other = new Float64Array(size);
  return (at, out) => {
    let best = parts[0](at, out);
    for (let k = 1; k < parts.length; k++) {
      const value = parts[k](at, other);
      if (!(sign * value > sign * best || Number.isNaN(value))) continue;
      best = value;
      out.set(other);
    }
    return best;
  };
}
