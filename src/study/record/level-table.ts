import { z } from "zod";
import { errorNames } from "../../convergence/errors.js";
import type { Table } from "../../tables/column.js";
import {
  available,
  type LevelColumn,
  type LevelRow,
  levelColumns,
  numberOf,
  type StoredRow,
  type StoredSweep,
} from "./level-columns.js";
import type { JudgedLevel, StudyRecord } from "./record.js";

/** Every level of some records with the columns that one of them has. */
export function levelTable(records: readonly StudyRecord[]): Table<LevelRow> {
  const isKnown = ({ cells, isOf, isKnown }: LevelColumn): boolean => {
    const known = isKnown ?? (isOf && (({ levels }: StudyRecord) => levels.some(isOf)));
    return cells !== undefined && (known === undefined || records.some(known));
  };
  const rows = records.flatMap((record) => record.levels.map((level) => ({ level, record })));
  return { columns: levelColumns(errorsOf(records), records[0]).filter(isKnown), rows };
}

/** Errors of one record in the study's order; of several, in the order of the norms. */
function errorsOf(records: readonly StudyRecord[]): readonly string[] {
  if (records.length === 1) return records[0].errors;
  const named = new Set(records.flatMap(({ errors }) => errors));
  return errorNames.filter((error) => named.has(error));
}

/** The levels of a record as JSON. */
export function levelsJson(record: StudyRecord): object[] {
  const columns = levelColumns(record.errors);
  return record.levels.map((level) =>
    membersOf<unknown>(
      columns.filter(({ isOf }) => isOf === undefined || isOf(level)),
      ({ json, value }) => (json === undefined ? (value({ level, record }) ?? null) : json(level)),
      (values) => values,
    ),
  );
}

/** The schema of a level in JSON. */
export const levelSchema = z.strictObject(
  membersOf<z.ZodType>(
    levelColumns(["any"]).map(({ error: _, ...column }) => column),
    ({ schema = available }) => schema,
    (members) => z.strictObject(members),
  ),
);

/** What the columns give, by the members of JSON; undefined is left out. */
function membersOf<T>(
  columns: readonly LevelColumn[],
  of: (column: LevelColumn) => T | undefined,
  together: (members: Record<string, T>) => T,
): Record<string, T> {
  const found: Record<string, T> = {};
  const inner: Record<string, Record<string, T>> = {};
  for (const column of columns) {
    const { key, error, isDiagnostic } = column;
    const value = of(column);
    if (key === undefined || value === undefined) continue;
    const [outer, member] = isDiagnostic ? ["diagnostics", key] : error === undefined ? [undefined, key] : [key, error];
    if (outer === undefined) found[member] = value;
    else {
      inner[outer] = { ...inner[outer], [member]: value };
      found[outer] = together(inner[outer]);
    }
  }
  return found;
}

/** The columns that a stored table of a study can have. */
export function storedColumns({ errors }: StoredSweep): readonly LevelColumn[] {
  return levelColumns(errors).filter(({ cells }) => cells !== undefined);
}

/** A level from a row of its table, once {@link wrongCell} has nothing against it. */
export function readLevel(row: StoredRow, columns: readonly LevelColumn[], study: StoredSweep): JudgedLevel {
  const found: Record<string, unknown> = { errors: {}, orders: {}, ordersH: {}, referenceErrors: {} };
  for (const { key, name, error, isOf, read } of columns) {
    if (key === undefined || (isOf !== undefined && row[name] === undefined)) continue;
    const value = read === undefined ? numberOf(row[name]) : read(row, study);
    if (error === undefined) {
      if (value !== undefined) found[key] = value;
    } else found[key] = { ...(found[key] as object), ...(Number.isNaN(value) ? {} : { [error]: value }) };
  }
  return found as unknown as JudgedLevel;
}

/** As JavaScript writes numbers; empty where there is none. */
const number = /^(-?(\d+(\.\d+)?(e[+-]\d+)?|Infinity)|)$/;

/**
 * `error_L1: 'abc' is not a number` for the first cell that `jko run` does not write; columns that are not known hold
 * numbers.
 */
export function wrongCell(row: StoredRow, columns: readonly LevelColumn[]): string | undefined {
  for (const [name, text] of Object.entries(row)) {
    const { cells } = columns.find((column) => column.name === name) ?? {};
    if (cells instanceof RegExp) {
      if (!cells.test(text)) return `${name}: '${text}' is none of its values`;
    } else if (!number.test(text)) return `${name}: '${text}' is not a number`;
    else if (cells === "size" && text.startsWith("-")) return `${name}: ${text} is negative`;
  }
  return undefined;
}
