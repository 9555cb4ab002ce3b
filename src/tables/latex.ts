import { footCells, type Sheet, type ShownColumn } from "./column.js";
import { latexCell, latexHead, protectedText } from "./latex-cell.js";
import { shapeOf, tableFormat } from "./latex-number.js";
import { asciiOnly, escapeText } from "./latex-text.js";
import { paperTables } from "./paper-tables.js";

/** Tables for a paper, as many as the columns need: they take the package booktabs, and siunitx for numbers. */
export function sheetLatex<Row>(sheet: Sheet<Row>): string {
  const lines = paperTables(sheet).flatMap((columns, k) => tableLines(sheet, columns, k));
  const packages = ["booktabs", ...(lines.some((line) => /S\[|\\num\{/.test(line)) ? ["siunitx"] : [])];
  const needed = `% Needs ${packages.map((name) => `\\usepackage{${name}}`).join(" and ")}.`;
  return asciiOnly([needed, ...lines, ""].join("\n"));
}

/** One table; those after the first have a number in their label. */
function tableLines<Row>(sheet: Sheet<Row>, columns: readonly ShownColumn<Row>[], k: number): string[] {
  const { id, title, facts, label = id, rows } = sheet;
  const name = escapeText(title === "" ? id : title);
  const { caption = `${name}. ${escapeText(facts)}`, shortCaption = name } = sheet;
  const foot = footCells(sheet, columns)?.map(protectedText);
  const cells = (own: readonly string[]): string => `    ${own.join(" & ")} \\\\`;
  return [
    "\\begin{table}",
    "  \\centering",
    `  \\caption{${k === 0 ? caption : `${shortCaption}, continued`}.}`,
    `  \\label{tab:${label}${k === 0 ? "" : `-${k + 1}`}}`,
    // The class leaves room below captions only.
    "  \\medskip",
    `  \\begin{tabular}{@{}${columns.map((column) => columnType(column, rows)).join("")}@{}}`,
    "    \\toprule",
    ...headingsOver(columns),
    cells(columns.map((column) => `{${latexHead(column)}}`)),
    "    \\midrule",
    ...rows.map((row) => cells(columns.map((column) => latexCell(column, row)))),
    ...(foot === undefined ? [] : ["    \\midrule", cells(foot)]),
    "    \\bottomrule",
    "  \\end{tabular}",
    "\\end{table}",
  ];
}

/** Headings that columns share, each above a rule. */
function headingsOver<Row>(columns: readonly ShownColumn<Row>[]): string[] {
  const spans: { tex: string; from: number; count: number }[] = [];
  for (const [k, { over }] of columns.entries()) {
    const last = spans.at(-1);
    if (over === undefined) continue;
    if (last?.tex === over.tex && last.from + last.count === k) last.count++;
    else spans.push({ tex: over.tex, from: k, count: 1 });
  }
  if (spans.length === 0) return [];
  const heads = columns.flatMap(({ over }, k) => {
    const own = spans.find(({ from }) => from === k);
    if (own !== undefined) return [`\\multicolumn{${own.count}}{c}{${own.tex}}`];
    return over === undefined ? [""] : [];
  });
  const rules = spans.map(({ from, count }) => `\\cmidrule(lr){${from + 1}-${from + count}}`);
  return [`    ${heads.join(" & ")} \\\\`, `    ${rules.join(" ")}`];
}

function columnType<Row>(column: ShownColumn<Row>, rows: readonly Row[]): string {
  const cells = [...rows.map((row) => latexCell(column, row)), column.foot ?? ""];
  const shape = column.isNumber ? shapeOf(cells) : undefined;
  if (shape !== undefined) return `S[table-format=${tableFormat(shape)}]`;
  return column.isWords ? "l" : "r";
}
