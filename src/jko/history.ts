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

/** What a report holds of the history: nothing where nobody asks. */
export function historyOf({ rows }: History): { readonly history?: readonly IterationRow[] } {
  return rows === undefined ? {} : { history: rows };
}
