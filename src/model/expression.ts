import { createRequire } from "node:module";
import type { MathNode } from "mathjs";
import { InputError } from "../errors.js";
import { compile } from "./expression-compile.js";
import { expressionError, type OwnConstants, type Token, tokenize, tooDeep } from "./expression-tokens.js";
import type { Evaluate } from "./expression-vocabulary.js";

/** A formula of a study, parsed and checked once. */
export interface Expression {
  /** As the study wrote it. */
  readonly text: string;
  /** The variables that occur, in the order x, y, t, g. */
  readonly variablesUsed: readonly string[];
  /** Value at position (x, y), time t, layer index g; arguments that do not occur are not looked at. */
  readonly evaluate: Evaluate;
}

export interface ExpressionOptions {
  /** The variables that may occur: some of `x`, `y`, `t`, `g`. */
  readonly variables: readonly string[];
  /** Beside pi and e. */
  readonly constants?: OwnConstants | undefined;
}

type Parse = (text: string) => MathNode;
let loadedParse: Parse | undefined;

/** The parser takes half a second to load, which commands that parse nothing should not pay. */
function loadParse(): Parse {
  loadedParse ??= (createRequire(import.meta.url)("mathjs/number") as { parse: Parse }).parse;
  return loadedParse;
}

/**
 * Reads an expression: numbers, + - * / ^, comparisons, ? :, the allowed variables, pi, e, and
 * exp log sqrt abs sin cos tan sinh cosh tanh erf min max.
 *
 * `^` is right-associative and binds tighter than a sign: -a^2 = -(a^2), 2^-1 = 1/2. Comparisons give 1 or 0, are exact
 * and may be chained (0 < x < 1). Products need their `*`: 2x, x(x + 1) and (a)(b) are errors, because 1/2x and 2^3x
 * would not say what they mean. At most 10 000 characters and 200 levels. Nothing else gets through: the text is split
 * into known tokens first, and the tree walked node type by node type afterwards.
 *
 * @throws {InputError} with the column, the piece and the remedy
 */
export function parseExpression(text: string | number, options: ExpressionOptions): Expression {
  if (typeof text === "number") return constantExpression(text);
  if (typeof text !== "string") throw new InputError("an expression must be a number or a text", { value: text });
  const tokens = tokenize(text, options.variables, options.constants);
  const tree = parseTokens(text, tokens);
  const used = new Set(tokens.filter((token) => token.kind === "variable").map((token) => token.text));
  return {
    text,
    variablesUsed: ["x", "y", "t", "g"].filter((name) => used.has(name)),
    evaluate: compile(tree, text, tokens),
  };
}

/** The syntax tree of a checked text, undefined for a plain number; `used` are the variables that occur. */
export interface ParsedTree {
  readonly tree: MathNode | undefined;
  readonly text: string;
  readonly used: ReadonlySet<string>;
}

/**
 * Reads a text as {@link parseExpression} does, for those who make something else of it than a value.
 *
 * @param names of the variables that may occur
 * @throws {InputError} with the column, the piece and the remedy
 */
export function parseTree(text: string | number, names: readonly string[]): ParsedTree {
  if (typeof text === "number") return { tree: undefined, text: constantExpression(text).text, used: new Set() };
  if (typeof text !== "string") throw new InputError("an expression must be a number or a text", { value: text });
  const tokens = tokenize(text, names);
  const used = new Set(tokens.filter((token) => token.kind === "variable").map((token) => token.text));
  return { tree: parseTokens(text, tokens), text, used };
}

function constantExpression(value: number): Expression {
  if (!Number.isFinite(value)) throw new InputError("a number must be finite", { value });
  return { text: String(value), variablesUsed: [], evaluate: () => value };
}

/** Parses the tokens, joined by single spaces, so that a position in the joined text leads back to its token. */
function parseTokens(text: string, tokens: readonly Token[]): MathNode {
  const pieces = tokens.map(pieceOf);
  try {
    return loadParse()(pieces.join(" "));
  } catch (error) {
    if (error instanceof RangeError) throw tooDeep(text);
    if (!(error instanceof SyntaxError)) throw error;
    const reason = error.message.replace(/ \(char \d+\)$/, "").toLowerCase();
    const position = ((error as SyntaxError & { char?: number }).char ?? 1) - 1;
    throw expressionError(text, columnOf(position, pieces, tokens, text), reason);
  }
}

/** What the parser sees of a token. */
function pieceOf({ kind, text, value }: Token): string {
  if (value !== undefined) return `(${value})`;
  return kind === "number" ? String(Number(text)) : text;
}

function columnOf(position: number, pieces: readonly string[], tokens: readonly Token[], text: string): number {
  let end = 0;
  for (let index = 0; index < tokens.length; index++) {
    end += (pieces[index] as string).length;
    if (position < end) return (tokens[index] as Token).column;
    end += 1;
  }
  return text.length + 1;
}
