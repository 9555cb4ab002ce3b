import temml from "temml";
import { numberTex } from "../../model/expression/tex.js";

/**
 * Formulas, written as TeX, as presentation MathML: what browsers draw without scripts and screen readers read aloud.
 *
 * Styles and classes are left out: pages allow no style attributes, and browsers do without them.
 */
function mathml(tex: string, displayMode: boolean): string {
  return temml.renderToString(tex, { displayMode, throwOnError: true }).replaceAll(/ (?:style|class)="[^"]*"/g, "");
}

/** A formula in a line of text. */
export function inline(tex: string): string {
  return mathml(tex, false);
}

/** A formula on a line of its own, which scrolls where it is too wide. */
export function display(tex: string): string {
  return `<div class="formula">${mathml(tex, true)}</div>`;
}

/** Words in a formula, whatever they are. */
export function words(text: string): string {
  const marks: Readonly<Record<string, string>> = {
    "\\": "\\textbackslash ",
    "~": "\\textasciitilde ",
    "^": "\\textasciicircum ",
  };
  return `\\text{${text.replaceAll(/[\\~^]|[{}$&#_%]/g, (sign) => marks[sign] ?? `\\${sign}`)}}`;
}

/** Numbers in rows and columns between parentheses. */
export function matrixTex(rows: readonly (readonly number[])[]): string {
  return `\\begin{pmatrix}${rows.map((row) => row.map(numberTex).join(" & ")).join(" \\\\ ")}\\end{pmatrix}`;
}

/** A box as a product of intervals. */
export function boxTex(domain: readonly (readonly [number, number])[]): string {
  return domain.map(([low, high]) => `[${numberTex(low)}, ${numberTex(high)}]`).join(" \\times ");
}
