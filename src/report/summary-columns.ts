import type { JudgedLevel, StudyRecord } from "../study/record.js";
import { cellsText } from "./columns.js";
import { orderText, scientific, sizeText } from "./numbers.js";

/** A column of the tables people read: fewer digits, and only what varies. */
export interface SummaryColumn {
  readonly title: string;
  /** Columns of one group stay together where a table is broken to fit a page. */
  readonly group: "level" | "error" | "diagnostics";
  text(level: JudgedLevel): string;
}

/** Sizes that all levels share, in words: `200 cells`. */
export function sharedSizes({ levels, axis }: StudyRecord): readonly string[] {
  const first = levels[0];
  if (first === undefined) return [];
  if (axis === "tau") return [`${cellsText(first.cells)} cells (h = ${sizeText(first.h)})`];
  return axis === "h" ? [`${first.steps} steps (tau = ${sizeText(first.tau)})`] : [];
}

/** The columns of a record, errors each followed by their orders. */
export function summaryColumns(record: StudyRecord): readonly SummaryColumn[] {
  return [
    ...levelColumns(record),
    ...record.errors.flatMap((error) => errorColumns(record, error)),
    ...trailing(record),
  ];
}

function levelColumns({ axis }: StudyRecord): SummaryColumn[] {
  const steps: SummaryColumn[] = [
    { title: "steps", group: "level", text: (level) => String(level.steps) },
    { title: "tau", group: "level", text: ({ tau }) => sizeText(tau) },
  ];
  const cells: SummaryColumn[] = [
    { title: "cells", group: "level", text: (level) => String(cellsText(level.cells)) },
    { title: "h", group: "level", text: ({ h }) => sizeText(h) },
  ];
  return [...(axis === "h" ? [] : steps), ...(axis === "tau" ? [] : cells)];
}

function errorColumns({ axis }: StudyRecord, error: string): SummaryColumn[] {
  const both = axis === "joint" || axis === "tensor";
  const along = axis === "h" ? "h" : "tau";
  const inH: SummaryColumn = { title: "order h", group: "error", text: ({ ordersH }) => orderText(ordersH[error]) };
  return [
    { title: error, group: "error", text: ({ errors }) => scientific(errors[error]) },
    { title: both ? `order ${along}` : "order", group: "error", text: ({ orders }) => orderText(orders[error]) },
    ...(both ? [inH] : []),
  ];
}

/** Iterations and gap; status and flags only where there is something to tell. */
function trailing({ levels }: StudyRecord): SummaryColumn[] {
  const newton: SummaryColumn = {
    title: "newton",
    group: "diagnostics",
    text: ({ newtonMean }) => (Number.isNaN(newtonMean) ? "-" : newtonMean.toFixed(2)),
  };
  const gap: SummaryColumn = { title: "gap", group: "diagnostics", text: ({ gapMax }) => scientific(gapMax, 1) };
  const status: SummaryColumn = { title: "status", group: "diagnostics", text: (level) => level.status };
  const flags: SummaryColumn = { title: "flags", group: "diagnostics", text: (level) => level.flags.join(" ") };
  return [
    newton,
    ...(levels.some(({ gapMax }) => gapMax > 0) ? [gap] : []),
    ...(levels.some((level) => level.status !== "ok") ? [status] : []),
    ...(levels.some((level) => level.flags.length > 0) ? [flags] : []),
  ];
}
