import { asciiOnly, escapeText } from "./latex-text.js";

export interface LatexTable {
  readonly packages: readonly string[];
  /** TeX, as are the head and the rows. */
  readonly caption: string;
  readonly label: string;
  /** Column types. */
  readonly columns: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** A table for a paper. */
export function latexTable({ packages, caption, label, columns, head, rows }: LatexTable): string {
  const lines = [
    `% Needs ${packages.map((name) => `\\usepackage{${name}}`).join(" and ")}.`,
    "\\begin{table}",
    "  \\centering",
    `  \\caption{${caption}}`,
    `  \\label{tab:${label}}`,
    `  \\begin{tabular}{${columns}}`,
    "    \\toprule",
    `    ${head.map((title) => `{${title}}`).join(" & ")} \\\\`,
    "    \\midrule",
    ...rows.map((cells) => `    ${cells.join(" & ")} \\\\`),
    "    \\bottomrule",
    "  \\end{tabular}",
    "\\end{table}",
    "",
  ];
  return asciiOnly(lines.join("\n"));
}

/** A number as it is, anything else protected from siunitx, and from the end of the row before. */
export function numberCell(text: string): string {
  return Number.isFinite(Number(text)) ? text : `{${text === "-" ? "--" : sizesText(escapeText(text))}}`;
}

/** Cells on two axes, `80x40`, as a product; anything else as it is. */
export function sizesText(text: string): string {
  return text.replaceAll(/\b(\d+)x(\d+)\b/g, "$$$1 \\times $2$$");
}
