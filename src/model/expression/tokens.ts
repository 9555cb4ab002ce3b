import { InputError } from "../../errors.js";
import { constants, functions, variables } from "./vocabulary.js";

/** A piece of an expression. */
export interface Token {
  readonly kind: "number" | "variable" | "constant" | "function" | "operator";
  readonly text: string;
  /** 1-based position of the first character. */
  readonly column: number;
  /** Of a constant that a study defines. */
  readonly value?: number;
}

/** Constants that a study defines, by name. */
export type OwnConstants = Readonly<Record<string, number>>;

const MAX_LENGTH = 10_000;
const MAX_PARENTHESES = 200;

const spacePattern = /\s+/y;
const numberPattern = /(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?/y;
const namePattern = /[A-Za-z_][A-Za-z_0-9]*/y;
const operatorPattern = /<=|>=|==|!=|[-+*/^(),?:<>]/y;

/**
 * Splits an expression into tokens and rejects every character and name that is not on the list.
 *
 * This runs before the parser proper: nothing unknown reaches it, and every complaint has its column.
 *
 * @param allowed the variables that may occur
 * @param own constants beside pi and e
 * @throws {InputError} with the column of the offending piece
 */
export function tokenize(text: string, allowed: readonly string[], own: OwnConstants = {}): Token[] {
  if (text.length > MAX_LENGTH) {
    throw new InputError(`an expression may have at most ${MAX_LENGTH} characters, this one has ${text.length}`, {
      value: text,
    });
  }
  const tokens: Token[] = [];
  let position = matchLength(spacePattern, text, 0);
  while (position < text.length) {
    const token = readToken(text, position, allowed, own);
    tokens.push(token);
    position += token.text.length;
    position += matchLength(spacePattern, text, position);
  }
  if (tokens.length === 0) throw new InputError("an expression is empty", { value: text });
  refuseDoubleStar(text, tokens);
  checkNeighbours(text, tokens);
  checkBrackets(text, tokens);
  return tokens;
}

/** The error for the piece of `text` at `column`. */
export function expressionError(text: string, column: number, reason: string, remedy?: string): InputError {
  return new InputError(`${reason} at column ${column}`, { value: text, ...(remedy === undefined ? {} : { remedy }) });
}

function matchLength(pattern: RegExp, text: string, position: number): number {
  pattern.lastIndex = position;
  return pattern.exec(text)?.[0].length ?? 0;
}

function readToken(text: string, position: number, allowed: readonly string[], own: OwnConstants): Token {
  const column = position + 1;
  const piece = (length: number) => text.slice(position, position + length);
  const numberLength = matchLength(numberPattern, text, position);
  if (numberLength > 0) return numberToken(text, piece(numberLength), column);
  const nameLength = matchLength(namePattern, text, position);
  if (nameLength > 0) return nameToken(text, piece(nameLength), column, allowed, own);
  const operatorLength = matchLength(operatorPattern, text, position);
  if (operatorLength > 0) return { kind: "operator", text: piece(operatorLength), column };
  const character = String.fromCodePoint(text.codePointAt(position) as number);
  const remedy = "Use numbers, names, + - * / ^, parentheses, < <= > >= == != and ? :";
  throw expressionError(text, column, `unexpected character ${JSON.stringify(character)}`, remedy);
}

function numberToken(text: string, piece: string, column: number): Token {
  if (!Number.isFinite(Number(piece))) throw expressionError(text, column, `the number ${piece} is too large`);
  return { kind: "number", text: piece, column };
}

function nameToken(text: string, piece: string, column: number, allowed: readonly string[], own: OwnConstants): Token {
  if (allowed.includes(piece)) return { kind: "variable", text: piece, column };
  if (Object.hasOwn(own, piece)) return { kind: "constant", text: piece, column, value: own[piece] };
  if (constants.has(piece)) return { kind: "constant", text: piece, column };
  if (functions.has(piece)) return { kind: "function", text: piece, column };
  const reason = variables.includes(piece) ? `"${piece}" is not available here` : `unknown name "${piece}"`;
  throw expressionError(text, column, `${reason},`, allowedNames([...allowed, ...Object.keys(own)]));
}

function allowedNames(allowed: readonly string[]): string {
  const names = [...allowed, ...constants.keys()].join(" ");
  return `Allowed are the names ${names} and the functions ${[...functions.keys()].join(" ")}`;
}

function checkNeighbours(text: string, tokens: readonly Token[]): void {
  tokens.forEach((token, index) => {
    const next = tokens[index + 1];
    if (token.kind === "function") {
      if (next?.text === "(") return;
      throw expressionError(text, token.column, `the function "${token.text}" needs its argument in parentheses`);
    }
    if (next === undefined || !endsOperand(token) || !startsOperand(next)) return;
    // 2x is clear, but 1/2x and 2^3x are not, and a(b) could be a call: one rule for all of them.
    const remedy = `Write products with *, here ${token.text}*${next.text}`;
    throw expressionError(text, next.column, `an operator is missing before "${next.text}"`, remedy);
  });
}

/** The power of other languages. */
function refuseDoubleStar(text: string, tokens: readonly Token[]): void {
  const k = tokens.findIndex((token, index) => token.text === "*" && tokens[index + 1]?.text === "*");
  if (k < 0) return;
  const { column } = tokens[k];
  throw expressionError(text, column, 'two "*" without a factor between them', "Write powers with ^, e.g. x^2");
}

function endsOperand(token: Token): boolean {
  return token.kind !== "operator" || token.text === ")";
}

function startsOperand(token: Token): boolean {
  return token.kind !== "operator" || token.text === "(";
}

/** Parentheses match and are not nested absurdly deep; every ":" belongs to a "?" at the same level. */
function checkBrackets(text: string, tokens: readonly Token[]): void {
  const open: Token[] = [];
  for (const token of tokens) {
    if (token.text === "(" || token.text === "?") open.push(token);
    if (open.length > MAX_PARENTHESES) throw tooDeep(text, token.column);
    if (token.text === ":" && open.pop()?.text !== "?") {
      throw expressionError(text, token.column, `":" without a "?" before it`);
    }
    if (token.text === ")" && open.pop()?.text !== "(") {
      throw expressionError(text, token.column, `")" without a matching "("`);
    }
  }
  const unmatched = open.at(-1);
  if (unmatched === undefined) return;
  const missing = unmatched.text === "?" ? '":"' : '")"';
  throw expressionError(text, unmatched.column, `no ${missing} for the "${unmatched.text}"`);
}

/** The error for an expression nested beyond reason. */
export function tooDeep(text: string, column = 1): InputError {
  const remedy = `At most ${MAX_PARENTHESES} levels are allowed`;
  return expressionError(text, column, "the expression is nested too deeply", remedy);
}

/** Levels an expression tree may have. */
export const maxDepth = MAX_PARENTHESES;
