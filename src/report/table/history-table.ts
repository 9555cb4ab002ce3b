import { groups } from "d3-array";
import type { FlowResult, StepIteration } from "../../study/run/options.js";
import { alignedRows } from "./aligned-rows.js";
import { csvText } from "./csv.js";
import { scientific } from "./numbers.js";

interface HistoryColumn {
  readonly name: string;
  readonly value: (row: StepIteration) => number | string;
}

/** What is told of every iteration; a number that does not exist is NaN. */
const columns: readonly HistoryColumn[] = [
  { name: "step", value: ({ n }) => n },
  { name: "stage", value: ({ stage }) => stage },
  { name: "phase", value: ({ phase }) => phase },
  { name: "iteration", value: ({ iteration }) => iteration },
  { name: "gap", value: ({ gap }) => gap },
  { name: "residual", value: ({ residual }) => residual },
  { name: "caution", value: ({ caution }) => caution },
  { name: "barrier", value: ({ barrier }) => barrier },
  { name: "length", value: ({ length }) => length },
  { name: "tolerance", value: ({ tolerance }) => tolerance },
];

/** One row per iterate of every step, the one that failed included. */
export function historyCsv(history: readonly StepIteration[]): string {
  return csvText(
    columns.map(({ name }) => name),
    history.map((row) => columns.map(({ value }) => value(row))),
  );
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
  const rows = shownSteps(flow).flatMap((step) => step.rows);
  const heads = columns.map(({ name }) => ({ head: name, align: name === "phase" ? "left" : "right" }) as const);
  const cells = rows.map((row) => columns.map(({ name, value }) => cellText(name, value(row))));
  return `${alignedRows(heads, cells)}\n`;
}

function cellText(name: string, value: number | string): string {
  if (typeof value === "string") return value;
  if (Number.isNaN(value)) return "";
  return name === "step" || name === "stage" || name === "iteration" ? String(value) : scientific(value, 1);
}
