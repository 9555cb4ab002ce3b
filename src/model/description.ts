import type { ExpressionSpec } from "./formulas.js";

/**
 * What a page says of a model and a scheme, apart from any markup.
 *
 * Texts are Markdown as far as that: `$tex$` is a formula in a line, `` `name` `` code; a paragraph `$$tex$$` is a
 * formula on a line of its own. What users have written stands in spans, since it may hold any sign.
 */
export interface Description {
  readonly paragraphs: readonly string[];
  readonly settings: readonly Setting[];
}

/** A name and a value. */
export type Setting = readonly [name: string, value: string | readonly Span[]];

/**
 * A piece of a line: text as above, or what a user has written: as it is, as code, as what a symbol stands for, as a
 * formula.
 */
export type Span =
  | string
  | { readonly plain: string }
  | { readonly code: string }
  | FormulaLine
  | { readonly formula: ExpressionSpec };

/** `symbol_index(variables) = expression`, on a line of its own. */
export interface FormulaLine {
  /** TeX. */
  readonly symbol: string;
  /** As the user has named it. */
  readonly index: string | undefined;
  /** TeX of the variables, with its parentheses; empty where they are not written. */
  readonly variables: string;
  readonly expression: ExpressionSpec;
}

/** A formula as a paragraph. */
export function displayed(tex: string): string {
  return `$$${tex}$$`;
}

/** `symbol(variables) = formula`, a line for each name where there is one formula per name. */
export function formulaLines(
  symbol: string,
  variables: string,
  given: ExpressionSpec | Readonly<Record<string, ExpressionSpec>>,
): readonly Span[] {
  const byName: (readonly [string | undefined, ExpressionSpec])[] =
    typeof given === "object" ? Object.entries(given) : [[undefined, given]];
  return byName.flatMap(([index, expression], k) => [
    ...(k === 0 ? [] : ["\n"]),
    { symbol, index, variables, expression },
  ]);
}

/** Names as code, with commas between them. */
export function codeList(names: readonly (string | number)[]): readonly Span[] {
  return names.flatMap((name, k) => [...(k === 0 ? [] : [", "]), { code: String(name) }]);
}
