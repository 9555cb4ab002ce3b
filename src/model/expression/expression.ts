import { InputError } from "../../errors.js";
import { type OwnConstants, tokenize } from "./tokens.js";
import { type Tree, treeOf } from "./tree.js";
import { evaluationOf } from "./value.js";
import { type Evaluate, variables } from "./vocabulary.js";

/** A formula of a study, parsed and checked once. */
export interface Expression {
  /** As the study wrote it. */
  readonly text: string;
  /** The variables that occur, in the order x, y, t, g. */
  readonly variablesUsed: readonly string[];
  /** Value at position (x, y), time t, layer index g; arguments that do not occur are not looked at. */
  readonly evaluate: Evaluate;
  /** Its syntax; absent where it is no formula. */
  readonly tree?: Tree;
}

export interface ExpressionOptions {
  /** The variables that may occur: some of `x`, `y`, `t`, `g`. */
  readonly variables: readonly string[];
  /** Beside pi and e. */
  readonly constants?: OwnConstants | undefined;
}

/**
 * Reads an expression: numbers, + - * / ^, comparisons, ? :, the allowed variables, pi, e, and
 * exp log sqrt abs sin cos tan sinh cosh tanh erf min max.
 *
 * `^` is right-associative and binds tighter than a sign: -a^2 = -(a^2), 2^-1 = 1/2. Comparisons give 1 or 0, are exact
 * and may be chained (0 < x < 1). Products need their `*`: 2x, x(x + 1) and (a)(b) are errors, because 1/2x and 2^3x
 * would not say what they mean. At most 10 000 characters and 200 levels. Nothing else gets through: the text is split
 * into known tokens first.
 *
 * @throws {InputError} with the column, the piece and the remedy
 */
export function parseExpression(
  text: string | number,
  { variables: allowed, constants }: ExpressionOptions,
): Expression {
  const parsed = parseTree(text, allowed, constants);
  return {
    text: parsed.text,
    variablesUsed: variables.filter((name) => parsed.used.has(name)),
    evaluate: evaluationOf(parsed.tree, parsed.text),
    tree: parsed.tree,
  };
}

/** The syntax tree of a checked text; `used` are the variables that occur. */
export interface ParsedTree {
  readonly tree: Tree;
  readonly text: string;
  readonly used: ReadonlySet<string>;
}

/**
 * Reads a text as {@link parseExpression} does, for those who make something else of it than a value.
 *
 * @param allowed names of the variables that may occur
 * @throws {InputError} with the column, the piece and the remedy
 */
export function parseTree(text: string | number, allowed: readonly string[], constants?: OwnConstants): ParsedTree {
  if (typeof text === "number") return constantTree(text);
  if (typeof text !== "string") throw new InputError("an expression must be a number or a text", { value: text });
  const tokens = tokenize(text, allowed, constants);
  const used = new Set(tokens.filter(({ kind }) => kind === "variable").map((token) => token.text));
  return { tree: treeOf(tokens, text), text, used };
}

function constantTree(value: number): ParsedTree {
  if (!Number.isFinite(value)) throw new InputError("a number must be finite", { value });
  const text = String(value);
  return { tree: { kind: "constant", value, text }, text, used: new Set() };
}
