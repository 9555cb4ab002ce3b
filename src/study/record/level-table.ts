import { z } from "zod";
import type { Table } from "../../tables/column.js";
import {
  diagnostics,
  errorColumn,
  errorFields,
  flags,
  front,
  type LevelColumn,
  type LevelRow,
  numberOf,
  type StoredRow,
  type StoredSweep,
} from "./level-columns.js";
import { type ErrorValues, type JudgedLevel, normNames, type StudyRecord } from "./record.js";

/** Every level of some records with the columns that one of them has, in their fixed order. */
export function levelTable(records: readonly StudyRecord[]): Table<LevelRow> {
  const errors = errorsOf(records);
  const [record] = records;
  const known = <T extends { isKnown?(record: StudyRecord): boolean }>(fields: readonly T[]): T[] =>
    fields.filter(({ isKnown }) => isKnown === undefined || records.some(isKnown));
  const columns = [
    ...front.flatMap((field) => field.columns(record)),
    ...errorFields.flatMap((fields) =>
      errors.flatMap((error) => known(fields).map((field) => errorColumn(field, error, record))),
    ),
    ...known(diagnostics).flatMap((field) => field.columns(record)),
    ...flags.columns(record),
  ];
  return { columns, rows: records.flatMap((record) => record.levels.map((level) => ({ level, record }))) };
}

/** Errors of one record in the study's order; of several, in the order of the norms. */
function errorsOf(records: readonly StudyRecord[]): readonly string[] {
  if (records.length === 1) return records[0].errors;
  const named = new Set(records.flatMap(({ errors }) => errors));
  return normNames.flatMap((norm) => [norm, `${norm}@max`]).filter((error) => named.has(error));
}

/** A level as JSON. */
export function levelJson(level: JudgedLevel, errors: readonly string[]): Record<string, unknown> {
  const pick = (values: ErrorValues = {}) => Object.fromEntries(errors.map((name) => [name, values[name] ?? null]));
  return membersOf(
    (field) => field.json?.(level),
    ({ key, isOf }) => (isOf?.(level) === false ? undefined : pick(level[key])),
    (inner) => inner,
  );
}

/** The schema of the same. */
export const levelSchema = z.strictObject(
  membersOf<z.ZodType>(
    ({ schema }) => schema,
    ({ schema }) => schema,
    (inner) => z.strictObject(inner),
  ),
);

/** What every field gives, by the keys of JSON; what is undefined is left out. */
function membersOf<T>(
  single: (field: (typeof front)[number]) => T | undefined,
  byError: (field: (typeof errorFields)[number][number]) => T | undefined,
  grouped: (inner: Record<string, T>) => T,
): Record<string, T> {
  return {
    ...entries(front, single),
    ...entries(errorFields.flat(), byError),
    diagnostics: grouped(entries(diagnostics, single)),
    ...entries([flags], single),
  };
}

/** A level from a row of its table; {@link wrongCell} has nothing against it. */
export function readLevel(row: StoredRow, study: StoredSweep): JudgedLevel {
  const isStored = (prefix: string): boolean => Object.keys(row).some((name) => name.startsWith(prefix));
  const values = (prefix: string): ErrorValues => {
    const known = study.errors.map((error) => [error, numberOf(row[`${prefix}${error}`])] as const);
    return Object.fromEntries(known.filter(([, value]) => !Number.isNaN(value)));
  };
  return {
    ...entries([...front, ...diagnostics, flags], ({ read }) => read?.(row, study)),
    ...entries(errorFields.flat(), ({ key, prefix }) =>
      key === "iterateErrors" && !isStored(prefix) ? undefined : values(prefix),
    ),
  } as unknown as JudgedLevel;
}

function entries<F extends { readonly key?: string }, T>(
  fields: readonly F[],
  of: (field: F) => T | undefined,
): Record<string, T> {
  const found = fields.map((field) => [field.key, of(field)] as const);
  return Object.fromEntries(found.filter(([, value]) => value !== undefined)) as Record<string, T>;
}

/** The columns that a stored table of a study can have. */
export function storedColumns({ errors }: StoredSweep): readonly LevelColumn[] {
  return [
    ...[...front, ...diagnostics, flags].flatMap(({ columns }) => columns()),
    ...errorFields.flat().flatMap((field) => errors.map((error) => errorColumn(field, error))),
  ];
}

/** As JavaScript writes numbers; empty where there is none. */
const number = /^(-?(\d+(\.\d+)?(e[+-]\d+)?|Infinity)|)$/;

/** `error_L1: 'abc' is not a number` for the first cell that `jko run` does not write; columns that are not known hold numbers. */
export function wrongCell(row: StoredRow, columns: readonly LevelColumn[]): string | undefined {
  for (const [name, text] of Object.entries(row)) {
    const cells = columns.find((column) => column.name === name)?.cells ?? "number";
    if (cells instanceof RegExp) {
      if (!cells.test(text)) return `${name}: '${text}' is none of its values`;
    } else if (!number.test(text)) return `${name}: '${text}' is not a number`;
    else if (cells === "size" && text.startsWith("-")) return `${name}: ${text} is negative`;
  }
  return undefined;
}
