import { type Column, rowNames, rowRemarks } from "../tables/column.js";
import { cellsText } from "../tables/numbers.js";
import { threeDigits } from "./numbers.js";
import type { BenchCase, BenchPoint } from "./record.js";

/** A row of the table of a benchmark. */
export interface BenchRow {
  readonly point: BenchPoint;
  readonly ofCase: BenchCase;
}

/** The columns in their fixed order. */
export const benchColumns: readonly Column<BenchRow>[] = [
  { name: "case", value: ({ ofCase }) => ofCase.id },
  { name: "scheme", title: "scheme", group: rowNames, isWords: true, value: ({ point }) => point.scheme },
  { name: "transport", value: ({ point }) => point.transport },
  { name: "steps", value: ({ ofCase }) => ofCase.steps },
  { name: "cells", title: "cells", group: rowNames, value: ({ point }) => cellsText(point.cells) },
  { name: "unknowns", title: "unknowns", value: ({ point }) => point.unknowns },
  {
    ...{ name: "status", title: "status", group: rowRemarks, isWords: true, value: ({ point }) => point.status },
    tells: ({ point }) => point.status !== "ok",
  },
  number("steps_per_second", "steps/s", stepsPerSecond),
  number("microseconds_per_step", "us/step", ({ microseconds }) => microseconds),
  number("microseconds_per_unknown_step", "us/unknown", perUnknown),
  number("newton_mean", "newton", ({ newton }) => newton, twoDecimals),
  number("ratio", "ratio", ({ ratio }) => ratio, twoDecimals),
  number("growth", "growth", ({ growth }) => growth, twoDecimals),
  { name: "rounds", value: ({ point }) => point.rounds },
];

export function stepsPerSecond({ microseconds }: BenchPoint): number {
  return 1e6 / microseconds;
}

export function perUnknown({ microseconds, unknowns }: BenchPoint): number {
  return microseconds / unknowns;
}

function number(
  name: string,
  title: string,
  value: (point: BenchPoint) => number,
  text: (value: number) => string = threeDigits,
): Column<BenchRow> {
  return { name, title, value: ({ point }) => value(point), text: ({ point }) => text(value(point)) };
}

function twoDecimals(value: number): string {
  return Number.isFinite(value) ? value.toFixed(2) : "-";
}
