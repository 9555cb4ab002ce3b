import type { LevelRow } from "../../study/record/level-columns.js";
import { levelsJson, levelTable } from "../../study/record/level-table.js";
import type { StudyRecord } from "../../study/record/record.js";
import { failureLines } from "../../study/record/state-record.js";
import type { Note, Sheet } from "../../tables/column.js";
import { tableCsv } from "../../tables/csv.js";
import { type Content, documentText, latexFormat, markdownFormat } from "../../tables/formats.js";
import { escapeText } from "../../tables/latex-text.js";
import { notesText, type TextOptions } from "../../tables/text.js";
import { flaggedLines, levelCaption } from "./level-caption.js";
import {
  blindnessLines,
  pendingText,
  sharedSizes,
  tensorFitLines,
  titleOf,
  transportName,
  verdictWord,
} from "./level-facts.js";
import { type MatrixRow, tensorMatrix } from "./tensor-matrix.js";

/** What of a record is shown. */
export interface LevelOptions {
  /** Errors of the first table of a document, in this order; the first two of the study when absent. */
  readonly errors?: readonly string[] | undefined;
}

/** Errors that the first table of a document has unless others are asked for. */
const usualErrors = 2;

/** The levels of some records, in every format. @param isList whether JSON has them in an array */
export function levelContent(records: readonly StudyRecord[], isList: boolean, options: LevelOptions = {}): Content {
  return {
    text: (shown) => documentText({ sheets: records.map(levelSheet) }, shown),
    table: () => levelTable(records),
    value: () => (isList ? records.map(toJson) : records.slice(0, 1).map(toJson)[0]),
    document: () => ({ sheets: records.map((record) => paperSheet(record, options)) }),
  };
}

/** The levels of a record for people, with what they came to. */
function levelSheet(record: StudyRecord): Sheet<LevelRow> {
  const { id, title, question, scheme, transport, reference, iterate, overrides = "" } = record;
  const named = transport === "" ? scheme : `${scheme} (${transportName(record)})`;
  const against = reference.description === "" ? reference.kind : `${reference.kind}: ${reference.description}`;
  const compared = [`reference ${against}`, ...(iterate === undefined ? [] : [`iterate: ${iterate}`])];
  return {
    ...{ id, title, question, ...levelTable([record]), notes: notesOf(record), foot: "fit" },
    // Tables of several variants in one paper need labels of their own.
    label: [id, ...overrides.split(/[^\w.]+/)].filter((part) => part !== "").join("-"),
    facts: [named, ...sharedSizes(record), ...compared].join(", "),
    sentence: [`scheme ${named}`, ...sharedSizes(record), `reference ${reference.kind}`].join(", "),
    toneOf: ({ level }) => (level.status === "ok" ? undefined : "bad"),
  };
}

/** The same for a document: the errors that are asked for come first, and a tensor sweep is a matrix. */
function paperSheet(record: StudyRecord, { errors }: LevelOptions): Sheet<LevelRow> | Sheet<MatrixRow> {
  const own = errors === undefined ? record : { ...record, errors: withFirst(errors, record.errors) };
  const { toneOf: _, ...sheet } = levelSheet(own);
  const captions = { caption: levelCaption(own), shortCaption: escapeText(titleOf(own)) };
  if (own.axis !== "tensor") return { ...sheet, ...captions, most: errors?.length ?? usualErrors };
  const remarks: Note = { kind: "remarks", lines: flaggedLines(own) };
  return { ...sheet, ...captions, ...tensorMatrix(own), notes: [...(sheet.notes ?? []), remarks] };
}

function withFirst(wanted: readonly string[], all: readonly string[]): readonly string[] {
  return [...wanted, ...all.filter((error) => !wanted.includes(error))];
}

function notesOf(record: StudyRecord): Note[] {
  return [
    { kind: "failures", lines: failureLines(record), tone: "bad" },
    { kind: "remarks", lines: [...blindnessLines(record), ...tensorFitLines(record)] },
    ...verdictNotes(record),
  ];
}

function verdictNotes(record: StudyRecord): Note[] {
  const { word, tone } = verdictWord(record);
  const { pending, verdict } = record;
  if (pending !== undefined) return [{ kind: "verdict", lines: [word, `: ${pendingText(pending)}`], tone }];
  const nothing = verdict.reasons.length === 0 ? [": the study expects nothing"] : [];
  return [
    { kind: "verdict", lines: [word, ...nothing], tone },
    { kind: "remarks", lines: verdict.reasons },
  ];
}

/** A verdict for people, below a table that is there already. */
export function verdictText(record: StudyRecord, options?: TextOptions): string {
  return `${notesText(verdictNotes(record), options)}\n`;
}

/** One record, or several. */
export type Records = StudyRecord | readonly StudyRecord[];

function listOf(records: Records): readonly StudyRecord[] {
  return isList(records) ? records : [records];
}

function isList(records: Records): records is readonly StudyRecord[] {
  return Array.isArray(records);
}

/** A record as plain JSON; `null` stands for a value that is not available. */
export function toJson(record: StudyRecord): object {
  const { id, title, question, scheme, transport, axis, parameter, reference, verdict, fits, tensorFit } = record;
  return {
    ...{ study: id, title, question, scheme, transport, axis },
    ...(parameter === undefined ? {} : { parameter }),
    ...{ reference, verdict, fits },
    ...(tensorFit === undefined ? {} : { tensorFit }),
    levels: levelsJson(record),
  };
}

/** One row per level of every record; no timings, so that two runs give the same bytes. */
export function toCsv(records: Records): string {
  return tableCsv(levelTable(listOf(records)));
}

/** Records for a terminal: title, levels, verdict. */
export function toTable(records: Records, options?: TextOptions): string {
  return documentText({ sheets: listOf(records).map(levelSheet) }, options);
}

/** Records as sections of a Markdown document. */
export function toMarkdown(records: Records, options: LevelOptions = {}): string {
  return markdownFormat.write(levelContent(listOf(records), true, options));
}

/** Records as tables for a paper: needs the packages booktabs and siunitx. */
export function toLatex(records: Records, options: LevelOptions = {}): string {
  return latexFormat.write(levelContent(listOf(records), true, options));
}
