import { z } from "zod";
import { type Column, rowNames, rowRemarks } from "../../tables/column.js";
import { cellsText, orderText, scientific, sizeText } from "../../tables/numbers.js";
import { type JudgedLevel, levelStatuses, type StudyRecord } from "./record.js";
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

export interface LevelColumn extends Column<LevelRow> {
  /** What its cells are in a stored table: words that match, numbers, or numbers that are not negative. */
  readonly cells: RegExp | "number" | "size";
  /** Whether no stored table is without it. */
  readonly isRequired?: boolean;
}

type Own = Partial<LevelColumn>;

/** A member of a level: its columns, its JSON, and how it is read back. */
interface Field {
  /** In the level and in JSON; columns that are of the whole record have none. */
  readonly key?: keyof JudgedLevel;
  readonly schema?: z.ZodType;
  /** Undefined where the level does not have it. */
  json?(level: JudgedLevel): unknown;
  /** Whether a record has it; all have when absent. */
  isKnown?(record: StudyRecord): boolean;
  /** Of a record for people; of a stored table, or of several records, without one. */
  columns(record?: StudyRecord): readonly LevelColumn[];
  /** Undefined where the table does not have it. */
  read?(row: StoredRow, study: StoredSweep): unknown;
}

/** Values by the name of the error, with a column each. */
interface ErrorField extends Pick<Field, "isKnown"> {
  readonly key: "errors" | "orders" | "ordersH" | "iterateErrors" | "referenceErrors";
  readonly schema: z.ZodType;
  readonly prefix: string;
  /** Whether a level has it; all have when absent. */
  isOf?(level: JudgedLevel): boolean;
  column(error: string, record?: StudyRecord): Own & Pick<LevelColumn, "cells">;
}

/** A number, or null where it is not available. */
const available = z.number().nullable();
const byError = z.record(z.string(), available);
const words = /(?:)/;
const remark = { group: rowRemarks, isWords: true, isDiagnostic: true } as const;
const [sizeDigits, errorDigits, orderDigits] = ["1.3e-1", "1.3e-2", "-1.3"];

/** What names a level, and how it ended. */
export const front: readonly Field[] = [
  ofRecord("study", ({ id }) => id),
  ofRecord("scheme", ({ scheme }) => scheme),
  ofRecord("transport", ({ transport }) => transport),
  size("level", z.int().nonnegative(), () => ({ cells: /^\d+$/ })),
  size("steps", z.int().positive(), (record) => ({ cells: /^\d+$/, ...(showsSteps(record) && { title: "steps" }) })),
  size("tau", z.number().positive(), (record) => ({
    ...(showsSteps(record) && { title: "tau", tex: "$\\tau$", siunitx: sizeDigits }),
    text: ({ level }) => sizeText(level.tau),
  })),
  {
    key: "cells",
    schema: z.union([z.int().positive(), z.array(z.int().positive()).min(2), z.null()]),
    json: ({ cells }) => (cells.length > 1 ? cells : (cells[0] ?? null)),
    columns: (record) => [
      {
        ...{ name: "cells", cells: /^(\d+(x\d+)*|)$/, isRequired: true, group: rowNames },
        ...(showsMesh(record) && { title: "cells" }),
        value: ({ level }) => cellsText(level.cells),
      },
    ],
    read: ({ cells }) => (cells === "" ? [] : cells.split("x").map(Number)),
  },
  size("h", z.number().positive().nullable(), (record) => ({
    ...(showsMesh(record) && { title: "h", tex: "$h$", siunitx: sizeDigits }),
    text: ({ level }) => sizeText(level.h),
  })),
  {
    key: "parameter",
    schema: z.strictObject({ path: z.string(), value: z.number(), size: z.number().positive() }).optional(),
    json: ({ parameter }) => parameter,
    columns: (shown) => [
      { name: "parameter", cells: words, value: ({ level, record }) => level.parameter?.path ?? record.parameter },
      {
        ...{ name: "value", cells: "number", group: rowNames, siunitx: sizeDigits },
        ...(shown?.axis === "parameter" && { title: sweptName(shown) }),
        value: ({ level }) => level.parameter?.value,
        text: ({ level: { parameter } }) => (parameter === undefined ? "-" : sizeText(parameter.value)),
      },
    ],
    read(row, { sweep: { path, size } }) {
      const value = numberOf(row.value);
      return path === undefined ? undefined : { path, value, size: size === "value" ? value : 1 / value };
    },
  },
  {
    key: "status",
    schema: z.enum(levelStatuses),
    json: ({ status }) => status,
    columns: () => [
      {
        ...{ name: "status", cells: new RegExp(`^(${levelStatuses.join("|")})$`), isRequired: true },
        ...{ ...remark, title: "status", value: ({ level }) => level.status },
        tells: ({ level }) => level.status !== "ok",
      },
    ],
    read: ({ status }) => status,
  },
  { key: "reason", schema: z.string().optional(), json: ({ reason }) => reason, columns: () => [] },
];

/** Columns of one list stand side by side, error by error. */
export const errorFields: readonly (readonly ErrorField[])[] = [
  [
    {
      ...{ key: "errors", prefix: "error_", schema: byError },
      column: (error) => ({
        cells: "size",
        isRequired: true,
        title: error,
        tex: errorTex(error),
        siunitx: errorDigits,
      }),
    },
    {
      ...{ key: "orders", prefix: "order_", schema: byError },
      column: (_, record) => ({
        ...{ cells: "number", siunitx: orderDigits },
        ...(record && isOfBoth(record) ? { title: "order tau", tex: "order ($\\tau$)" } : { title: "order" }),
      }),
    },
    {
      ...{ key: "ordersH", prefix: "order_h_", schema: byError.optional(), isKnown: isOfBoth },
      isOf: ({ ordersH }) => Object.keys(ordersH).length > 0,
      column: () => ({ cells: "number", title: "order h", tex: "order ($h$)", siunitx: orderDigits }),
    },
  ],
  [
    {
      ...{ key: "iterateErrors", prefix: "iterate_error_", schema: byError.optional() },
      isKnown: ({ levels }) => levels.some(({ iterateErrors }) => iterateErrors !== undefined),
      isOf: ({ iterateErrors }) => iterateErrors !== undefined,
      column: (error, record) => ({
        ...{ cells: "size", tex: "to iterate", siunitx: errorDigits },
        ...(record && hasIterateError(record, error) && { title: "iterate" }),
      }),
    },
  ],
  [{ key: "referenceErrors", prefix: "reference_error_", schema: byError, column: () => ({ cells: "size" }) }],
];

/** What solver and budget tell of a level; more are added here. */
export const diagnostics: readonly Field[] = [
  number("solverError", () => ({ cells: "size" })),
  number("timeError", () => ({ cells: "size" })),
  number("meshError", () => ({ cells: "size" })),
  {
    ...number("regularizationError", () => ({ cells: "size" })),
    schema: available.optional(),
    isKnown: ({ levels }) => levels.some(({ regularizationError }) => regularizationError !== undefined),
    read: ({ regularization_error: text }) => (text === undefined ? undefined : numberOf(text)),
  },
  number("newtonMean", (record) => ({
    ...(record && { title: iterationsName(record) }),
    text: ({ level: { newtonMean } }) => (Number.isNaN(newtonMean) ? "-" : newtonMean.toFixed(2)),
  })),
  number("newtonMax"),
  number("gapMax", () => ({
    title: "gap",
    text: ({ level }) => scientific(level.gapMax, 1),
    tells: ({ level }) => level.gapMax > 0,
  })),
  number("residualMax"),
  number("massDrift"),
  {
    key: "energyMonotone",
    schema: z.boolean().nullable(),
    json: ({ status, energyMonotone }) => (status === "missing" ? null : energyMonotone),
    columns: () => [
      {
        ...{ name: "energy_monotone", cells: /^(true|false|)$/ },
        value: ({ level }) => (level.status === "missing" ? undefined : level.energyMonotone),
      },
    ],
    read: (row) => row.energy_monotone === "true",
  },
  number("densityMin"),
];

export const flags: Field = {
  key: "flags",
  schema: z.array(z.string()),
  json: (level) => level.flags,
  columns: () => [
    {
      ...{ name: "flags", cells: /^([A-Za-z0-9@:-]+(;[A-Za-z0-9@:-]+)*|)$/, isRequired: true },
      ...{ ...remark, title: "flags", value: ({ level }) => level.flags.join(";") },
      text: ({ level }) => level.flags.join(" "),
      tells: ({ level }) => level.flags.length > 0,
    },
  ],
  read: (row) => row.flags.split(";").filter((flag) => flag !== ""),
};

/** NaN for an empty cell or an absent column: Number("") would be zero. */
export function numberOf(text = ""): number {
  return text.trim() === "" ? Number.NaN : Number(text);
}

/** A column of an error, as files and people have it. */
export function errorColumn({ key, prefix, column }: ErrorField, error: string, record?: StudyRecord): LevelColumn {
  const print = key === "orders" || key === "ordersH" ? orderText : scientific;
  return {
    ...{ name: `${prefix}${error}`, group: error, value: ({ level }) => level[key]?.[error] },
    ...{ text: ({ level }) => print(level[key]?.[error]), ...column(error, record) },
  };
}

function ofRecord(name: string, value: (record: StudyRecord) => string): Field {
  return { columns: () => [{ name, cells: words, value: ({ record }) => value(record) }] };
}

/** A size that names the level. */
function size(key: "level" | "steps" | "tau" | "h", schema: z.ZodType, own: (record?: StudyRecord) => Own): Field {
  const value = (level: JudgedLevel): number => level[key];
  return {
    ...{ key, schema, json: value, read: (row) => numberOf(row[key]) },
    columns: (record) => [
      {
        ...{ name: key, cells: "size", isRequired: true, group: rowNames },
        ...{ value: ({ level }) => value(level), ...own(record) },
      },
    ],
  };
}

type NumberKey = {
  [K in keyof JudgedLevel]-?: JudgedLevel[K] extends number | undefined ? K : never;
}[keyof JudgedLevel];

/** A number; its column has the name of the member, with underscores. */
function number(key: NumberKey, own: (record?: StudyRecord) => Own = () => ({})): Field {
  const name = key.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  const value = (level: JudgedLevel): number | undefined => level[key];
  return {
    ...{ key, schema: available, json: value, read: (row) => numberOf(row[name]) },
    columns: (record) => [
      { name, cells: "number", value: ({ level }) => value(level), isDiagnostic: true, ...own(record) },
    ],
  };
}

function showsSteps(record?: StudyRecord): boolean {
  return record !== undefined && record.axis !== "h" && record.axis !== "parameter";
}

function showsMesh(record?: StudyRecord): boolean {
  return record !== undefined && record.axis !== "tau" && record.axis !== "parameter" && hasMesh(record);
}

/** Whether step and mesh change along a sweep. */
function isOfBoth({ axis }: Pick<StudyRecord, "axis">): boolean {
  return axis === "joint" || axis === "tensor";
}

const normTex: Readonly<Record<string, string>> = {
  L1: "$L^1$",
  L2: "$L^2$",
  Linf: "$L^\\infty$",
  W2: "$W_2$",
  IGW: "$\\mathrm{IGW}$",
  symKL: "$\\mathrm{KL}_{\\mathrm{sym}}$",
};

function errorTex(error: string): string {
  const norm = error.replace(/@max$/, "");
  const name = normTex[norm] ?? norm;
  return error === norm ? name : `max.\\ ${name}`;
}
