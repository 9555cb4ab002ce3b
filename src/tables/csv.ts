import { stringify } from "csv-stringify/sync";
import type { Cell, Table } from "./column.js";
import { oneLine } from "./one-line.js";

/** A table as CSV: shortest round-trip numbers, empty where a value is not available. */
export function tableCsv<Row>({ columns, rows }: Table<Row>): string {
  return csvText(
    columns.map(({ name }) => name),
    rows.map((row) => columns.map((column) => column.value(row))),
  );
}

export function csvText(header: readonly string[], rows: readonly (readonly Cell[])[]): string {
  return stringify([header.map(csvWords), ...rows.map((row) => row.map(cellText))]);
}

function cellText(value: Cell): string {
  if (value === undefined || (typeof value === "number" && Number.isNaN(value))) return "";
  return typeof value === "string" ? csvWords(value) : String(value);
}

/**
 * One line, which a spreadsheet takes for a text even where it begins like a formula.
 *
 * The quote in front is doubled where there is one already, so that a reader can take it away again.
 */
function csvWords(text: string): string {
  const line = oneLine(text);
  return /^'*[=+\-@＝＋－＠]/.test(line) && !Number.isFinite(Number(line)) ? `'${line}` : line;
}

/**
 * Rows of a CSV text by the names in its first line (RFC 4180).
 *
 * @returns undefined where the text is no table: a stray quote, a row too long or too short, no header
 */
export function parseCsv(text: string): Readonly<Record<string, string>>[] | undefined {
  const rows: (readonly string[])[] = [];
  const isWhole = visitCsv(text, (row) => rows.push(row)) === undefined;
  const header = rows.shift();
  if (!isWhole || header === undefined || rows.some((row) => row.length !== header.length)) return undefined;
  return rows.map((row) => Object.fromEntries(header.map((name, k) => [name, row[k]])));
}

/**
 * Fields of a CSV text row by row, for tables too large to be kept as texts.
 *
 * @param visit is called with the fields of a row and its number, the first being 1
 * @returns the row that cannot be read: a stray quote
 */
export function visitCsv(text: string, visit: (row: readonly string[], number: number) => void): number | undefined {
  const all = text === "" || text.endsWith("\n") ? text : `${text}\n`;
  // A field, quoted or not, and what ends it.
  const field = /("(?:[^"]|"")*"|[^",\r\n]*)(,|\r?\n)/gy;
  let row: string[] = [];
  let number = 1;
  while (field.lastIndex < all.length) {
    const [, value, end] = field.exec(all) ?? [];
    if (value === undefined) return number;
    const own = value.startsWith('"') ? value.slice(1, -1).replaceAll('""', '"') : value;
    // Words that begin like formulas are written with a quote in front.
    row.push(/^'+[=+\-@＝＋－＠]/.test(own) ? own.slice(1) : own);
    if (end === ",") continue;
    visit(row, number++);
    row = [];
  }
  return undefined;
}
