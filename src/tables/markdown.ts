import { type Note, type Sheet, shownColumns } from "./column.js";
import { oneLine } from "./one-line.js";

/** A table as a section of a Markdown document. */
export function sheetMarkdown<Row>(sheet: Sheet<Row>): string {
  const { id, title, question = "", facts, sentence = facts, rows, notes = [] } = sheet;
  const columns = shownColumns(sheet);
  return [
    `### ${escapeMarkdown(title === "" ? id : title)} (\`${id}\`)`,
    ...(question === "" ? [] : ["", paragraph(question)]),
    "",
    `${escapeMarkdown(sentence)}.`,
    "",
    markdownRow(columns.map((column) => escapeMarkdown(column.title))),
    markdownRow(columns.map(({ isWords }) => (isWords ? ":--" : "--:"))),
    ...rows.map((row) => markdownRow(columns.map(({ text }) => escapeMarkdown(text(row))))),
    ...notes.flatMap(noteLines),
  ].join("\n");
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
