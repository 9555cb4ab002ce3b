import type { ShownColumn } from "./column.js";
import { escapeText } from "./latex-text.js";

/** A cell of a row in TeX: a number as it is, anything else protected from siunitx, and from the end of a row. */
export function latexCell<Row>({ latex, text }: ShownColumn<Row>, row: Row): string {
  return latex?.(row) ?? protectedText(text(row));
}

export function protectedText(text: string): string {
  if (text === "" || Number.isFinite(Number(text))) return text;
  return `{${text === "-" ? "--" : sizesText(escapeText(text))}}`;
}

export function latexHead<Row>({ tex, title }: ShownColumn<Row>): string {
  return tex ?? escapeText(title);
}

/** Cells on two axes, `80x40`, as a product; anything else as it is. */
export function sizesText(text: string): string {
  return text.replaceAll(/\b(\d+)x(\d+)\b/g, "$$$1 \\times $2$$");
}
