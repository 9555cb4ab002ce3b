import { code } from "./markup.js";
import { inline, mfrac, mi, mn, mo, mrow, msqrt, msub, msup, numberMath, parentheses, thinSpace } from "./mathml.js";

/**
 * Expressions of study files as formulas.
 *
 * Only the notation is of interest here: whatever does not parse is shown as it is written.
 */

/** Markup and how tightly its outermost operator binds. */
interface Piece {
  readonly math: string;
  readonly binding: number;
}

const binding = { choice: 0, comparison: 1, sum: 2, product: 3, sign: 4, power: 5, atom: 6 } as const;
const pattern = /\s*((?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?|[A-Za-z_]\w*|<=|>=|==|!=|[-+*/^(),?:<>])/y;
const comparisons: Readonly<Record<string, string>> = {
  "<=": "≤",
  ">=": "≥",
  "==": "=",
  "!=": "≠",
  "<": "<",
  ">": ">",
};
const mostLength = 400;

/** An expression as a formula in a line of text; as code where it is long or not understood. */
export function expressionMath(expression: string | number): string {
  const text = String(expression);
  const tokens = text.length > mostLength ? undefined : tokensOf(text);
  const parsed = tokens === undefined ? undefined : createReader(tokens).whole();
  return parsed === undefined ? code(text) : inline(parsed.math);
}

function tokensOf(text: string): string[] | undefined {
  const tokens: string[] = [];
  pattern.lastIndex = 0;
  const end = text.trimEnd().length;
  while (pattern.lastIndex < end) {
    const token = pattern.exec(text)?.[1];
    if (token === undefined) return undefined;
    tokens.push(token);
  }
  return tokens;
}

/** A reader of tokens by recursive descent; `undefined` anywhere means that the text is not understood. */
function createReader(tokens: readonly string[]) {
  let position = 0;
  const peek = (): string | undefined => tokens[position];
  const accept = (...options: readonly string[]): string | undefined => {
    const token = peek();
    if (token === undefined || !options.includes(token)) return undefined;
    position++;
    return token;
  };

  const choice = (): Piece | undefined => {
    const condition = comparison();
    if (condition === undefined || accept("?") === undefined) return condition;
    const yes = choice();
    if (accept(":") === undefined) return undefined;
    const no = choice();
    if (yes === undefined || no === undefined) return undefined;
    const word = (text: string): string => `<mtext>\u00a0${text}\u00a0</mtext>`;
    return { math: mrow(yes.math, word("if"), condition.math, word("else"), no.math), binding: binding.choice };
  };
  const comparison = (): Piece | undefined => chain(sum, Object.keys(comparisons), binding.comparison);
  const sum = (): Piece | undefined => chain(product, ["+", "-"], binding.sum);
  const product = (): Piece | undefined => chain(signed, ["*", "/"], binding.product);
  const chain = (next: () => Piece | undefined, operators: readonly string[], level: number): Piece | undefined => {
    let left = next();
    for (let operator = accept(...operators); operator !== undefined; operator = accept(...operators)) {
      const right = next();
      if (left === undefined || right === undefined) return undefined;
      left = { math: joined(operator, left, right, level), binding: operator === "/" ? binding.product : level };
    }
    return left;
  };
  const signed = (): Piece | undefined => {
    const sign = accept("-", "+");
    if (sign === undefined) return power();
    const operand = signed();
    return operand && { math: mrow(mo(symbolOf(sign)), wrapped(operand, binding.sign)), binding: binding.sign };
  };
  const power = (): Piece | undefined => {
    const base = atom();
    if (base === undefined || accept("^") === undefined) return base;
    const exponent = signed();
    return exponent && { math: msup(wrapped(base, binding.atom), exponent.math), binding: binding.power };
  };
  const atom = (): Piece | undefined => {
    const token = peek();
    position++;
    if (token === undefined || /^[-+*/^),?:<>=!]/.test(token)) return undefined;
    if (token === "(") return closed();
    if (/^[\d.]/.test(token)) return { math: numberMath(token), binding: binding.atom };
    if (peek() === "(") return call(token);
    return { math: variable(token), binding: binding.atom };
  };
  const closed = (): Piece | undefined => {
    const inner = choice();
    return accept(")") === undefined ? undefined : inner;
  };
  const call = (name: string): Piece | undefined => {
    position++;
    const values: string[] = [];
    do {
      const value = choice();
      if (value === undefined) return undefined;
      values.push(value.math);
    } while (accept(",") !== undefined);
    if (accept(")") === undefined) return undefined;
    return { math: applied(name, values), binding: name === "exp" ? binding.power : binding.atom };
  };
  return {
    whole(): Piece | undefined {
      const piece = choice();
      return position === tokens.length ? piece : undefined;
    },
  };
}

/** A name; x1, x2, ... are coordinates. */
function variable(name: string): string {
  const [, index] = /^x([1-9]\d*)$/.exec(name) ?? [];
  return index === undefined ? mi(name === "pi" ? "π" : name) : msub(mi("x"), mn(index));
}

function joined(operator: string, left: Piece, right: Piece, level: number): string {
  if (operator === "/") return mfrac(left.math, right.math);
  // What follows a minus, or a product with a sign, needs its parentheses: a - (b - c), a (-b).
  const tight = operator === "+" ? level : level === binding.product ? binding.power : level + 1;
  const [before, after] = [wrapped(left, level), wrapped(right, tight)];
  return mrow(before, operator === "*" ? times(before, after) : mo(symbolOf(operator)), after);
}

/** Factors stand side by side, unless that reads as one number or as a function of what is in parentheses. */
function times(before: string, after: string): string {
  const beginsWith = (pattern: string): boolean => new RegExp(`^(<m(row|sup|frac|sqrt)>)*<${pattern}`).test(after);
  const isNumber = /<\/mn>(<\/mrow>)*$/.test(before);
  return beginsWith("mn>") || (beginsWith("mo>\\(") && !isNumber) ? mo("·") : thinSpace;
}

function wrapped({ math, binding: own }: Piece, level: number): string {
  return own < level ? parentheses(math) : math;
}

function symbolOf(operator: string): string {
  if (operator === "-") return "−";
  return operator === "*" ? "·" : (comparisons[operator] ?? operator);
}

function applied(name: string, values: readonly string[]): string {
  const inside = mrow(values.join(mo(",")));
  if (name === "exp" && values.length === 1) return msup(mi("e"), inside);
  if (name === "sqrt" && values.length === 1) return msqrt(inside);
  if (name === "abs" && values.length === 1) return mrow(mo("|"), inside, mo("|"));
  return mrow(mi(name), mo("\u2061"), parentheses(inside));
}
