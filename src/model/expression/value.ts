import { expressionError } from "./tokens.js";
import { type Comparison, operandsOf, type Tree } from "./tree.js";
import { type Evaluate, functions } from "./vocabulary.js";

/** The value of a part of an expression; `constant` if it depends on nothing. */
interface Part {
  readonly evaluate: Evaluate;
  readonly constant?: number;
}

const variableParts: ReadonlyMap<string, Evaluate> = new Map<string, Evaluate>([
  ["x", (x) => x],
  ["y", (_x, y) => y],
  ["t", (_x, _y, t) => t],
  ["g", (_x, _y, _t, g) => g],
]);

/** Whether a comparison holds. */
export const comparisons: Readonly<Record<Comparison, (a: number, b: number) => boolean>> = {
  "<": (a, b) => a < b,
  "<=": (a, b) => a <= b,
  ">": (a, b) => a > b,
  ">=": (a, b) => a >= b,
  "==": (a, b) => a === b,
  "!=": (a, b) => a !== b,
};

/**
 * Makes closures of a syntax tree.
 *
 * Parts without variables are evaluated once. Comparisons give 1 or 0, and chains such as 0 < x < 1 mean "both".
 *
 * @param text of the expression, for messages
 * @throws {InputError} on a wrong number of arguments
 */
export function evaluationOf(tree: Tree, text: string): Evaluate {
  return part(tree).evaluate;

  function part(node: Tree): Part {
    if (node.kind === "constant") return constantPart(node.value);
    if (node.kind === "call") checkArguments(node, text);
    const parts = operandsOf(node).map(part);
    const evaluate = closure(node, parts);
    const isConstant = parts.length > 0 && parts.every(({ constant }) => constant !== undefined);
    return isConstant ? constantPart(evaluate(NaN, NaN, NaN, NaN)) : { evaluate };
  }
}

function constantPart(value: number): Part {
  return { evaluate: () => value, constant: value };
}

function checkArguments({ name, column, values: { length } }: Extract<Tree, { kind: "call" }>, text: string): void {
  const single = functions.get(name)?.arity === 1;
  if (single ? length === 1 : length >= 2) return;
  const needed = single ? "exactly one argument" : "at least two arguments";
  throw expressionError(text, column, `"${name}" needs ${needed}, not ${length},`);
}

/** @param parts the operands of the node */
function closure(node: Exclude<Tree, { kind: "constant" }>, parts: readonly Part[]): Evaluate {
  const values = parts.map(({ evaluate }) => evaluate);
  switch (node.kind) {
    case "variable":
      return variableParts.get(node.name) as Evaluate;
    case "sign":
      return node.sign === "+" ? values[0] : negative(values[0]);
    case "sum":
      return sum(
        values,
        node.rest.map(({ operator }) => (operator === "+" ? 1 : -1)),
      );
    case "product":
      return product(
        values,
        node.rest.map(({ operator }) => operator === "/"),
      );
    case "power":
      return power(values[0], parts[1]);
    case "comparison":
      return comparison(
        values,
        node.rest.map(({ operator }) => comparisons[operator]),
      );
    case "choice":
      return choice(values as [Evaluate, Evaluate, Evaluate]);
    case "call":
      return call(node.name, values);
  }
}

function negative(value: Evaluate): Evaluate {
  return (x, y, t, g) => -value(x, y, t, g);
}

function sum(values: readonly Evaluate[], signs: readonly number[]): Evaluate {
  const [first, second] = values as [Evaluate, Evaluate];
  if (values.length === 2) {
    return signs[0] === 1
      ? (x, y, t, g) => first(x, y, t, g) + second(x, y, t, g)
      : (x, y, t, g) => first(x, y, t, g) - second(x, y, t, g);
  }
  return (x, y, t, g) => {
    let result = first(x, y, t, g);
    for (let k = 1; k < values.length; k++) {
      result += signs[k - 1] * values[k](x, y, t, g);
    }
    return result;
  };
}

function product(values: readonly Evaluate[], divides: readonly boolean[]): Evaluate {
  const [first, second] = values as [Evaluate, Evaluate];
  if (values.length === 2) {
    return divides[0]
      ? (x, y, t, g) => first(x, y, t, g) / second(x, y, t, g)
      : (x, y, t, g) => first(x, y, t, g) * second(x, y, t, g);
  }
  return (x, y, t, g) => {
    let result = first(x, y, t, g);
    for (let k = 1; k < values.length; k++) {
      const factor = values[k](x, y, t, g);
      result = divides[k - 1] ? result / factor : result * factor;
    }
    return result;
  };
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

function comparison(values: readonly Evaluate[], tests: readonly ((a: number, b: number) => boolean)[]): Evaluate {
  return (x, y, t, g) => {
    let left = values[0](x, y, t, g);
    for (let k = 1; k < values.length; k++) {
      const right = values[k](x, y, t, g);
      if (!tests[k - 1]?.(left, right)) return 0;
      left = right;
    }
    return 1;
  };
}

function choice([condition, yes, no]: readonly [Evaluate, Evaluate, Evaluate]): Evaluate {
  return (x, y, t, g) => (condition(x, y, t, g) !== 0 ? yes(x, y, t, g) : no(x, y, t, g));
}

function call(name: string, values: readonly Evaluate[]): Evaluate {
  const known = functions.get(name);
  const first = values[0];
  if (known?.arity === "many") {
    return (x, y, t, g) => {
      let result = first(x, y, t, g);
      for (let k = 1; k < values.length; k++) result = known.apply(result, values[k](x, y, t, g));
      return result;
    };
  }
  const { apply } = known as { apply: (value: number) => number };
  return (x, y, t, g) => apply(first(x, y, t, g));
}
