import type { JudgedLevel, StudyRecord } from "../../study/record/record.js";
import { keyTable } from "../../tables/column.js";
import type { Content } from "../../tables/formats.js";
import { tableText } from "../../tables/text.js";
import type { Abscissa, ComparedLine } from "../figure/comparison-figure.js";

/** A study as it is compared with others. */
export interface ComparedStudy {
  readonly name: string;
  /** What it is of several variants of one study, by keys and values; absent or empty where there is one only. */
  readonly variant?: string;
  /** Both in short, for people; the name when absent. */
  readonly label?: string;
  readonly record: StudyRecord;
  /** Time of every level, NaN where it is not known. */
  readonly milliseconds: readonly number[];
}

/** One level of one study: the rows of the comparison's CSV. */
export interface ComparedRow {
  readonly study: string;
  readonly variant: string;
  readonly steps: number;
  readonly tau: number;
  readonly cells: string;
  readonly h: number;
  readonly error: number | undefined;
  readonly order: number | undefined;
  /** Newton iterations of the whole run. */
  readonly newton: number;
  readonly milliseconds: number;
}

export function comparedRows(
  { name, variant = "", record, milliseconds }: ComparedStudy,
  error: string,
): ComparedRow[] {
  return record.levels.map((level, k) => ({
    study: name,
    variant,
    steps: level.steps,
    tau: level.tau,
    cells: level.cells.join("x"),
    h: level.h,
    error: level.status === "ok" ? level.errors[error] : undefined,
    order: (record.axis === "h" ? level.ordersH[error] : undefined) ?? level.orders[error],
    newton: level.steps * level.newtonMean,
    milliseconds: milliseconds[k] ?? Number.NaN,
  }));
}

export function comparedLine(study: ComparedStudy, error: string, abscissa: Abscissa): ComparedLine {
  const points = comparedRows(study, error).flatMap((row) =>
    row.error === undefined ? [] : [{ at: row[abscissa], error: row.error }],
  );
  return { name: study.label ?? study.name, points };
}

/** Several studies in every format: a row per level in files, a row per study at a terminal. */
export function comparisonContent(studies: readonly ComparedStudy[], error: string): Content {
  const levels = studies.flatMap((study) => comparedRows(study, error)).map(withoutTimes);
  const summary = comparisonSummary(studies, error);
  return {
    text: ({ width }) => `error in ${error}\n${tableText(keyTable(summary), width)}`,
    table: () => keyTable(levels),
    value: () => ({ error, studies: summary, levels }),
  };
}

/** Times are not stored with the levels, and would not be the same again. */
function withoutTimes({ study, variant, steps, tau, cells, h, error, order, newton }: ComparedRow) {
  return { study, variant, steps, tau, cells, h, error: error ?? "", order: order ?? "", newton };
}

/**
 * One line per study: errors of the coarsest and the finest level, the last order, and the finest error over that of
 * the first study.
 */
export function comparisonSummary(studies: readonly ComparedStudy[], error: string) {
  const finest = (record: StudyRecord): JudgedLevel | undefined =>
    record.levels.findLast(({ status }) => status === "ok");
  const first = finest(studies[0].record)?.errors[error] ?? Number.NaN;
  return studies.map((study) => {
    const rows = comparedRows(study, error).filter((row) => row.error !== undefined);
    const [coarse, fine] = [rows[0], rows.at(-1)];
    const text = (value: number | undefined): string => (value === undefined ? "-" : value.toExponential(3));
    return {
      study: study.label ?? study.name,
      levels: rows.length,
      coarsest: text(coarse?.error),
      finest: text(fine?.error),
      order: fine?.order === undefined ? "-" : fine.order.toFixed(3),
      relative: fine?.error === undefined ? "-" : (fine.error / first).toFixed(3),
      newton: fine === undefined ? "-" : String(Math.round(fine.newton)),
    };
  });
}
