import { groups } from "d3-array";
import type { FlowResult, StepIteration } from "../../study/run/options.js";
import type { Column, Table } from "../../tables/column.js";
import { scientific } from "../../tables/numbers.js";
import { tableText } from "../../tables/text.js";

type Numbers = { [K in keyof StepIteration]: StepIteration[K] extends number ? K : never }[keyof StepIteration];

const count = (name: string, key: Numbers): Column<StepIteration> => ({ name, title: name, value: (row) => row[key] });

/** A number that may be NaN where it does not exist. */
const measure = (name: Numbers): Column<StepIteration> => ({
  ...{ name, title: name },
  value: (row) => row[name],
  text: (row) => (Number.isNaN(row[name]) ? "" : scientific(row[name], 1)),
});

const columns: readonly Column<StepIteration>[] = [
  count("step", "n"),
  count("stage", "stage"),
  { name: "phase", title: "phase", isWords: true, value: ({ phase }) => phase },
  count("iteration", "iteration"),
  ...(["gap", "residual", "caution", "barrier", "length", "tolerance"] as const).map(measure),
];

/** One row per iterate of every step, the one that failed included. */
export function historyTable(history: readonly StepIteration[]): Table<StepIteration> {
  return { columns, rows: history };
}

/** Iterates of a step. */
export interface StepHistory {
  readonly n: number;
  readonly rows: readonly StepIteration[];
}

/** The steps of a history that are shown: the first, the one with most iterations, and the last; each once. */
export function shownSteps({ history = [] }: Pick<FlowResult, "history">): StepHistory[] {
  const all = groups(history, ({ n }) => n).map(([n, rows]) => ({ n, rows }));
  const worst = all.reduce<StepHistory | undefined>(
    (most, one) => (most === undefined || one.rows.length > most.rows.length ? one : most),
    undefined,
  );
  return [...new Set([all[0], worst, all.at(-1)])].flatMap((one) => one ?? []).sort((a, b) => a.n - b.n);
}

/** The iterations of the steps that are shown, for a terminal. */
export function historyText(flow: FlowResult): string {
  return tableText(historyTable(shownSteps(flow).flatMap(({ rows }) => rows)));
}
