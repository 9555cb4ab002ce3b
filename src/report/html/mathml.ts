import { escapeHtml } from "./markup.js";

/** Presentation MathML: what browsers draw without scripts and screen readers read aloud. */

/** A symbol or a word; one letter is slanted. */
export function mi(name: string): string {
  return `<mi>${escapeHtml(name)}</mi>`;
}

/** Several identifiers, in order. */
export function symbols<const T extends readonly string[]>(...names: T): { readonly [K in keyof T]: string } {
  return names.map(mi) as { [K in keyof T]: string };
}

export function mn(value: string | number): string {
  return `<mn>${escapeHtml(String(value))}</mn>`;
}

export function mo(operator: string): string {
  return `<mo>${escapeHtml(operator)}</mo>`;
}

export function mrow(...parts: readonly string[]): string {
  return `<mrow>${parts.join("")}</mrow>`;
}

export function msub(base: string, index: string): string {
  return `<msub>${base}${index}</msub>`;
}

export function msup(base: string, exponent: string): string {
  return `<msup>${base}${exponent}</msup>`;
}

export function msubsup(base: string, index: string, exponent: string): string {
  return `<msubsup>${base}${index}${exponent}</msubsup>`;
}

export function mfrac(above: string, below: string): string {
  return `<mfrac>${above}${below}</mfrac>`;
}

export function msqrt(radicand: string): string {
  return `<msqrt>${radicand}</msqrt>`;
}

export function under(base: string, below: string): string {
  return `<munder>${base}${below}</munder>`;
}

export const thinSpace = '<mspace width="0.12em"/>';
/** A plus between what is before its row and what is in it. */
export const plus = '<mo form="infix">+</mo>';

/** A sum over something. */
export function sum(over: string): string {
  return under(mo("∑"), over);
}

export function parentheses(...parts: readonly string[]): string {
  return mrow(mo("("), ...parts, mo(")"));
}

/** Numbers in rows and columns between parentheses. */
export function matrixMath(rows: readonly (readonly number[])[]): string {
  const cells = rows.map((row) => {
    return `<mtr>${row.map((value) => `<mtd>${numberMath(String(value))}</mtd>`).join("")}</mtr>`;
  });
  return parentheses(`<mtable>${cells.join("")}</mtable>`);
}

/** A number in scientific notation is a product with a power of ten. */
export function numberMath(text: string): string {
  const [, mantissa, exponent] = /^(-?[\d.]+)e([+-]?\d+)$/i.exec(text) ?? [];
  if (mantissa === undefined || exponent === undefined) {
    return text.startsWith("-") ? mrow(mo("−"), mn(text.slice(1))) : mn(text);
  }
  return mrow(numberMath(mantissa), mo("·"), msup(mn(10), numberMath(String(Number(exponent)))));
}

export function inline(...parts: readonly string[]): string {
  return `<math>${mrow(...parts)}</math>`;
}

/** A formula on a line of its own, which scrolls where it is too wide. */
export function display(...parts: readonly string[]): string {
  return `<div class="formula"><math display="block">${mrow(...parts)}</math></div>`;
}
