import { type Cell, cellsText } from "../report/table/columns.js";
import { threeDigits } from "./numbers.js";
import type { BenchCase, BenchPoint, BenchRecord } from "./record.js";

/** One column of every table of a benchmark. */
export interface BenchColumn {
  /** Name in the CSV. */
  readonly name: string;
  /** Name in the tables people read; absent where they do not have the column. */
  readonly title?: string;
  readonly align?: "left";
  value(point: BenchPoint, ofCase: BenchCase): Cell;
  /** Fewer digits, for people. */
  text?(point: BenchPoint): string;
}

/** The columns in their fixed order. */
export const benchColumns: readonly BenchColumn[] = [
  { name: "case", value: (_, { id }) => id },
  { name: "scheme", title: "scheme", align: "left", value: ({ scheme }) => scheme },
  { name: "transport", value: ({ transport }) => transport },
  { name: "steps", value: (_, { steps }) => steps },
  { name: "cells", title: "cells", value: ({ cells }) => cellsText(cells) },
  { name: "unknowns", title: "unknowns", value: ({ unknowns }) => unknowns },
  { name: "status", value: ({ status }) => status },
  number("steps_per_second", "steps/s", stepsPerSecond),
  number("microseconds_per_step", "us/step", ({ microseconds }) => microseconds),
  number("microseconds_per_unknown_step", "us/unknown", perUnknown),
  { ...number("newton_mean", "newton", ({ newton }) => newton), text: ({ newton }) => fixed(newton) },
  { ...number("ratio", "ratio", ({ ratio }) => ratio), text: ({ ratio }) => fixed(ratio) },
  { ...number("growth", "growth", ({ growth }) => growth), text: ({ growth }) => fixed(growth) },
  { name: "rounds", value: ({ rounds }) => rounds },
];

const statusColumn: BenchColumn = { name: "status", title: "status", align: "left", value: ({ status }) => status };

/** Rows of the tables people read; of a scheme that is not available, a remark tells. */
export function shownPoints({ points }: BenchCase): readonly BenchPoint[] {
  return points.filter(({ status }) => status !== "unavailable");
}

/** Columns of the tables people read; the status only where there is something to tell. */
export function shownColumns(ofCase: BenchCase): readonly (BenchColumn & { readonly title: string })[] {
  const isTold = shownPoints(ofCase).some(({ status }) => status !== "ok");
  const columns = isTold ? [...benchColumns, statusColumn] : benchColumns;
  return columns.filter((column): column is BenchColumn & { title: string } => column.title !== undefined);
}

/** A cell of the tables people read. */
export function shownText(column: BenchColumn, point: BenchPoint, ofCase: BenchCase): string {
  return column.text?.(point) ?? String(column.value(point, ofCase) ?? "");
}

export function stepsPerSecond({ microseconds }: BenchPoint): number {
  return 1e6 / microseconds;
}

export function perUnknown({ microseconds, unknowns }: BenchPoint): number {
  return microseconds / unknowns;
}

/** Rows of the CSV. */
export function benchRows({ cases }: BenchRecord): readonly (readonly Cell[])[] {
  return cases.flatMap((one) => one.points.map((point) => benchColumns.map((column) => column.value(point, one))));
}

function number(name: string, title: string, value: (point: BenchPoint) => number): BenchColumn {
  return { name, title, value, text: (point) => threeDigits(value(point)) };
}

function fixed(value: number): string {
  return Number.isFinite(value) ? value.toFixed(2) : "-";
}
