import type { StudyRecord } from "../../study/record/record.js";
import { createStyle, type Style, unlimited } from "../style.js";
import { alignedRows, gutter } from "./aligned-rows.js";
import { oneLine } from "./one-line.js";
import { failureLines } from "./state-record.js";
import { type SummaryColumn, sharedSizes, summaryColumns } from "./summary-columns.js";
import { transportName } from "./transport-name.js";

export interface TableOptions {
  /** Characters in a line; tables that are wider are broken into several. */
  readonly width?: number;
  readonly style?: Style;
}

/** A record for a terminal: title, levels, verdict. */
export function toTable(record: StudyRecord, { width = unlimited, style = createStyle(false) }: TableOptions = {}) {
  const tables = breakColumns(record, width).map((columns) => drawLevels(record, columns, style));
  const failures = failureLines(record).flatMap((line) =>
    wrap(oneLine(line), width, "  ").map((text) => style.tone("bad", text)),
  );
  const lines = [...headLines(record, width, style), ...tables, ...failures, ...verdictLines(record, width, style)];
  return `${lines.join("\n")}\n`;
}

function headLines(record: StudyRecord, width: number, style: Style): string[] {
  const { id, title, scheme, transport, reference, iterate } = record;
  const against = reference.description === "" ? reference.kind : `${reference.kind}: ${reference.description}`;
  const facts = [
    transport === "" ? scheme : `${scheme} (${transportName(record)})`,
    ...sharedSizes(record),
    `reference ${against}`,
    ...(iterate === undefined ? [] : [`iterate: ${iterate}`]),
  ];
  return [
    ...wrap(`${style.heading(id)}${title === "" ? "" : `  ${oneLine(title)}`}`, width),
    ...wrap(oneLine(facts.join(", ")), width).map((line) => style.tone("faint", line)),
  ];
}

/** Groups of columns that fit the width, each beginning with the columns that name the level. */
function breakColumns(record: StudyRecord, width: number): SummaryColumn[][] {
  const columns = summaryColumns(record);
  const names = columns.filter(({ group }) => group === "level");
  const size = (column: SummaryColumn): number => gutter + columnWidth(record, column);
  const base = names.reduce((sum, column) => sum + size(column), -gutter);
  const tables: SummaryColumn[][] = [];
  let room = Number.NEGATIVE_INFINITY;
  for (const piece of pieces(columns)) {
    const needed = piece.reduce((sum, column) => sum + size(column), 0);
    if (needed > room) {
      tables.push([...names]);
      room = width - base;
    }
    tables.at(-1)?.push(...piece);
    room -= needed;
  }
  return tables;
}

/** An error, its orders and its distance to the iterate stay together; diagnostics may be parted. */
function pieces(columns: readonly SummaryColumn[]): SummaryColumn[][] {
  const found: SummaryColumn[][] = [];
  for (const column of columns) {
    if (column.group === "level") continue;
    if (column.group === "error" && /^(order|iterate$)/.test(column.title)) found.at(-1)?.push(column);
    else found.push([column]);
  }
  return found;
}

function columnWidth({ levels }: StudyRecord, column: SummaryColumn): number {
  return Math.max(column.title.length, ...levels.map((level) => column.text(level).length));
}

function drawLevels({ levels }: StudyRecord, columns: readonly SummaryColumn[], style: Style): string {
  const rows = levels.map((level) => {
    const bad = level.status !== "ok";
    return columns.map((column) => (bad ? style.tone("bad", column.text(level)) : column.text(level)));
  });
  return alignedRows(
    columns.map(({ title }) => ({
      head: style.tone("faint", title),
      align: title === "flags" || title === "status" ? "left" : "right",
    })),
    rows,
  );
}

/** What the verdict amounts to, in one word and a colour. */
export function verdictWord({ verdict, levels }: StudyRecord): {
  readonly word: string;
  readonly tone: "good" | "bad";
} {
  if (verdict.pass) return { word: verdict.reasons.length === 0 ? "done" : "pass", tone: "good" };
  if (verdict.exitCode !== 4) return { word: "rate missed", tone: "bad" };
  return {
    word: levels.some(({ flags }) => flags.includes("inconsistent")) ? "reference inconsistent" : "numerical failure",
    tone: "bad",
  };
}

function verdictLines(record: StudyRecord, width: number, style: Style): string[] {
  const { word, tone } = verdictWord(record);
  const { reasons } = record.verdict;
  const nothing = reasons.length === 0 ? ": the study expects nothing" : "";
  const lines = reasons.flatMap((reason) => wrap(`- ${oneLine(reason)}`, width, "  "));
  return [`${style.tone(tone, word)}${nothing}`, ...lines];
}

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
