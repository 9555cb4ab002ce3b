import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { observedOrders } from "../../convergence/index.js";
import { InputError } from "../../errors.js";
import { schemeOf } from "../../schemes/schemes.js";
import { parseCsv } from "../../tables/csv.js";
import { hashOf } from "../file/canonical.js";
import { checkStudy } from "../file/check.js";
import type { Study } from "../file/schema.js";
import { readLevel, storedColumns, wrongCell } from "./level-table.js";
import type { JudgedLevel, StudyRecord } from "./record.js";

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
  if (hashOf(manifest.study) !== manifest.hash) {
    throw damaged(join(folder, "manifest.json"), "the hash is not that of its study");
  }
  const { hash, versions, commit, modified, reference, iterate, verdict, fits, tensorFit } = manifest;
  const { id, title, question, scheme, errors } = study;
  const { axis } = study.sweep;
  const record: StudyRecord = {
    ...{ id, title, question, scheme: scheme.name, axis, errors, reference },
    transport: schemeOf(study.scheme).transport(study.scheme, study.model),
    ...(study.sweep.axis === "parameter" ? { parameter: study.sweep.path } : {}),
    ...(iterate === undefined ? {} : { iterate }),
    ...readTable(join(folder, "table.csv"), study),
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
    isVerdict(verdict);
  if (!complete) throw damaged(file, "not a manifest of results");
  const stray = strayText(fits, "fits");
  if (stray !== undefined) throw damaged(file, `${stray} is not a number`);
  return manifest as Manifest;
}

function isVerdict(verdict: unknown): boolean {
  const { pass, exitCode, reasons, warnings } = (verdict ?? {}) as Partial<StudyRecord["verdict"]>;
  const sentences = [reasons, warnings].every(
    (list) => Array.isArray(list) && list.every((one) => typeof one === "string"),
  );
  return sentences && pass === (exitCode === 0) && [0, 3, 4].includes(exitCode ?? Number.NaN);
}

/** Path of the first member that is neither a number, nor missing, nor a reason in words. */
function strayText(value: unknown, path: string): string | undefined {
  if (value === null || typeof value === "number") return undefined;
  if (typeof value === "string" && path.endsWith(".reason")) return undefined;
  if (typeof value !== "object") return `${path} = ${JSON.stringify(value)}`;
  for (const [key, member] of Object.entries(value)) {
    const found = strayText(member, `${path}.${key}`);
    if (found !== undefined) return found;
  }
  return undefined;
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

/** The levels, and what was changed for them; older tables do not tell it. */
function readTable(file: string, study: SweptStudy): Pick<StudyRecord, "levels" | "overrides"> {
  const rows = parseCsv(readText(file));
  const columns = storedColumns(study);
  const missing = columns.find(({ name, isRequired }) => isRequired && rows?.[0]?.[name] === undefined);
  if (rows === undefined || rows.length === 0) throw damaged(file, "not a table of results");
  if (missing !== undefined) throw damaged(file, `the table lacks the column ${missing.name}`);
  const other = rows.find((row) => row.study !== study.id);
  if (other !== undefined) throw damaged(file, `a row of another study, ${other.study}`);
  const levels = rows.map((row, k) => {
    const problem = wrongCell(row, columns);
    if (problem !== undefined) throw damaged(file, `row ${k + 2}, column ${problem}`);
    return readLevel(row, columns, study);
  });
  const edited = editedOrder(levels, study);
  if (edited !== undefined) throw damaged(file, edited);
  const twice = levels.find(({ level }, k) => levels.findIndex((other) => other.level === level) !== k);
  if (twice !== undefined) throw damaged(file, `level ${twice.level} stands in two rows`);
  const { overrides = "" } = rows[0];
  return overrides === "" ? { levels } : { levels, overrides };
}

/** Orders are printed with all digits. */
const orderTolerance = 1e-9;

/** An order that does not follow from the errors beside it, in words: one of them was not written by `jko run`. */
function editedOrder(levels: readonly JudgedLevel[], { errors, sweep }: SweptStudy): string | undefined {
  const computed = observedOrders(levels, errors, sweep.axis);
  for (const [k, { level, orders, ordersH }] of levels.entries()) {
    const pairs = errors.flatMap((error) => [
      [`order_${error}`, orders[error], computed[k]?.orders[error]] as const,
      [`order_h_${error}`, ordersH[error], computed[k]?.ordersH[error]] as const,
    ]);
    const wrong = pairs.find(([, stored = Number.NaN, own = Number.NaN]) => Math.abs(stored - own) > orderTolerance);
    if (wrong !== undefined)
      return `level ${level}, ${wrong[0]}: ${wrong[1]} does not follow from the errors, ${wrong[2]} does`;
  }
  return undefined;
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
