import type { Sheet, Table } from "./column.js";
import { tableCsv } from "./csv.js";
import { jsonFile } from "./json-file.js";
import { sheetLatex } from "./latex.js";
import { escapeMarkdown, sheetMarkdown } from "./markdown.js";
import { oneLine } from "./one-line.js";
import { createStyle, unlimited } from "./style.js";
import { sheetText, type TextOptions, wrap } from "./text.js";

/** What is printed or written, for every format; each asks for one member only. */
export interface Content {
  /** Text for a terminal. */
  text(options: TextOptions): string;
  /** The rows of files. */
  table(): Table;
  /** The value of JSON. */
  value(): object | undefined;
  /** Tables of a document; absent where the result is not one table per study. */
  document?(): Document;
}

/** Tables for people one below the other. */
export interface Document {
  readonly sheets: readonly Sheet[];
  /** A line below them; papers do not have it. */
  readonly footer?: string;
}

/** One value of `--format`, and a file among results. */
export interface Format {
  readonly name: string;
  /** Of `table.csv` and the like, which hold the tables of a result; JSON has files of other names. */
  readonly extension?: string;
  /** Whether it shows documents only. */
  readonly isDocument?: boolean;
  write(content: Content, options?: TextOptions): string;
}

/** What is printed unless another format is asked for. */
export const terminalFormat: Format = { name: "table", write: ({ text }, options = {}) => text(options) };

export const csvFormat: Format = { name: "csv", extension: "csv", write: ({ table }) => tableCsv(table()) };

export const jsonFormat: Format = { name: "json", write: ({ value }) => jsonFile(value()) };

export const markdownFormat: Format = {
  ...{ name: "markdown", extension: "md", isDocument: true },
  write: (content) => documentMarkdown(documentOf(content)),
};

export const latexFormat: Format = {
  ...{ name: "latex", extension: "tex", isDocument: true },
  write: (content) => documentOf(content).sheets.map(sheetLatex).join("\n"),
};

/** All formats: `--format`, the help and the tables among results follow from it. */
export const formats: readonly Format[] = [terminalFormat, csvFormat, jsonFormat, markdownFormat, latexFormat];

/** Formats of commands whose result is not one table per study. */
export const rowFormats = formats.filter(({ isDocument }) => !isDocument);

/** The files that hold the tables of a result. */
export function tableFiles(content: Content): Record<string, string> {
  return filesOf(formats, content);
}

/** Those of them that are for people, the ones for papers first. */
export function documentFiles(content: Content): Record<string, string> {
  return filesOf(formats.filter(({ isDocument }) => isDocument).toReversed(), content);
}

function filesOf(own: readonly Format[], content: Content): Record<string, string> {
  const kept = own.filter(({ extension }) => extension !== undefined);
  return Object.fromEntries(kept.map(({ extension, write }) => [`table.${extension}`, write(content)]));
}

/** The text of a document at a terminal. */
export function documentText({ sheets, footer }: Document, options: TextOptions = {}): string {
  const { width = unlimited, style = createStyle(false) } = options;
  const last = footer === undefined ? [] : wrap(oneLine(footer), width).map((line) => style.tone("faint", line));
  const parts = [
    ...sheets.map((sheet) => sheetText(sheet, options)),
    ...(footer === undefined ? [] : [last.join("\n")]),
  ];
  return `${parts.join("\n\n")}\n`;
}

/** The same as a Markdown document. */
export function documentMarkdown({ sheets, footer }: Document): string {
  const last = footer === undefined ? [] : [`${escapeMarkdown(footer)}.`];
  return `${[...sheets.map(sheetMarkdown), ...last].join("\n\n")}\n`;
}

/** Commands without documents do not have their formats. */
function documentOf({ document }: Content): Document {
  if (document === undefined) throw new RangeError("no document");
  return document();
}
