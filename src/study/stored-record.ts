import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { InputError } from "../errors.js";
import { checkStudy } from "./check.js";
import { parseCsv } from "./csv-rows.js";
import type { ErrorValues, JudgedLevel, LevelStatus, StudyRecord } from "./record.js";
import type { Study } from "./schema.js";
import { isStateStudy } from "./schema.js";
import { transportOf } from "./schemes.js";
import { parametrizationOf } from "./states/schemes.js";

/** A result as `jko run` left it. */
export interface StoredResult {
  readonly study: Study;
  readonly record: StudyRecord;
  readonly hash: string;
  /** Versions by package name; the program's own is among them. */
  readonly versions: Readonly<Record<string, string>>;
  readonly commit: string | null;
  readonly modified: boolean;
}

type SweptStudy = Study & { readonly sweep: NonNullable<Study["sweep"]> };
type Row = Readonly<Record<string, string>>;

interface Manifest extends Omit<StoredResult, "study" | "record"> {
  readonly study: unknown;
  readonly reference: StudyRecord["reference"];
  readonly iterate?: StudyRecord["iterate"];
  readonly verdict: StudyRecord["verdict"];
  readonly fits: StudyRecord["fits"];
  readonly tensorFit?: StudyRecord["tensorFit"];
}

/** Whether a folder holds a result. */
export function hasResult(folder: string): boolean {
  return existsSync(join(folder, "table.csv")) && existsSync(join(folder, "manifest.json"));
}

/**
 * The record of a result from its table and manifest; nothing is computed.
 *
 * What only the judge needs is not stored: `findings` is empty.
 *
 * @throws {InputError} where a file is missing or not one of a result
 */
export function readResult(folder: string): StoredResult {
  const manifest = readManifest(join(folder, "manifest.json"));
  const study = checkStored(manifest.study, join(folder, "manifest.json"));
  const { hash, versions, commit, modified, reference, iterate, verdict, fits, tensorFit } = manifest;
  const { id, title, question, scheme, errors } = study;
  const { axis } = study.sweep;
  const record: StudyRecord = {
    ...{ id, title, question, scheme: scheme.name, axis, errors, reference },
    transport: isStateStudy(study) ? parametrizationOf(study) : transportOf(study.scheme),
    ...(study.sweep.axis === "parameter" ? { parameter: study.sweep.path } : {}),
    ...(iterate === undefined ? {} : { iterate }),
    levels: readLevels(join(folder, "table.csv"), study),
    ...{ verdict, findings: [], fits: numbersBack(fits) },
    ...(tensorFit === undefined ? {} : { tensorFit }),
  };
  return { study, record, hash, versions, commit, modified };
}

function readText(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    const reason = `cannot be read (${(error as NodeJS.ErrnoException).code ?? "unknown error"})`;
    throw new InputError(reason, { file, remedy: "Name a folder that 'jko run' has written." });
  }
}

function damaged(file: string, reason: string): InputError {
  return new InputError(reason, { file, remedy: "Run the study again." });
}

function readManifest(file: string): Manifest {
  const text = readText(file);
  let manifest: Partial<Manifest> | null;
  try {
    manifest = JSON.parse(text) as Partial<Manifest> | null;
  } catch {
    throw damaged(file, "not JSON");
  }
  const { reference, verdict, fits, versions, hash } = manifest ?? {};
  const complete =
    [reference, verdict, fits, versions].every((part) => typeof part === "object" && part !== null) &&
    typeof hash === "string" &&
    Array.isArray(verdict?.reasons) &&
    Array.isArray(verdict?.warnings);
  if (!complete) throw damaged(file, "not a manifest of results");
  return manifest as Manifest;
}

function checkStored(raw: unknown, file: string): SweptStudy {
  try {
    const study = checkStudy(raw);
    if (study.sweep === undefined) throw damaged(file, "a study without a sweep");
    return study as SweptStudy;
  } catch (error) {
    throw error instanceof InputError ? error.within({ file }) : error;
  }
}

function readLevels(file: string, study: SweptStudy): JudgedLevel[] {
  const rows = parseCsv(readText(file));
  const columns = [
    "level",
    "steps",
    "tau",
    "cells",
    "h",
    "status",
    "flags",
    ...study.errors.map((error) => `error_${error}`),
  ];
  const missing = columns.find((name) => rows?.[0]?.[name] === undefined);
  if (rows === undefined || rows.length === 0) throw damaged(file, "not a table of results");
  if (missing !== undefined) throw damaged(file, `the table lacks the column ${missing}`);
  const other = rows.find((row) => row.study !== study.id);
  if (other !== undefined) throw damaged(file, `a row of another study, ${other.study}`);
  return rows.map((row) => readLevel(row, study));
}

function readLevel(row: Row, { errors, sweep }: SweptStudy): JudgedLevel {
  const number = (name: string): number => numberOf(row[name]);
  const named = (prefix: string): ErrorValues => valuesOf(row, prefix, errors);
  const cells = cellsOf(row.cells);
  const steps = number("steps");
  const value = number("value");
  return {
    ...{ level: number("level"), steps, tau: number("tau"), cells },
    h: number("h"),
    ...(sweep.axis === "parameter"
      ? { parameter: { path: sweep.path, value, size: sweep.size === "value" ? value : 1 / value } }
      : {}),
    status: row.status as LevelStatus,
    ...(Object.keys(row).some((name) => name.startsWith("iterate_error_"))
      ? { iterateErrors: named("iterate_error_") }
      : {}),
    ...{ errors: named("error_"), referenceErrors: named("reference_error_") },
    ...{ orders: named("order_"), ordersH: named("order_h_") },
    ...{ solverError: number("solver_error"), timeError: number("time_error"), meshError: number("mesh_error") },
    ...(row.regularization_error === undefined ? {} : { regularizationError: number("regularization_error") }),
    ...{ newtonMean: number("newton_mean"), newtonMax: number("newton_max") },
    ...{ gapMax: number("gap_max"), residualMax: number("residual_max"), massDrift: number("mass_drift") },
    energyMonotone: row.energy_monotone === "true",
    densityMin: number("density_min"),
    flags: (row.flags as string).split(";").filter((flag) => flag !== ""),
  };
}

/** Cells per axis of a cell of the table, none where it is empty. */
export function cellsOf(text = ""): number[] {
  return text === "" ? [] : text.split("x").map(Number);
}

function valuesOf(row: Row, prefix: string, errors: readonly string[]): ErrorValues {
  const known = errors.map((error) => [error, numberOf(row[`${prefix}${error}`])] as const);
  return Object.fromEntries(known.filter(([, value]) => !Number.isNaN(value)));
}

/** NaN for an empty cell or an absent column: Number("") would be zero. */
function numberOf(text = ""): number {
  return text.trim() === "" ? Number.NaN : Number(text);
}

/** JSON writes null for numbers that it does not have; in fits they were not finite. */
function numbersBack<T>(value: T): T {
  if (value === null) return Number.NaN as T;
  if (Array.isArray(value)) return value.map((member: unknown) => numbersBack(member)) as T;
  if (typeof value !== "object") return value;
  return Object.fromEntries(
    Object.entries(value as object).map(([key, member]) => [key, numbersBack(member as unknown)]),
  ) as T;
}
