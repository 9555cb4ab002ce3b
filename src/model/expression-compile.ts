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
import { expressionError, maxDepth, type Token, tooDeep } from "./expression-tokens.js";
import { constants, type Evaluate, functions, variables } from "./expression-vocabulary.js";

/** A compiled part of an expression; `constant` is its value if it depends on nothing. */
interface Part {
  readonly evaluate: Evaluate;
  readonly constant?: number;
}

/** What the walk over the tree carries along. */
interface Walk {
  readonly text: string;
  /** Function names of the text, in order: the order in which the walk meets them. */
  readonly calls: readonly Token[];
  callsMet: number;
}

const variableParts: ReadonlyMap<string, Evaluate> = new Map<string, Evaluate>([
  ["x", (x) => x],
  ["y", (_x, y) => y],
  ["t", (_x, _y, t) => t],
  ["g", (_x, _y, _t, g) => g],
]);

const comparisons: ReadonlyMap<string, (a: number, b: number) => boolean> = new Map([
  ["smaller", (a: number, b: number) => a < b],
  ["smallerEq", (a: number, b: number) => a <= b],
  ["larger", (a: number, b: number) => a > b],
  ["largerEq", (a: number, b: number) => a >= b],
  ["equal", (a: number, b: number) => a === b],
  ["unequal", (a: number, b: number) => a !== b],
]);

/**
 * Compiles a syntax tree to closures, node type by node type; what is not listed here is refused.
 *
 * Parts without variables are evaluated once. Comparisons give 1 or 0, and chains such as 0 < x < 1 mean "both".
 *
 * @param tokens of the same text, for the columns in messages: tree nodes do not know their position
 * @throws {InputError} on any other node, a wrong number of arguments, or more than 200 levels
 */
export function compile(root: MathNode, text: string, tokens: readonly Token[]): Evaluate {
  const calls = tokens.filter((token) => token.kind === "function");
  return compileNode(root, { text, calls, callsMet: 0 }, 0).evaluate;
}

function compileNode(node: MathNode, walk: Walk, depth: number): Part {
  if (depth > maxDepth) throw tooDeep(walk.text);
  switch (node.type) {
    case "ConstantNode":
      return constantPart((node as ConstantNode<number>).value);
    case "SymbolNode":
      return symbolPart((node as SymbolNode).name, walk);
    case "ParenthesisNode":
      return compileNode((node as ParenthesisNode).content, walk, depth + 1);
    case "OperatorNode":
      return compileOperator(node as OperatorNode, walk, depth + 1);
    case "FunctionNode":
      return compileCall(node as FunctionNode, walk, depth + 1);
    case "ConditionalNode":
      return compileConditional(node as ConditionalNode, walk, depth + 1);
    case "RelationalNode":
      return compileChain(node as RelationalNode, walk, depth + 1);
    default:
      throw expressionError(walk.text, 1, `a ${node.type} is not allowed in an expression`);
  }
}

function constantPart(value: number): Part {
  return { evaluate: () => value, constant: value };
}

/** A part that depends on `parts` only; evaluated here and now if they are constant. */
function partOf(parts: readonly Part[], evaluate: Evaluate): Part {
  if (parts.every((part) => part.constant !== undefined)) return constantPart(evaluate(NaN, NaN, NaN, NaN));
  return { evaluate };
}

function symbolPart(name: string, walk: Walk): Part {
  const value = constants.get(name);
  // A variable may hide a constant only if it is one of ours, and none of ours does.
  if (value !== undefined && !variables.includes(name)) return constantPart(value);
  const evaluate = variableParts.get(name);
  if (evaluate === undefined) throw expressionError(walk.text, 1, `unknown name "${name}"`);
  return { evaluate };
}

function compileOperator(node: OperatorNode, walk: Walk, depth: number): Part {
  const fn = node.fn as string;
  if (isSum(node)) return compileSum(node, walk, depth);
  const parts = node.args.map((arg) => compileNode(arg, walk, depth));
  const [a, b] = parts as [Part, Part];
  const left = a.evaluate;
  const right = b?.evaluate;
  switch (fn) {
    case "unaryMinus":
      return partOf(parts, (x, y, t, g) => -left(x, y, t, g));
    case "unaryPlus":
      return a;
    case "multiply":
      return partOf(parts, (x, y, t, g) => left(x, y, t, g) * right(x, y, t, g));
    case "divide":
      return partOf(parts, (x, y, t, g) => left(x, y, t, g) / right(x, y, t, g));
    case "pow":
      return partOf(parts, power(left, b));
  }
  const compare = comparisons.get(fn);
  if (compare === undefined) throw expressionError(walk.text, 1, `the operator ${node.op} is not allowed`);
  return partOf(parts, (x, y, t, g) => (compare(left(x, y, t, g), right(x, y, t, g)) ? 1 : 0));
}

function power(base: Evaluate, exponent: Part): Evaluate {
  if (exponent.constant === 2) {
    return (x, y, t, g) => {
      const value = base(x, y, t, g);
      return value * value;
    };
  }
  const raise = exponent.evaluate;
  return (x, y, t, g) => base(x, y, t, g) ** raise(x, y, t, g);
}

function isSum(node: MathNode): boolean {
  if (node.type !== "OperatorNode") return false;
  const fn = (node as OperatorNode).fn as string;
  return fn === "add" || fn === "subtract";
}

/** a + b - c ..., taken apart along the left: a sum of a thousand modes is one loop, not a thousand levels. */
function compileSum(root: OperatorNode, walk: Walk, depth: number): Part {
  const terms: MathNode[] = [];
  const signs: number[] = [];
  let node: MathNode = root;
  while (isSum(node)) {
    const { args, fn } = node as OperatorNode;
    terms.push(args[1] as MathNode);
    signs.push((fn as string) === "add" ? 1 : -1);
    node = args[0] as MathNode;
  }
  const first = compileNode(node, walk, depth);
  const rest = terms.reverse().map((term) => compileNode(term, walk, depth));
  return partOf([first, ...rest], sumOf(first, rest, signs.reverse()));
}

function sumOf(first: Part, rest: readonly Part[], signs: readonly number[]): Evaluate {
  const start = first.evaluate;
  const terms = rest.map((part) => part.evaluate);
  if (terms.length === 1) {
    const only = terms[0] as Evaluate;
    return signs[0] === 1
      ? (x, y, t, g) => start(x, y, t, g) + only(x, y, t, g)
      : (x, y, t, g) => start(x, y, t, g) - only(x, y, t, g);
  }
  return (x, y, t, g) => {
    let sum = start(x, y, t, g);
    for (let k = 0; k < terms.length; k++) sum += (signs[k] as number) * (terms[k] as Evaluate)(x, y, t, g);
    return sum;
  };
}

function compileCall(node: FunctionNode, walk: Walk, depth: number): Part {
  const token = walk.calls[walk.callsMet++];
  const name = (node.fn as unknown as SymbolNode).name;
  const known = functions.get(name);
  const column = token?.column ?? 1;
  if (known === undefined) throw expressionError(walk.text, column, `unknown function "${name}"`);
  const count = node.args.length;
  if (known.arity === 1 ? count !== 1 : count < 2) {
    const needed = known.arity === 1 ? "exactly one argument" : "at least two arguments";
    throw expressionError(walk.text, column, `"${name}" needs ${needed}, not ${count},`);
  }
  const parts = node.args.map((arg) => compileNode(arg, walk, depth));
  if (known.arity === "many") return partOf(parts, folded(known.apply, parts));
  const { apply } = known;
  const argument = (parts[0] as Part).evaluate;
  return partOf(parts, (x, y, t, g) => apply(argument(x, y, t, g)));
}

function folded(apply: (a: number, b: number) => number, parts: readonly Part[]): Evaluate {
  const values = parts.map((part) => part.evaluate);
  const first = values[0] as Evaluate;
  return (x, y, t, g) => {
    let result = first(x, y, t, g);
    for (let k = 1; k < values.length; k++) result = apply(result, (values[k] as Evaluate)(x, y, t, g));
    return result;
  };
}

function compileConditional(node: ConditionalNode, walk: Walk, depth: number): Part {
  const condition = compileNode(node.condition, walk, depth);
  const whenTrue = compileNode(node.trueExpr, walk, depth);
  const whenFalse = compileNode(node.falseExpr, walk, depth);
  const choose = condition.evaluate;
  const yes = whenTrue.evaluate;
  const no = whenFalse.evaluate;
  return partOf([condition, whenTrue, whenFalse], (x, y, t, g) =>
    choose(x, y, t, g) !== 0 ? yes(x, y, t, g) : no(x, y, t, g),
  );
}

function compileChain(node: RelationalNode, walk: Walk, depth: number): Part {
  const parts = node.params.map((param) => compileNode(param, walk, depth));
  const values = parts.map((part) => part.evaluate);
  const tests = node.conditionals.map((name) => {
    const compare = comparisons.get(name);
    if (compare === undefined) throw expressionError(walk.text, 1, `the comparison ${name} is not allowed`);
    return compare;
  });
  return partOf(parts, (x, y, t, g) => {
    for (let k = 0; k < tests.length; k++) {
      const holds = (tests[k] as (a: number, b: number) => boolean)(
        (values[k] as Evaluate)(x, y, t, g),
        (values[k + 1] as Evaluate)(x, y, t, g),
      );
      if (!holds) return 0;
    }
    return 1;
  });
}
