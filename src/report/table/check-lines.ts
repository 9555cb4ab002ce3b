import type { Baseline } from "../../convergence/baseline.js";
import { compareBaseline } from "../../convergence/baseline.js";
import type { Finding, StudyRecord } from "../../study/record/record.js";
import { keyTable } from "../../tables/column.js";
import type { Content } from "../../tables/formats.js";
import { oneLine } from "../../tables/one-line.js";
import type { Style, Tone } from "../../tables/style.js";
import { toJson } from "./levels.js";

/** `fail`: a rate or a baseline is missed; `error`: it cannot be judged, or the study could not be run. */
export type CheckOutcome = "pass" | "fail" | "error" | "skip";

/** One thing that was checked. */
export interface CheckLine {
  readonly kind: "expectation" | "baseline" | "study";
  /** What is checked and its bound; of a study, the same in every run. */
  readonly name: string;
  readonly outcome: CheckOutcome;
  /** A sentence with bound, value and what decided. */
  readonly message: string;
}

/** What came of checking one study. */
export interface CheckedStudy {
  readonly id: string;
  readonly file: string;
  readonly lines: readonly CheckLine[];
  readonly warnings: readonly string[];
  readonly milliseconds: number;
  /** Absent where the study could not be run. */
  readonly record?: StudyRecord;
}

/** Lines for the expectations of a study, what failed in it, and its baseline. */
export function checkLines(
  record: StudyRecord,
  baseline: Baseline | { readonly skipped: string } | undefined,
): CheckLine[] {
  const lines = record.findings.map((finding) => findingLine("expectation", finding));
  const compared = baselineLines(record, baseline);
  if (lines.length + compared.length > 0) return [...lines, ...compared];
  const message = `nothing is expected; all ${record.levels.length} levels were computed`;
  return [{ kind: "study", name: "levels", outcome: "pass", message }];
}

function baselineLines(
  record: StudyRecord,
  baseline: Baseline | { readonly skipped: string } | undefined,
): CheckLine[] {
  if (baseline === undefined) return [];
  if (!("skipped" in baseline)) {
    return compareBaseline(record.levels, baseline).map((finding) => findingLine("baseline", finding));
  }
  const message = `baseline: not compared, ${baseline.skipped}`;
  return [{ kind: "baseline", name: "baseline", outcome: "skip", message }];
}

const outcomes = { met: "pass", missed: "fail", unjudged: "error", failed: "error" } as const;

function findingLine(kind: CheckLine["kind"], { outcome, name, sentence }: Finding): CheckLine {
  return { kind, name, outcome: outcomes[outcome], message: sentence };
}

const words: Readonly<Record<CheckOutcome, readonly [word: string, tone: Tone]>> = {
  pass: ["PASS", "good"],
  fail: ["FAIL", "bad"],
  error: ["FAIL", "bad"],
  skip: ["SKIP", "warning"],
};

/** 4 where something could not be judged, else 3 where something is missed. */
export function exitCodeOf(lines: readonly CheckLine[]): 0 | 3 | 4 {
  if (lines.some(({ outcome }) => outcome === "error")) return 4;
  return lines.some(({ outcome }) => outcome === "fail") ? 3 : 0;
}

/** One line each, PASS or FAIL at the front. */
export function checkText({ id, lines }: CheckedStudy, style: Style): string {
  return lines
    .map(({ outcome, message }) => {
      const [word, tone] = words[outcome];
      return `${style.tone(tone, word)}  ${id}: ${oneLine(message)}\n`;
    })
    .join("");
}

/** What was checked, in every format; at a terminal nothing is left to tell. */
export function checkContent(checked: readonly CheckedStudy[], isList: boolean): Content {
  const values = (): object[] => checked.map(checkJson);
  return {
    text: () => "",
    table: () => keyTable(checked.flatMap(checkRows)),
    value: () => (isList ? values() : values()[0]),
  };
}

function checkRows({ id, lines }: CheckedStudy) {
  return lines.map(({ kind, name, outcome, message }) => ({ study: id, outcome, kind, check: name, message }));
}

/** A study's record with `checks`, and the verdict of all of them. */
export function checkJson({ id, lines, warnings, record }: CheckedStudy): object {
  const exitCode = exitCodeOf(lines);
  const verdict = { pass: exitCode === 0, exitCode, reasons: lines.map(({ message }) => message), warnings };
  return { ...(record === undefined ? { study: id } : toJson(record)), verdict, checks: lines };
}

/** How many studies passed, in words. */
export function checkSummary(checked: readonly CheckedStudy[]): string {
  const failed = checked.filter(({ lines }) => exitCodeOf(lines) !== 0);
  const names = failed.length === 0 ? "" : `: ${failed.map(({ id }) => id).join(", ")}`;
  const studies = `${checked.length} ${checked.length === 1 ? "study" : "studies"}`;
  return `${studies} checked, ${failed.length} failed${names}`;
}
