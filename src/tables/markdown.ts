import { footCells, type Note, rowRemarks, type Sheet, type ShownColumn, shownColumns } from "./column.js";
import { oneLine } from "./one-line.js";
import { paperTables } from "./paper-tables.js";

/** A sheet as a section of a Markdown document: the tables of a paper, and in the first what rows have to tell. */
export function sheetMarkdown<Row>(sheet: Sheet<Row>): string {
  const { id, title, question = "", facts, sentence = facts, notes = [] } = sheet;
  const told = shownColumns(sheet).filter(({ group, notInPapers }) => group === rowRemarks && notInPapers);
  const tables = paperTables(sheet).map((columns, k) => (k === 0 ? [...columns, ...told] : columns));
  return [
    `### ${escapeMarkdown(title === "" ? id : title)} (\`${id}\`)`,
    ...(question === "" ? [] : ["", paragraph(question)]),
    "",
    `${escapeMarkdown(sentence)}.`,
    ...tables.flatMap((columns) => ["", ...tableLines(sheet, columns)]),
    ...notes.flatMap(noteLines),
  ].join("\n");
}

function tableLines<Row>(sheet: Sheet<Row>, columns: readonly ShownColumn<Row>[]): string[] {
  const foot = footCells(sheet, columns);
  const head = ({ title, over }: ShownColumn<Row>): string => (over === undefined ? title : `${over.title} ${title}`);
  const rows = sheet.rows.map((row) => columns.map(({ text }) => text(row)));
  return [
    markdownRow(columns.map((column) => escapeMarkdown(head(column)))),
    markdownRow(columns.map(({ isWords }) => (isWords ? ":--" : "--:"))),
    ...[...rows, ...(foot === undefined ? [] : [foot])].map((cells) => markdownRow(cells.map(escapeMarkdown))),
  ];
}

function noteLines({ kind, lines, isAside }: Note): string[] {
  if (isAside || lines.length === 0) return [];
  if (kind === "verdict") return ["", `**${lines[0]}**`];
  return ["", ...lines.map((line) => `- ${escapeMarkdown(line)}`)];
}

/** A row of a Markdown table; texts are escaped already. */
function markdownRow(cells: readonly string[]): string {
  return `| ${cells.join(" | ")} |`;
}

/**
 * Text within a line that means nothing to Markdown, nor to what is often added to it: tables, formulas, text struck
 * out.
 */
export function escapeMarkdown(text: string): string {
  return oneLine(text).replaceAll(/[\\|<*_`~$[\]]|^[#>]|&(?=#?\w+;)/g, (one) => `\\${one}`);
}

/** The same at the beginning of a line, where it is no list and no rule either. */
function paragraph(text: string): string {
  return escapeMarkdown(text).replace(/^[+=-]|(?<=^\d{1,9})[.)]/, (one) => `\\${one}`);
}
