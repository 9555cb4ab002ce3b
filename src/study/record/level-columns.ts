import { z } from "zod";
import { findMeasure, isMaximum, normOf } from "../../convergence/index.js";
import { type Column, rowNames, rowRemarks } from "../../tables/column.js";
import { cellsText, evenSizeText, orderText, scientific, sizeText } from "../../tables/numbers.js";
import { type ErrorValues, isUnfinished, type JudgedLevel, levelStatuses, type StudyRecord } from "./record.js";
import { hasIterateError, hasMesh, iterationsName, sweptName } from "./state-record.js";

/** A row of the table of levels. */
export interface LevelRow {
  readonly level: JudgedLevel;
  readonly record: StudyRecord;
}

/** A row of `table.csv` by the names of its columns. */
export type StoredRow = Readonly<Record<string, string>>;

/** What of a study is needed to read its table back. */
export interface StoredSweep {
  readonly errors: readonly string[];
  readonly sweep: { readonly axis: string; readonly path?: string; readonly size?: string };
}

/**
 * A column of the levels with the member of a level that it holds; it has its place in JSON and is read back from it.
 */
export interface LevelColumn extends Column<LevelRow> {
  /**
   * What a stored table has in it: words that match, numbers, or numbers that are not negative; nothing is stored
   * without.
   */
  readonly cells?: RegExp | "number" | "size";
  /** Whether no stored table is without it. */
  readonly isRequired?: boolean;
  /** Of the level and its JSON; columns that are of the whole record have none. */
  readonly key?: keyof JudgedLevel;
  /** The error that it holds the value of, where the member has one for each. */
  readonly error?: string;
  readonly isDiagnostic?: boolean;
  /** Of the member in JSON: a number, or null where it is not available, when absent. */
  readonly schema?: z.ZodType;
  /** What JSON has instead of the value. */
  json?(level: JudgedLevel): unknown;
  /** Whether a level has the member; all have when absent. */
  isOf?(level: JudgedLevel): boolean;
  /** Whether a record has the column: where one of its levels has the member, when absent. */
  isKnown?(record: StudyRecord): boolean;
  /** What is read back instead of a number. */
  read?(row: StoredRow, study: StoredSweep): unknown;
}

export const available = z.number().nullable();
const byError = z.record(z.string(), available);
const words = /(?:)/;
const name = { isRequired: true, group: rowNames } as const;
const remark = { isRequired: true, group: rowRemarks, isWords: true, notInPapers: true } as const;

/**
 * All that is told of a level, in the order of the tables; what is added here is in every table, in JSON, its schema
 * and the reader.
 *
 * @param record whose table people read; their headings depend on it
 */
export function levelColumns(errors: readonly string[], record?: StudyRecord): readonly LevelColumn[] {
  const along = (...axes: StudyRecord["axis"][]): boolean => record !== undefined && axes.includes(record.axis);
  const steps = along("tau", "joint", "tensor");
  const mesh = record !== undefined && along("h", "joint", "tensor") && hasMesh(record);
  const both = along("joint", "tensor");
  return [
    { name: "study", cells: words, value: ({ record }) => record.id },
    { name: "scheme", cells: words, value: ({ record }) => record.scheme },
    { name: "transport", cells: words, value: ({ record }) => record.transport },
    { ...number("level"), ...name, cells: /^\d+$/, schema: z.int().nonnegative() },
    {
      ...{ ...number("steps"), ...name, ...titled(steps, "steps"), isSpare: both },
      ...{ cells: /^\d+$/, schema: z.int().positive() },
    },
    {
      ...{ ...sizes("tau", record), ...name, ...titled(steps, "tau", "$\\tau$") },
      ...{ cells: "size", schema: z.number().positive() },
    },
    {
      ...{ name: "cells", key: "cells", ...name, ...titled(mesh, "cells"), isSpare: both },
      cells: /^(\d+(x\d+)*|)$/,
      value: ({ level }) => cellsText(level.cells),
      schema: z.union([z.int().positive(), z.array(z.int().positive()).min(2), z.null()]),
      json: ({ cells }) => (cells.length > 1 ? cells : (cells[0] ?? null)),
      read: ({ cells }) => (cells === "" ? [] : cells.split("x").map(Number)),
    },
    {
      ...{ ...sizes("h", record), ...name, ...titled(mesh, "h", "$h$") },
      ...{ cells: "size", schema: z.number().positive().nullable() },
    },
    { name: "parameter", cells: words, value: ({ level, record }) => level.parameter?.path ?? record.parameter },
    {
      ...{ name: "value", key: "parameter", cells: "number", group: rowNames, isNumber: true },
      ...(along("parameter") && record && { title: sweptName(record) }),
      value: ({ level }) => level.parameter?.value,
      text: ({ level: { parameter } }) => (parameter === undefined ? "-" : sizeText(parameter.value)),
      schema: z.strictObject({ path: z.string(), value: z.number(), size: z.number().positive() }).optional(),
      json: ({ parameter }) => parameter,
      read({ value: text }, { sweep: { path, size } }) {
        const value = numberOf(text);
        return path === undefined ? undefined : { path, value, size: size === "value" ? value : 1 / value };
      },
    },
    {
      ...{ name: "status", key: "status", title: "status", ...remark, value: ({ level }) => level.status },
      ...{ cells: new RegExp(`^(${levelStatuses.join("|")})$`), schema: z.enum(levelStatuses) },
      tells: ({ level }) => level.status !== "ok",
      read: ({ status }) => status,
    },
    {
      name: "reason",
      key: "reason",
      schema: z.string().optional(),
      value: ({ level }) => level.reason,
      json: ({ reason }) => reason,
    },
    ...errors.flatMap((error): LevelColumn[] => [
      {
        ...{ ...ofError("errors", "error_", error, scientific), isRequired: true, cells: "size" },
        ...{ title: error, tex: errorTex(error), isNumber: true },
      },
      {
        ...{ ...ofError("orders", "order_", error, orderText), isNumber: true },
        ...(both ? { title: "order tau", tex: "order ($\\tau$)" } : { title: "order" }),
        ...footed(record, error),
      },
      {
        ...{ ...ofError("ordersH", "order_h_", error, orderText), schema: byError.optional(), isNumber: true },
        ...{ title: "order h", tex: "order ($h$)" },
        isOf: ({ ordersH }) => Object.keys(ordersH).length > 0,
        isKnown: ({ axis }) => axis === "joint" || axis === "tensor",
      },
    ]),
    ...errors.map(
      (error): LevelColumn => ({
        ...{
          ...ofError("iterateErrors", "iterate_error_", error, scientific),
          cells: "size",
          schema: byError.optional(),
        },
        ...titled(record !== undefined && hasIterateError(record, error), "iterate", "to iterate"),
        isNumber: true,
        isOf: ({ iterateErrors }) => iterateErrors !== undefined,
      }),
    ),
    ...errors.map(
      (error): LevelColumn => ({
        ...{ ...ofError("referenceErrors", "reference_error_", error, scientific), cells: "size" },
      }),
    ),
    { ...diagnostic("solverError"), cells: "size" },
    { ...diagnostic("timeError"), cells: "size" },
    { ...diagnostic("meshError"), cells: "size" },
    {
      ...{ ...diagnostic("regularizationError"), cells: "size", schema: available.optional() },
      isOf: ({ regularizationError }) => regularizationError !== undefined,
    },
    {
      ...diagnostic("newtonMean", (mean) => (Number.isNaN(mean) ? "-" : mean.toFixed(2))),
      ...(record && { title: iterationsName(record) }),
    },
    diagnostic("newtonMax"),
    { ...diagnostic("gapMax", (gap) => scientific(gap, 1)), title: "gap", tells: ({ level }) => level.gapMax > 0 },
    diagnostic("residualMax"),
    diagnostic("massDrift"),
    {
      ...{ name: "energy_monotone", key: "energyMonotone", isDiagnostic: true, cells: /^(true|false|)$/ },
      value: ({ level }) => (isUnfinished(level) ? undefined : level.energyMonotone),
      schema: z.boolean().nullable(),
      read: (row) => row.energy_monotone === "true",
    },
    diagnostic("densityMin"),
    {
      ...{ name: "flags", key: "flags", title: "flags", ...remark, schema: z.array(z.string()) },
      cells: /^([A-Za-z0-9@:-]+(;[A-Za-z0-9@:-]+)*|)$/,
      value: ({ level }) => level.flags.join(";"),
      text: ({ level }) => level.flags.join(" "),
      tells: ({ level }) => level.flags.length > 0,
      json: ({ flags }) => flags,
      read: ({ flags }) => flags.split(";").filter((flag) => flag !== ""),
    },
    { name: "overrides", cells: /^([A-Za-z_][\w@.[\]-]*=.*)?$/, value: ({ record }) => record.overrides },
  ];
}

/** A heading, where people see the column. */
function titled(isShown: boolean, title: string, tex?: string): Pick<LevelColumn, "title" | "tex"> {
  return isShown ? { title, ...(tex !== undefined && { tex }) } : {};
}

/** The fitted order below the observed ones; of a tensor sweep it is that of one line only. */
function footed(record: StudyRecord | undefined, error: string): Pick<LevelColumn, "foot"> {
  const fit = record === undefined || record.axis === "tensor" ? undefined : record.fits[error];
  return fit === undefined ? {} : { foot: orderText(fit.order) };
}

/** A size of the levels; papers have one notation for all. */
function sizes(key: "tau" | "h", record: StudyRecord | undefined): LevelColumn {
  const text = evenSizeText(record?.levels.map((level) => level[key]) ?? []);
  return { ...number(key, sizeText), isNumber: true, latex: ({ level }) => text(level[key]) };
}

type NumberKey = {
  [K in keyof JudgedLevel]-?: JudgedLevel[K] extends number | undefined ? K : never;
}[keyof JudgedLevel];

/** A number; its column has the name of the member, with underscores. */
function number(key: NumberKey, text?: (value: number) => string): LevelColumn {
  return {
    ...{ key, name: key.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`), cells: "number" },
    value: ({ level }) => level[key],
    ...(text && { text: ({ level }: LevelRow) => text(level[key] ?? Number.NaN) }),
  };
}

/** What solver and budget tell, apart in JSON. */
function diagnostic(key: NumberKey, text?: (value: number) => string): LevelColumn {
  return { ...number(key, text), isDiagnostic: true, notInPapers: true };
}

/** The value of an error; the columns of one error stand together. */
function ofError(
  key: "errors" | "orders" | "ordersH" | "iterateErrors" | "referenceErrors",
  prefix: string,
  error: string,
  print: (value: number | undefined) => string,
): LevelColumn {
  const value = (level: JudgedLevel): number | undefined => (level[key] as ErrorValues | undefined)?.[error];
  return {
    ...{ name: `${prefix}${error}`, key, error, group: error, cells: "number", schema: byError },
    value: ({ level }) => value(level),
    text: ({ level }) => print(value(level)),
  };
}

/** NaN for an empty cell or an absent column: Number("") would be zero. */
export function numberOf(text = ""): number {
  return text.trim() === "" ? Number.NaN : Number(text);
}

/** An error in TeX. */
export function errorTex(error: string): string {
  const symbol = findMeasure(error)?.symbol;
  const name = symbol === undefined ? normOf(error) : `$${symbol}$`;
  return isMaximum(error) ? `max.\\ ${name}` : name;
}
