import { errorNames } from "../../convergence/errors.js";
import type { JudgedLevel, StudyRecord } from "../../study/record/record.js";

/** A value of a table: NaN, undefined and the empty text mean "not available". */
export type Cell = string | number | boolean | undefined;

/** One column of every table this tool writes. */
export interface Column {
  /** Name in the CSV. */
  readonly name: string;
  value(level: JudgedLevel, record: StudyRecord): Cell;
}

type ByError = "errors" | "orders" | "ordersH" | "iterateErrors" | "referenceErrors";

const front: readonly Column[] = [
  { name: "study", value: (_, record) => record.id },
  { name: "scheme", value: (_, record) => record.scheme },
  { name: "transport", value: (_, record) => record.transport },
  { name: "level", value: ({ level }) => level },
  { name: "steps", value: ({ steps }) => steps },
  { name: "tau", value: ({ tau }) => tau },
  { name: "cells", value: ({ cells }) => cellsText(cells) },
  { name: "h", value: ({ h }) => h },
  { name: "parameter", value: ({ parameter }, record) => parameter?.path ?? record.parameter },
  { name: "value", value: ({ parameter }) => parameter?.value },
  { name: "status", value: ({ status }) => status },
];

const diagnostics: readonly Column[] = [
  { name: "solver_error", value: ({ solverError }) => solverError },
  { name: "time_error", value: ({ timeError }) => timeError },
  { name: "mesh_error", value: ({ meshError }) => meshError },
  { name: "regularization_error", value: ({ regularizationError }) => regularizationError },
  { name: "newton_mean", value: ({ newtonMean }) => newtonMean },
  { name: "newton_max", value: ({ newtonMax }) => newtonMax },
  { name: "gap_max", value: ({ gapMax }) => gapMax },
  { name: "residual_max", value: ({ residualMax }) => residualMax },
  { name: "mass_drift", value: ({ massDrift }) => massDrift },
  {
    name: "energy_monotone",
    value: ({ energyMonotone, status }) => (status === "missing" ? undefined : energyMonotone),
  },
  { name: "density_min", value: ({ densityMin }) => densityMin },
  { name: "flags", value: ({ flags }) => flags.join(";") },
];

/** The columns of a table of these records, in their fixed order: the union of what the records have. */
export function columnsOf(records: readonly StudyRecord[]): readonly Column[] {
  const errors = errorsOf(records);
  const inH = records.some(({ axis }) => axis === "joint" || axis === "tensor");
  const measured = errors.flatMap((error) => [
    byError("error_", "errors", error),
    byError("order_", "orders", error),
    ...(inH ? [byError("order_h_", "ordersH", error)] : []),
  ]);
  const hasIterates = records.some(({ levels }) => levels.some((level) => level.iterateErrors !== undefined));
  const iterateErrors = hasIterates ? errors.map((error) => byError("iterate_error_", "iterateErrors", error)) : [];
  const referenceErrors = errors.map((error) => byError("reference_error_", "referenceErrors", error));
  const isRegularized = records.some(({ levels }) => levels.some((level) => level.regularizationError !== undefined));
  const shown = diagnostics.filter(({ name }) => isRegularized || name !== "regularization_error");
  return [...front, ...measured, ...iterateErrors, ...referenceErrors, ...shown];
}

/** Names of all columns a level can have, for those who read tables. */
export function columnNamesOf(records: readonly StudyRecord[]): readonly string[] {
  return columnsOf(records).map(({ name }) => name);
}

/** `200`, or `200x100` on two axes; empty without a mesh. */
export function cellsText(cells: readonly number[]): string | number {
  return cells.length === 1 ? cells[0] : cells.join("x");
}

/** Errors of one record in the study's order; of several, in the order of the norms. */
function errorsOf(records: readonly StudyRecord[]): readonly string[] {
  if (records.length === 1) return records[0]?.errors ?? [];
  const named = new Set(records.flatMap(({ errors }) => errors));
  return errorNames.filter((error) => named.has(error));
}

function byError(prefix: string, kind: ByError, error: string): Column {
  return { name: `${prefix}${error}`, value: (level) => level[kind]?.[error] };
}
