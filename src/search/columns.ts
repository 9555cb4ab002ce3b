import { type Cell, type Column, cellTable, rowNames, type Table } from "../tables/column.js";
import { escapeText } from "../tables/latex-text.js";
import type { SearchRecord } from "./record.js";
import { type MethodSummary, methodName, quantileLevels, summariesOf } from "./summary.js";

/** A row per method; columns about the target only where there is one. */
export function methodTable(record: SearchRecord): Table<MethodSummary> {
  const columns: Column<MethodSummary>[] = [
    {
      ...{ name: "method", title: "method", group: rowNames, isWords: true },
      value: ({ method }) => method,
      text: ({ method }) => methodName(method),
      latex: ({ method }) => escapeText(methodName(method)),
    },
    number("searches", "searches", ({ searches }) => searches, String),
    ...(record.target === undefined ? [] : targetColumns),
    number("best", "best", ({ best }) => best, significant),
    number("median_best", "median best", ({ median }) => median, significant),
  ];
  return { columns, rows: summariesOf(record) };
}

const targetColumns: readonly Column<MethodSummary>[] = [
  number("reached", "reached", ({ reached }) => reached, String),
  ...quantileLevels.map((level, k) => {
    const percent = Math.round(100 * level);
    return number(`evaluations_${percent}`, `${percent} %`, ({ quantiles }) => quantiles[k], String);
  }),
];

function number(
  name: string,
  title: string,
  value: (summary: MethodSummary) => number,
  format: (value: number) => string,
): Column<MethodSummary> {
  const finite = (summary: MethodSummary): number | undefined => {
    const own = value(summary);
    return Number.isFinite(own) ? own : undefined;
  };
  const text = (summary: MethodSummary): string => {
    const own = finite(summary);
    return own === undefined ? "-" : format(own);
  };
  return { name, title, value: finite, text };
}

/** Five significant digits. */
export function significant(value: number): string {
  return String(Number(value.toPrecision(5)));
}

/** A row per search. */
export function outcomeTable({ outcomes, dimension }: SearchRecord): Table<readonly Cell[]> {
  const axes = axesOf(dimension);
  const names = ["method", "seed", "status", "evaluations", "solved_at", "best", "node", ...axes, "restarts"];
  const rows = outcomes.map(({ method, seed, status, evaluations, solvedAt, best, restarts }): Cell[] => {
    const x = axes.map((_, k) => best?.x[k]);
    return [method, seed, status, evaluations, solvedAt, best?.value, best?.node, ...x, restarts];
  });
  return cellTable(names, rows);
}

/** A row per step and particle of the first search by particles. */
export function courseTable({ trajectory, dimension }: SearchRecord): Table<readonly Cell[]> {
  const names = ["restart", "t", "step", "evaluations", "node", ...axesOf(dimension), "weight", "value", "centre"];
  const rows = trajectory.flatMap(({ restart, t, step, evaluations, nodes, positions, weights, values }) =>
    nodes.map((name, k): Cell[] => {
      const x = positions.subarray(k * dimension, (k + 1) * dimension);
      return [restart, t, step, evaluations, name, ...x, weights[k], values[k], nodes[0]];
    }),
  );
  return cellTable(names, rows);
}

function axesOf(dimension: number): string[] {
  return Array.from({ length: dimension }, (_, k) => `x${k + 1}`);
}
