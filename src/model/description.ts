import { type FileSpec, fileName, namesFile } from "./files/file-spec.js";
import type { ExpressionSpec } from "./formulas.js";
import type { SourceSpec } from "./layer-sources.js";
import { words } from "./tex.js";

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

/** `symbol(variables) = formula`, or the file that it is in, a line for each name where there is one per name. */
export function formulaLines(
  symbol: string,
  variables: string,
  given: SourceSpec | Readonly<Record<string, SourceSpec>>,
): readonly Span[] {
  const byName: (readonly [string | undefined, SourceSpec])[] =
    typeof given === "object" && !namesFile(given) ? Object.entries(given) : [[undefined, given]];
  return byName.flatMap(([index, source], k) => [
    ...(k === 0 ? [] : ["\n"]),
    ...(namesFile(source)
      ? fileSpans(index === undefined ? symbol : `${symbol}_{${words(index)}}`, variables, source)
      : [{ symbol, index, variables, expression: source }]),
  ]);
}

/** `symbol(variables)`, and the file that its values are in. */
function fileSpans(symbol: string, variables: string, source: FileSpec): readonly Span[] {
  return [`$${symbol}${variables}$: the values of `, { code: fileName(source) }];
}

/** Names as code, with commas between them. */
export function codeList(names: readonly (string | number)[]): readonly Span[] {
  return names.flatMap((name, k) => [...(k === 0 ? [] : [", "]), { code: String(name) }]);
}
