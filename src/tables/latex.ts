import { type Sheet, type ShownColumn, shownColumns } from "./column.js";
import { asciiOnly, escapeText } from "./latex-text.js";

/** A table for a paper: needs the package booktabs, and siunitx where columns are aligned by it. */
export function sheetLatex<Row>(sheet: Sheet<Row>): string {
  const { id, title, facts, label = id, rows } = sheet;
  const { caption = `${escapeText(title === "" ? id : title)}. ${escapeText(facts)}` } = sheet;
  const columns = shownColumns(sheet).filter(({ notInPapers }) => !notInPapers);
  const packages = ["booktabs", ...(columns.some(({ siunitx }) => siunitx !== undefined) ? ["siunitx"] : [])];
  const lines = [
    `% Needs ${packages.map((name) => `\\usepackage{${name}}`).join(" and ")}.`,
    "\\begin{table}",
    "  \\centering",
    `  \\caption{${caption}.}`,
    `  \\label{tab:${label}}`,
    `  \\begin{tabular}{${columns.map(columnType).join("")}}`,
    "    \\toprule",
    `    ${columns.map((column) => `{${column.tex ?? escapeText(column.title)}}`).join(" & ")} \\\\`,
    "    \\midrule",
    ...rows.map(
      (row) => `    ${columns.map(({ text, latex }) => latex?.(row) ?? cellText(text(row))).join(" & ")} \\\\`,
    ),
    "    \\bottomrule",
    "  \\end{tabular}",
    "\\end{table}",
    "",
  ];
  return asciiOnly(lines.join("\n"));
}

function columnType<Row>({ siunitx, isWords }: ShownColumn<Row>): string {
  if (siunitx !== undefined) return `S[table-format=${siunitx}]`;
  return isWords ? "l" : "r";
}

/** A number as it is, anything else protected from siunitx, and from the end of the row before. */
function cellText(text: string): string {
  return Number.isFinite(Number(text)) ? text : `{${text === "-" ? "--" : sizesText(escapeText(text))}}`;
}

/** Cells on two axes, `80x40`, as a product; anything else as it is. */
export function sizesText(text: string): string {
  return text.replaceAll(/\b(\d+)x(\d+)\b/g, "$$$1 \\times $2$$");
}
