import type { ShownColumn } from "./column.js";
import { latexCell, latexHead } from "./latex-cell.js";
import { shapeOf } from "./latex-number.js";

/** Widths at 12 pt, in points of TeX: those of Computer Modern, rounded up. */
const widths = { digit: 5.88, point: 3.27, minus: 9.4, timesTen: 26.6, smallMinus: 6.7, smallDigit: 4.3 } as const;
/** Of a letter of a word, on average more than it is, and of the widest capitals and signs. */
const [letter, wide] = [6.1, 10] as const;
const thin = 2;

/** Width of a line of `article` at 12 pt, and the room between two columns. */
export const textWidth = 390;
export const gutter = 12;

/** Width of a column in a paper: that of its widest cell, its heading, or what stands below it. */
export function columnWidth<Row>(column: ShownColumn<Row>, rows: readonly Row[]): number {
  const cells = rows.map((row) => latexCell(column, row));
  const words = [latexHead(column), ...cells, column.foot ?? ""].map(wordsWidth);
  return Math.max(column.isNumber ? numbersWidth([...cells, column.foot ?? ""]) : 0, ...words);
}

/** Numbers of one column are aligned: the widest parts count. */
function numbersWidth(cells: readonly string[]): number {
  const shape = shapeOf(cells);
  if (shape === undefined) return 0;
  const { hasSign, whole, decimals, exponent, hasExponentSign } = shape;
  const mantissa = (hasSign ? widths.minus : 0) + whole * widths.digit;
  const fraction = decimals === 0 ? 0 : widths.point + decimals * widths.digit + groupGaps(decimals);
  const power = widths.timesTen + (hasExponentSign ? widths.smallMinus : 0) + exponent * widths.smallDigit;
  return mantissa + fraction + (exponent === 0 ? 0 : power);
}

/** Numbers of five decimals and more are set in groups of three. */
function groupGaps(decimals: number): number {
  return decimals < 5 ? 0 : Math.floor((decimals - 1) / 3) * thin;
}

/** Width of a text: of commands and what they are given, a letter each. */
export function wordsWidth(tex: string): number {
  if (shapeOf([tex]) !== undefined) return 0;
  const text = tex.replaceAll(/\\(?:text|num|mathrm)[a-z]*|[{}$]/g, "").replaceAll(/\\(?:[A-Za-z]+|.)/g, "m");
  return [...text].reduce((sum, one) => sum + (/[A-Zmw%@]/.test(one) ? wide : letter), 0);
}
