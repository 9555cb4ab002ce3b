import { existsSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { type Baseline, isSameLevel, type StoredLevel } from "../../convergence/baseline.js";
import { sizesText } from "../../convergence/index.js";
import { InputError } from "../../errors.js";
import type { LoadedStudy } from "../file/load.js";
import type { Study } from "../file/schema.js";
import type { PlannedLevel } from "../run/events.js";
import { differencesOf } from "./differences.js";
import { committedFolder } from "./folders.js";
import type { JudgedLevel } from "./record.js";
import { readResult, type StoredResult } from "./stored-record.js";

/** Nothing of a study is compared with its committed table, and why. */
export interface SkippedBaseline {
  readonly skipped: string;
}

/** A committed table as it is looked for and read. */
interface TableFile {
  readonly file: string;
  /** What to do where it is of no use. */
  readonly remedy: string;
}

/** The committed table of a study. */
export function baselineFile({ file, study }: LoadedStudy): string {
  return join(committedFolder({ file, id: study.id }), "table.csv");
}

/**
 * What a study's finest errors are held against; undefined where the study asks for no comparison.
 *
 * Errors compared are those of `expect`, or all of the study's where it expects none.
 *
 * @param changed whether values of the study were changed for this run: its finest level need not be in the table then
 * @throws {InputError} where the table is missing, damaged, or of another sweep
 */
export function readBaseline(
  loaded: LoadedStudy,
  { levels }: { readonly levels: readonly PlannedLevel[] },
  changed: boolean,
): Baseline | SkippedBaseline | undefined {
  const { study } = loaded;
  const file = baselineFile(loaded);
  if (study.baseline === undefined) {
    if (!existsSync(file)) return undefined;
    return { skipped: `the study names no factor; give baseline: {factor: 1.5} to compare finest errors with ${file}` };
  }
  const remedy = `Run 'jko run ${loaded.file} --out ${dirname(file)}', and commit the table once it is right.`;
  const errors = [...new Set(study.expect.length > 0 ? study.expect.map(({ error }) => error) : study.errors)];
  const committed = readCommitted(file, remedy);
  const other = otherStudy(study, committed.study);
  if (other !== undefined) {
    if (changed) return { skipped: `the committed table is of another study (${other}), and --set changes the study` };
    throw new InputError(`the committed table is of another study: ${other}`, { file, remedy });
  }
  const finest = levels.at(-1) as PlannedLevel;
  const stored = committed.record.levels.find((row) => isSameLevel(row, finest));
  if (stored !== undefined)
    return { stored: complete(stored, errors, { file, remedy }), errors, factor: study.baseline.factor };
  const size = sizesText(finest);
  if (changed) return { skipped: `the committed table has no level of ${size}, and --set changes the study` };
  throw new InputError("the committed table does not have the study's finest level", { file, value: size, remedy });
}

/**
 * The committed result: a table says which study it is of only together with its manifest.
 *
 * @throws {InputError} where one of them is missing, damaged, or not as `jko run` has written it
 */
function readCommitted(file: string, remedy: string): StoredResult {
  if (!existsSync(file) || !statSync(file).isFile()) {
    throw new InputError("the study has a baseline, but there is no committed table", { file, remedy });
  }
  const manifest = join(dirname(file), "manifest.json");
  if (!existsSync(manifest)) {
    const reason = "the committed table cannot be compared: no manifest beside it says which study it is of";
    throw new InputError(reason, { file: manifest, remedy });
  }
  return readResult(dirname(file));
}

/** Differences that are named; more say no more. */
const mostNamed = 3;

/** What errors depend on beside the sweep. */
const compared = ["model", "scheme", "reference"] as const;

/** What differs from the study that the committed table is of; undefined where nothing does. */
function otherStudy(own: Study, stored: Study): string | undefined {
  const differences = compared.flatMap((key) => differencesOf(stored[key], own[key], key));
  if (differences.length === 0) return undefined;
  const named = differences.slice(0, mostNamed).map(({ path, stored: before, own: now }) => {
    return `${path} was ${shown(before)} and is ${shown(now)}`;
  });
  const rest = differences.length - named.length;
  return [...named, ...(rest > 0 ? [`${rest} more`] : [])].join(", ");
}

function shown(value: unknown): string {
  return value === undefined ? "absent" : JSON.stringify(value);
}

function columnOf(error: string): string {
  return `error_${error}`;
}

function complete(level: JudgedLevel, errors: readonly string[], { file, remedy }: TableFile): StoredLevel {
  const wrong = errors.find((error) => !Number.isFinite(level.errors[error]));
  if (wrong === undefined) return level;
  throw new InputError("the committed table has no error to compare with", { file, path: columnOf(wrong), remedy });
}
