import { expressionError, maxDepth, type Token, tooDeep } from "./tokens.js";
import { constants } from "./vocabulary.js";

/** The syntax tree of an expression. Sums and products are flat: a thousand terms are no thousand levels. */
export type Tree =
  /** A number, as it is written, or a named constant. */
  | { readonly kind: "constant"; readonly value: number; readonly text: string }
  | { readonly kind: "variable"; readonly name: string }
  | { readonly kind: "sign"; readonly sign: Sign; readonly operand: Tree }
  | { readonly kind: "sum"; readonly first: Tree; readonly rest: readonly Term<Sign>[] }
  | { readonly kind: "product"; readonly first: Tree; readonly rest: readonly Term<"*" | "/">[] }
  | { readonly kind: "power"; readonly base: Tree; readonly exponent: Tree }
  /** `a < b <= c`: both hold. */
  | { readonly kind: "comparison"; readonly first: Tree; readonly rest: readonly Term<Comparison>[] }
  | { readonly kind: "choice"; readonly condition: Tree; readonly yes: Tree; readonly no: Tree }
  | { readonly kind: "call"; readonly name: string; readonly column: number; readonly values: readonly Tree[] };

export type Sign = "+" | "-";
export type Comparison = (typeof comparisonSigns)[number];

/** What follows an operator. */
export interface Term<Operator> {
  readonly operator: Operator;
  readonly operand: Tree;
}

const comparisonSigns = ["<", "<=", ">", ">=", "==", "!="] as const;

/**
 * Reads the tokens of an expression by recursive descent. From loose to tight:
 *
 *     choice     = comparison [ "?" choice ":" choice ]
 *     comparison = sum { ("<" | "<=" | ">" | ">=" | "==" | "!=") sum }
 *     sum        = product { ("+" | "-") product }
 *     product    = signed { ("*" | "/") signed }
 *     signed     = ("+" | "-") signed | power
 *     power      = atom [ "^" signed ]
 *     atom       = number | name | function "(" choice { "," choice } ")" | "(" choice ")"
 *
 * @param tokens of `text`, their brackets matched
 * @throws {InputError} with the column of what does not fit, or for more than 200 levels
 */
export function treeOf(tokens: readonly Token[], text: string): Tree {
  let position = 0;
  let depth = 0;

  const accept = <Operator extends string>(...operators: readonly Operator[]): Operator | undefined => {
    const token = tokens[position];
    const found = token?.kind === "operator" ? operators.find((operator) => operator === token.text) : undefined;
    if (found !== undefined) position++;
    return found;
  };
  const misfit = (expected: string): never => {
    const token = tokens[position];
    if (token === undefined) throw expressionError(text, text.length + 1, "unexpected end of expression");
    throw expressionError(text, token.column, expected);
  };
  const expect = (operator: string): void => {
    if (accept(operator) === undefined) misfit(`"${operator}" expected`);
  };
  const inner = (read: () => Tree): Tree => {
    if (++depth > maxDepth) throw tooDeep(text);
    const tree = read();
    depth--;
    return tree;
  };
  const chain = <Operator extends string>(read: () => Tree, ...operators: readonly Operator[]) => {
    const first = read();
    const rest: Term<Operator>[] = [];
    for (let operator = accept(...operators); operator !== undefined; operator = accept(...operators)) {
      rest.push({ operator, operand: read() });
    }
    return { first, rest };
  };

  const choice = (): Tree => {
    const condition = comparison();
    if (accept("?") === undefined) return condition;
    const yes = inner(choice);
    expect(":");
    return { kind: "choice", condition, yes, no: inner(choice) };
  };
  const comparison = (): Tree => {
    const { first, rest } = chain(sum, ...comparisonSigns);
    return rest.length === 0 ? first : { kind: "comparison", first, rest };
  };
  const sum = (): Tree => {
    const { first, rest } = chain(product, "+", "-");
    return rest.length === 0 ? first : { kind: "sum", first, rest };
  };
  const product = (): Tree => {
    const { first, rest } = chain(signed, "*", "/");
    return rest.length === 0 ? first : { kind: "product", first, rest };
  };
  const signed = (): Tree => {
    const sign = accept("+", "-");
    return sign === undefined ? power() : { kind: "sign", sign, operand: inner(signed) };
  };
  const power = (): Tree => {
    const base = atom();
    return accept("^") === undefined ? base : { kind: "power", base, exponent: inner(signed) };
  };
  const atom = (): Tree => {
    if (accept("(") !== undefined) return closed();
    const token = tokens[position];
    if (token === undefined || token.kind === "operator") return misfit("value expected");
    position++;
    if (token.kind === "variable") return { kind: "variable", name: token.text };
    if (token.kind === "function") return call(token);
    return { kind: "constant", value: numberOf(token), text: token.text };
  };
  const closed = (): Tree => {
    const tree = inner(choice);
    expect(")");
    return tree;
  };
  const call = ({ text: name, column }: Token): Tree => {
    expect("(");
    const values: Tree[] = [];
    if (accept(")") !== undefined) return { kind: "call", name, column, values };
    do values.push(inner(choice));
    while (accept(",") !== undefined);
    expect(")");
    return { kind: "call", name, column, values };
  };

  const tree = choice();
  return position === tokens.length ? tree : misfit(`unexpected "${tokens[position]?.text}"`);
}

function numberOf({ text, value }: Token): number {
  return value ?? constants.get(text) ?? Number(text);
}

/** The operands of a node, in the order in which they are written. */
export function operandsOf(tree: Tree): readonly Tree[] {
  switch (tree.kind) {
    case "constant":
    case "variable":
      return [];
    case "sign":
      return [tree.operand];
    case "sum":
    case "product":
    case "comparison":
      return [tree.first, ...tree.rest.map(({ operand }) => operand)];
    case "power":
      return [tree.base, tree.exponent];
    case "choice":
      return [tree.condition, tree.yes, tree.no];
    case "call":
      return tree.values;
  }
}
