import CliTable from "cli-table3";
import { brokenColumns } from "./broken-columns.js";
import { footCells, type Note, type Sheet, type ShownColumn, shownColumns, type Table } from "./column.js";
import { oneLine } from "./one-line.js";
import { createStyle, type Style, unlimited } from "./style.js";

/** Where a table is shown. */
export interface TextOptions {
  /** Characters in a line; tables that are wider are broken into several. */
  readonly width?: number;
  readonly style?: Style;
}

/** Blanks between two columns. */
const gutter = 2;
/** What a column keeps that is broken between words. */
const narrowest = 16;

/** A table with its heading, what its rows share, and notes. */
export function sheetText<Row>(sheet: Sheet<Row>, options: TextOptions = {}): string {
  const { width = unlimited, style = createStyle(false) } = options;
  const { id, title, facts, notes = [] } = sheet;
  return [
    ...wrap(`${style.heading(id)}${title === "" ? "" : `  ${oneLine(title)}`}`, width),
    ...wrap(oneLine(facts), width).map((line) => style.tone("faint", line)),
    ...tablesOf(sheet, width).map((columns) => drawn(sheet, columns, style)),
    ...(notes.length > 0 ? [notesText(notes, options)] : []),
  ].join("\n");
}

/** Notes as they stand below a table. */
export function notesText(
  notes: readonly Note[],
  { width = unlimited, style = createStyle(false) }: TextOptions = {},
): string {
  return notes.flatMap((note) => noteLines(note, width, style)).join("\n");
}

function noteLines({ kind, lines, tone }: Note, width: number, style: Style): string[] {
  const toned = (text: string): string => (tone === undefined ? text : style.tone(tone, text));
  if (kind === "verdict") {
    const [word = "", ...rest] = lines;
    return [`${toned(word)}${rest.join("")}`];
  }
  const dash = kind === "remarks" ? "- " : "";
  return lines.flatMap((line) => wrap(`${dash}${oneLine(line)}`, width, "  ").map(toned));
}

/** The columns in as many tables as the width asks for. */
function tablesOf<Row>(sheet: Sheet<Row>, width: number): ShownColumn<Row>[][] {
  const sizeOf = ({ title, text, foot = "" }: ShownColumn<Row>): number =>
    Math.max(title.length, foot.length, ...sheet.rows.map((row) => text(row).length));
  return brokenColumns(shownColumns(sheet), { width, gutter, sizeOf });
}

function drawn<Row>(sheet: Sheet<Row>, columns: readonly ShownColumn<Row>[], style: Style): string {
  const { rows, toneOf } = sheet;
  const heads = columns.map((column) => ({ ...column, title: style.tone("faint", column.title) }));
  const texts = rows.map((row) => {
    const tone = toneOf?.(row);
    return columns.map(({ text }) => (tone === undefined ? text(row) : style.tone(tone, text(row))));
  });
  return alignedRows(heads, [...texts, ...[footCells(sheet, columns)].flatMap((foot) => (foot ? [foot] : []))]);
}

/** Rows under their titles alone; the column `wrapped` is broken between words where the width is small. */
export function tableText<Row>(table: Table<Row>, width: number = unlimited, wrapped?: string): string {
  const columns = shownColumns(table);
  const heads = columns.map((column) => ({ ...column, title: oneLine(column.title) }));
  const texts = table.rows.map((row) => columns.map(({ text }) => oneLine(text(row))));
  const broken = columns.findIndex(({ name }) => name === wrapped);
  return `${broken < 0 ? alignedRows(heads, texts) : alignedRows(heads, texts, { width, broken })}\n`;
}

type Head = Pick<ShownColumn<never>, "title" | "isWords">;

/** Rows under their heads without borders; colour codes do not count as width. */
function alignedRows(
  heads: readonly Head[],
  rows: readonly (readonly string[])[],
  fit?: { readonly width: number; readonly broken: number },
): string {
  const table = new CliTable({
    head: heads.map(({ title }) => title),
    colAligns: heads.map(({ isWords }) => (isWords ? "left" : "right")),
    style: { head: [], border: [], "padding-left": 0, "padding-right": 0 },
    chars: { ...Object.fromEntries(borders.map((name) => [name, ""])), middle: " ".repeat(gutter) },
    ...(fit && { colWidths: fittedWidths(heads, rows, fit.width, fit.broken), wordWrap: true }),
  });
  for (const row of rows) table.push([...row]);
  const lines = table.toString().split("\n");
  return lines.map((line) => line.trimEnd()).join("\n");
}

function fittedWidths(heads: readonly Head[], rows: readonly (readonly string[])[], width: number, broken: number) {
  const own = heads.map(({ title }, k) => Math.max(title.length, ...rows.map((row) => row[k].length)));
  const others = own.reduce((sum, size, k) => sum + gutter + (k === broken ? 0 : size), 0);
  return own.map((size, k) => (k === broken ? Math.max(narrowest, Math.min(size, width - others)) : size));
}

const borders = [
  ...["top", "top-mid", "top-left", "top-right", "bottom", "bottom-mid", "bottom-left", "bottom-right"],
  ...["left", "left-mid", "mid", "mid-mid", "right", "right-mid"],
];

/** Breaks a line between words; colour codes do not count. */
export function wrap(text: string, width: number, indent = ""): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    const candidate = line === "" ? word : `${line} ${word}`;
    if (line.trim() !== "" && visibleLength(candidate) > width) {
      lines.push(line);
      line = indent + word;
    } else line = candidate;
  }
  return [...lines, line];
}

function visibleLength(text: string): number {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: escape codes are what is not counted
  return text.replaceAll(/\u001b\[[0-9;]*m/g, "").length;
}
