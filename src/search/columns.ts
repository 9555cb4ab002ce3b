import type { SearchRecord } from "./record.js";
import { type MethodSummary, methodName, quantileLevels } from "./summary.js";

/** A column of the table of methods. */
export interface MethodColumn {
  /** In CSV and JSON. */
  readonly name: string;
  readonly title: string;
  readonly align: "left" | "right";
  readonly value: (summary: MethodSummary) => string | number;
  readonly text: (summary: MethodSummary) => string;
}

/** The columns of a record; those about the target only where there is one. */
export function methodColumns({ target }: Pick<SearchRecord, "target">): MethodColumn[] {
  return [
    {
      name: "method",
      title: "method",
      align: "left",
      value: ({ method }) => method,
      text: ({ method }) => methodName(method),
    },
    number("searches", "searches", ({ searches }) => searches, String),
    ...(target === undefined ? [] : targetColumns()),
    number("best", "best", ({ best }) => best, significant),
    number("median_best", "median best", ({ median }) => median, significant),
  ];
}

function targetColumns(): MethodColumn[] {
  return [
    number("reached", "reached", ({ reached }) => reached, String),
    ...quantileLevels.map((level, k) => {
      const percent = Math.round(100 * level);
      return number(`evaluations_${percent}`, `${percent} %`, ({ quantiles }) => quantiles[k], String);
    }),
  ];
}

function number(
  name: string,
  title: string,
  value: (summary: MethodSummary) => number,
  format: (value: number) => string,
): MethodColumn {
  const text = (summary: MethodSummary): string => {
    const own = value(summary);
    return Number.isFinite(own) ? format(own) : "-";
  };
  return { name, title, align: "right", value: (summary) => finiteOrEmpty(value(summary)), text };
}

function finiteOrEmpty(value: number): number | string {
  return Number.isFinite(value) ? value : "";
}

/** Five significant digits. */
export function significant(value: number): string {
  return String(Number(value.toPrecision(5)));
}
