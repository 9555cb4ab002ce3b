import { numberTex } from "./expression/tex.js";

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
