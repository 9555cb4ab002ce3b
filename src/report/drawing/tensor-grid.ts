import type { JudgedLevel, StudyRecord } from "../../study/record/record.js";
import { flagsFor, reasonToLeaveOut } from "../figure/series.js";

/** One level of a tensor sweep in its place. */
export interface GridCell {
  readonly level: JudgedLevel;
  /** Undefined where the error has no logarithm. */
  readonly error: number | undefined;
  readonly reason: string | undefined;
  readonly isFlagged: boolean;
  /** The size whose refinement gains more; undefined without neighbours to tell from, or where no refinement gains. */
  readonly regime: Regime | undefined;
}

export type Regime = "tau" | "h";

/** Levels by step size and mesh width, both ascending; a pair that was not run is undefined. */
export interface TensorGrid {
  readonly taus: readonly number[];
  readonly hs: readonly number[];
  /** Rows by h, columns by tau. */
  readonly rows: readonly (readonly (GridCell | undefined)[])[];
}

type Errors = readonly (readonly (number | undefined)[])[];

/** The grid of one error. */
export function tensorGrid(record: StudyRecord, error: string): TensorGrid {
  const taus = ascending(record.levels.map(({ tau }) => tau));
  const hs = ascending(record.levels.map(({ h }) => h));
  const levels = hs.map((h) => taus.map((tau) => record.levels.find((level) => level.tau === tau && level.h === h)));
  const errors = levels.map((row) => row.map((level) => drawnError(level, error)));
  const rows = levels.map((row, i) =>
    row.map((level, j) => {
      if (level === undefined) return undefined;
      const isFlagged = flagsFor(level.flags, error).length > 0;
      const reason = reasonToLeaveOut(level, level.tau, level.errors[error]);
      return { level, error: errors[i]?.[j], reason, isFlagged, regime: regimeAt(errors, taus, hs, i, j) };
    }),
  );
  return { taus, hs, rows };
}

function ascending(values: readonly number[]): number[] {
  return [...new Set(values)].sort((a, b) => a - b);
}

function drawnError(level: JudgedLevel | undefined, error: string): number | undefined {
  if (level === undefined) return undefined;
  const value = level.errors[error];
  return reasonToLeaveOut(level, level.tau, value) === undefined ? value : undefined;
}

/**
 * Which of the local orders, d log e / d log tau or d log e / d log h, is larger: for e = A tau^p + B h^q they are p
 * and q times the shares of the two parts.
 */
function regimeAt(
  errors: Errors,
  taus: readonly number[],
  hs: readonly number[],
  i: number,
  j: number,
): Regime | undefined {
  const inTau = localOrder(errors[i] ?? [], taus, j);
  const column = errors.map((row) => row[j]);
  const inH = localOrder(column, hs, i);
  if (inTau === undefined || inH === undefined || Math.max(inTau, inH) <= 0) return undefined;
  return inTau >= inH ? "tau" : "h";
}

/** Slope of log error over log size between the neighbours of a level, one-sided at the ends. */
function localOrder(errors: readonly (number | undefined)[], sizes: readonly number[], k: number): number | undefined {
  if (errors[k] === undefined) return undefined;
  const low = errors[k - 1] === undefined ? k : k - 1;
  const high = errors[k + 1] === undefined ? k : k + 1;
  if (low === high) return undefined;
  const slope = (list: readonly (number | undefined)[]) => Math.log((list[high] as number) / (list[low] as number));
  return slope(errors) / slope(sizes);
}
