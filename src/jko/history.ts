import type { IterationRow } from "../model/evolution.js";

/** The iterations of the current step. Nothing is kept, and nothing made, where nobody asks for them. */
export interface History {
  /** Undefined where nobody asks. */
  rows: IterationRow[] | undefined;
}

export function createHistory(): History {
  return { rows: undefined };
}

/** From now on the iterations are kept. */
export function keepHistory(history: History): void {
  history.rows = [];
}

/** Begins a step: the rows of the last one belong to its report. */
export function beginStep(history: History): void {
  if (history.rows !== undefined) history.rows = [];
}

/** What every method knows of an iterate, and of the step that led to it. */
type KnownRow = Pick<IterationRow, "phase" | "iteration" | "length" | "tolerance">;

/** Adds an iterate with its certificate; what the method does not have, a caution or a barrier, is NaN. */
export function addRow(
  { rows }: History,
  certificate: Pick<IterationRow, "gap" | "residual">,
  row: KnownRow & Partial<IterationRow>,
): void {
  const { gap, residual } = certificate;
  rows?.push({ stage: 1, caution: Number.NaN, barrier: Number.NaN, ...row, gap, residual });
}

/** What a report holds of the history: nothing where nobody asks. */
export function historyOf({ rows }: History): { readonly history?: readonly IterationRow[] } {
  return rows === undefined ? {} : { history: rows };
}
