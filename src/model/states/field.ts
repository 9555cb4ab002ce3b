import type {
  ConditionalNode,
  ConstantNode,
  FunctionNode,
  MathNode,
  OperatorNode,
  ParenthesisNode,
  RelationalNode,
  SymbolNode,
} from "mathjs";
import { InputError } from "../../errors.js";
import { parseTree } from "../expression.js";
import { constants } from "../expression-vocabulary.js";
import { comparisons, type Rule, rules, unary } from "./field-rules.js";

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
 * The language is that of other expressions, without `erf`; comparisons are constant where they do not jump, `min`, `max`
 * and `? :` have the slopes of the branch taken.
 *
 * @param names of the variables, e.g. `x1`, `x2`, `r`
 * @throws {InputError} as for other expressions
 */
export function parseField(text: string | number, names: readonly string[]): Field {
  const { tree, text: source, used } = parseTree(text, names);
  const part = tree === undefined ? constant(Number(text)) : compile(tree, names, source);
  const scratch = new Float64Array(names.length);
  return {
    text: source,
    variablesUsed: names.filter((name) => used.has(name)),
    value: (at) => part(at, scratch),
    slopes: part,
  };
}

function compile(node: MathNode, names: readonly string[], text: string): Part {
  const inner = (child: MathNode): Part => compile(child, names, text);
  switch (node.type) {
    case "ConstantNode":
      return constant((node as ConstantNode<number>).value);
    case "SymbolNode":
      return symbol((node as SymbolNode).name, names);
    case "ParenthesisNode":
      return inner((node as ParenthesisNode).content);
    case "OperatorNode":
      return operator(node as OperatorNode, inner, names.length);
    case "FunctionNode":
      return call(node as FunctionNode, inner, names.length, text);
    case "ConditionalNode": {
      const { condition, trueExpr, falseExpr } = node as ConditionalNode;
      const [test, yes, no] = [inner(condition), inner(trueExpr), inner(falseExpr)];
      return (at, out) => (test(at, out) !== 0 ? yes(at, out) : no(at, out));
    }
    case "RelationalNode":
      return chain(node as RelationalNode, inner);
    default:
      throw new InputError(`a ${node.type} is not allowed in an expression`, { value: text });
  }
}

function constant(value: number): Part {
  return (_, out) => {
    out.fill(0);
    return value;
  };
}

function symbol(name: string, names: readonly string[]): Part {
  const known = constants.get(name);
  if (known !== undefined) return constant(known);
  const index = names.indexOf(name);
  return (at, out) => {
    out.fill(0);
    out[index] = 1;
    return at[index] as number;
  };
}

/** The slopes of f(a) or f(a, b), from those of a and b: by the chain rule. */
function operator(node: OperatorNode, inner: (child: MathNode) => Part, size: number): Part {
  const [a, b] = node.args.map(inner) as [Part, Part];
  if ((node.fn as string) === "unaryPlus") return a;
  if ((node.fn as string) === "unaryMinus") {
    return (at, out) => {
      const value = -a(at, out);
      for (let k = 0; k < size; k++) out[k] = -(out[k] as number);
      return value;
    };
  }
  const rule = rules.get(node.fn as string);
  if (rule === undefined) return comparison(node.fn as string, a, b);
  return isConstant(node.args[1] as MathNode) ? withConstant(rule, a, b, size) : combined(rule, a, b, size);
}

function isConstant(node: MathNode): boolean {
  return (
    node.filter(
      ({ type, name }: MathNode & { name?: string }) => type === "SymbolNode" && !constants.has(name as string),
    ).length === 0
  );
}

function combined({ value, byFirst, bySecond }: Rule, a: Part, b: Part, size: number): Part {
  const other = new Float64Array(size);
  return (at, out) => {
    const u = a(at, out);
    const v = b(at, other);
    const result = value(u, v);
    const first = byFirst(u, v, result);
    const second = bySecond(u, v, result);
    for (let k = 0; k < size; k++) out[k] = product(first, out[k] as number) + product(second, other[k] as number);
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
    for (let k = 0; k < size; k++) out[k] = product(factor, out[k] as number);
    return result;
  };
}

/** A slope that does not occur stays out of the sum, be its factor infinite or no number. */
function product(factor: number, slope: number): number {
  return slope === 0 ? 0 : factor * slope;
}

function comparison(name: string, a: Part, b: Part): Part {
  const holds = comparisons.get(name);
  if (holds === undefined) throw new InputError(`the operator ${name} is not allowed`);
  return (at, out) => {
    const value = holds(a(at, out), b(at, out)) ? 1 : 0;
    out.fill(0);
    return value;
  };
}

function chain(node: RelationalNode, inner: (child: MathNode) => Part): Part {
  const parts = node.params.map(inner);
  const tests = node.conditionals.map((name, k) => comparison(name, parts[k] as Part, parts[k + 1] as Part));
  return (at, out) => (tests.every((holds) => holds(at, out) === 1) ? 1 : 0);
}

function call(node: FunctionNode, inner: (child: MathNode) => Part, size: number, text: string): Part {
  const { name } = node.fn as unknown as SymbolNode;
  const parts = node.args.map(inner);
  const known = unary.get(name);
  if (known !== undefined && parts.length === 1) {
    const [f, slope] = known;
    const [argument] = parts as [Part];
    return (at, out) => {
      const v = argument(at, out);
      const factor = slope(v);
      for (let k = 0; k < size; k++) out[k] = product(factor, out[k] as number);
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
    let best = (parts[0] as Part)(at, out);
    for (let k = 1; k < parts.length; k++) {
      const value = (parts[k] as Part)(at, other);
      if (!(sign * value > sign * best || Number.isNaN(value))) continue;
      best = value;
      out.set(other);
    }
    return best;
  };
}
