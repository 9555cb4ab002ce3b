import type { JudgedLevel, StudyRecord } from "../../study/record/record.js";
import { cellsText } from "./columns.js";
import { orderText, scientific, sizeText } from "./numbers.js";
import { hasIterateError, hasMesh, iterationsName, sweptName } from "./state-record.js";

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
  const cells = first.cells.length === 0 ? [] : [`${cellsText(first.cells)} cells (h = ${sizeText(first.h)})`];
  const steps = [`${first.steps} steps (tau = ${sizeText(first.tau)})`];
  if (axis === "tau") return cells;
  if (axis === "h") return steps;
  return axis === "parameter" ? [...sharedBy(levels, "steps", steps), ...sharedBy(levels, "cells", cells)] : [];
}

/** A size of all levels, unless the swept parameter changes it. */
function sharedBy(levels: readonly JudgedLevel[], size: "steps" | "cells", text: readonly string[]): readonly string[] {
  return new Set(levels.map((level) => String(level[size]))).size === 1 ? text : [];
}

/** The columns of a record, errors each followed by their orders. */
export function summaryColumns(record: StudyRecord): readonly SummaryColumn[] {
  return [
    ...levelColumns(record),
    ...record.errors.flatMap((error) => errorColumns(record, error)),
    ...trailing(record),
  ];
}

function levelColumns(record: StudyRecord): SummaryColumn[] {
  const { axis } = record;
  const steps: SummaryColumn[] = [
    { title: "steps", group: "level", text: (level) => String(level.steps) },
    { title: "tau", group: "level", text: ({ tau }) => sizeText(tau) },
  ];
  const cells: SummaryColumn[] = [
    { title: "cells", group: "level", text: (level) => String(cellsText(level.cells)) },
    { title: "h", group: "level", text: ({ h }) => sizeText(h) },
  ];
  if (axis === "parameter") return [parameterColumn(record)];
  return [...(axis === "h" ? [] : steps), ...(axis === "tau" || !hasMesh(record) ? [] : cells)];
}

function parameterColumn(record: StudyRecord): SummaryColumn {
  const text = ({ parameter }: JudgedLevel): string => (parameter === undefined ? "-" : sizeText(parameter.value));
  return { title: sweptName(record), group: "level", text };
}

function errorColumns(record: StudyRecord, error: string): SummaryColumn[] {
  const { axis } = record;
  const both = axis === "joint" || axis === "tensor";
  const along = axis === "h" ? "h" : "tau";
  const iterate: SummaryColumn = {
    title: "iterate",
    group: "error",
    text: ({ iterateErrors }) => scientific(iterateErrors?.[error]),
  };
  const inH: SummaryColumn = { title: "order h", group: "error", text: ({ ordersH }) => orderText(ordersH[error]) };
  return [
    { title: error, group: "error", text: ({ errors }) => scientific(errors[error]) },
    { title: both ? `order ${along}` : "order", group: "error", text: ({ orders }) => orderText(orders[error]) },
    ...(both ? [inH] : []),
    ...(hasIterateError(record, error) ? [iterate] : []),
  ];
}

/** Iterations and gap; status and flags only where there is something to tell. */
function trailing(record: StudyRecord): SummaryColumn[] {
  const { levels } = record;
  const newton: SummaryColumn = {
    title: iterationsName(record),
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
