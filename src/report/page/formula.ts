import temml from "temml";

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

/** A formula on a line of its own, which scrolls where it is too wide, by keyboard as well. */
export function display(tex: string): string {
  return `<div class="formula" role="group" tabindex="0" aria-label="Formula">${mathml(tex, true)}</div>`;
}
