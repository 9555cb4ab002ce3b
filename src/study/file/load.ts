import { existsSync, lstatSync, readdirSync, statSync } from "node:fs";
import { basename, dirname, extname, join } from "node:path";
import { InputError, NumericalFailure } from "../../errors.js";
import { checkStudy } from "./check.js";
import { withFiles } from "./data-files.js";
import { suggestFew } from "./nearest.js";
import { applyOverride, type Override, parseOverride } from "./override.js";
import { studyFolders } from "./package-folder.js";
import { formatPath } from "./path.js";
import { readBytes, textOf } from "./read-file.js";
import type { Study } from "./schema.js";
import { parseYaml } from "./yaml.js";

export interface LoadOptions {
  /** `key=value` overrides, applied in order. */
  readonly set?: readonly string[];
  /** Values of one variant, applied after `set`; what the file itself varies is left out then. */
  readonly variant?: readonly Override[];
  /** Folder whose `studies/` is searched for an id, before that of the package; the current one when absent. */
  readonly folder?: string;
}

export interface LoadedStudy {
  /** Path as given, or as found for an id. */
  readonly file: string;
  readonly study: Study;
  /** What `--set` and `--vary` changed in it. */
  readonly overrides?: readonly Override[];
}

const extensions = [".yaml", ".yml", ".json"];
/** No study written by hand comes near so many bytes. */
const kind = {
  noun: "a study file",
  mostBytes: 1_000_000,
  inFolder: (folder: string) => `Name a file in it, e.g. ${join(folder, "study.yaml")}.`,
};

/**
 * Reads, overrides and checks a study, and reads the files it names.
 *
 * @param argument path of a file, or id of one in `studies/`, here or in the package
 * @throws {InputError} naming the file (or the override), the path in it, the value and a remedy
 */
export function loadStudy(argument: string, { set = [], variant, folder = "." }: LoadOptions = {}): LoadedStudy {
  const overrides = [...set.map((text) => parseOverride(text)), ...(variant ?? [])];
  const file = findStudy(argument, folder);
  const raw = parseYaml(textOf(readBytes(file, kind), file, kind), { file });
  requireMapping(raw, file);
  if (variant !== undefined) Reflect.deleteProperty(raw, "vary");
  const named = basename(file, extname(file));
  try {
    for (const override of overrides) applyOverride(raw, override);
    const checked = checkStudy(raw);
    requireName(checked.id, named);
    const study = withFiles(checked, dirname(file));
    return { file, study, overrides };
  } catch (error) {
    throw placeError(error, { file, overrides });
  }
}

/** Ids of the study files in a folder, sorted; none if there is no such folder. */
export function studyIds(studies: string): string[] {
  return studyFiles(studies).map(stem);
}

function stem(file: string): string {
  return basename(file, extname(file));
}

/** Names of the study files in a folder, sorted by id; none if there is no such folder. */
export function studyFiles(studies: string): string[] {
  if (!existsSync(studies) || !statSync(studies).isDirectory()) return [];
  return readdirSync(studies)
    .filter((name) => extensions.includes(extname(name)) && name !== "schema.json" && !name.startsWith("."))
    .sort((a, b) => (stem(a) < stem(b) ? -1 : 1));
}

/**
 * File of a study, by its path or its id.
 *
 * @throws {InputError} where there is none, with the nearest ids
 */
export function findStudy(argument: string, folder: string): string {
  if (argument.trim() === "" || argument.includes("\0")) {
    throw new InputError("no study", { value: argument, remedy: "Give a file or the id of one in studies/." });
  }
  const looksLikePath = /[/\\]/.test(argument) || extensions.includes(extname(argument));
  const folders = studyFolders(folder);
  if (!looksLikePath) {
    const files = folders.flatMap((studies) => extensions.map((extension) => join(studies, argument + extension)));
    const found = files.find(isEntry);
    if (found !== undefined) return found;
  }
  if (isEntry(argument)) return argument;
  const name = basename(argument, looksLikePath ? extname(argument) : "");
  const ids = [...new Set(folders.flatMap(studyIds))];
  const places = folders.join(" or ");
  const all = ids.length === 0 ? `There are no studies in ${places}.` : "'jko list' shows all studies.";
  const near = suggestFew(name, ids);
  throw new InputError(looksLikePath ? "no such file" : `no such file, and no study of that id in ${places}`, {
    file: argument,
    remedy: near === undefined ? all : `${near} ${all}`,
  });
}

/** Whether there is something of that name, if only a link or a folder that leads nowhere: reading it tells why. */
function isEntry(path: string): boolean {
  try {
    return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
  } catch {
    return true;
  }
}

function requireMapping(raw: unknown, file: string): asserts raw is object {
  if (typeof raw === "object" && raw !== null && !Array.isArray(raw)) return;
  throw new InputError("a study is a mapping", { file, value: raw, remedy: "Begin with `id:`, `title:`, `model:`." });
}

function requireName(id: string, named: string): void {
  if (id === named) return;
  throw new InputError(`the id must be the file's name, '${named}'`, {
    path: "id",
    value: id,
    remedy: "Change the id or rename the file.",
  });
}

/** An error about a study, with the file that its value came from, and the override that put it there, if one did. */
export function placeError(error: unknown, { file, overrides = [] }: Omit<LoadedStudy, "study">): unknown {
  if (error instanceof InputError) return error.within({ file: blame(error, overrides, file) });
  return error instanceof NumericalFailure ? new NumericalFailure(`${file}: ${error.message}`) : error;
}

/** The override that put the offending value there, or a part of it, if one did. */
function blame(error: InputError, overrides: readonly Override[], file: string): string {
  const path = error.context.path ?? "";
  const sets = (override: Override): boolean => isWithin(path, formatPath(override.path));
  const changes = (override: Override): boolean => path !== "" && isWithin(formatPath(override.path), path);
  const guilty = overrides.findLast(sets) ?? overrides.findLast(changes);
  return guilty === undefined ? file : `${file} with ${guilty.option} ${guilty.text}`;
}

function isWithin(path: string, outer: string): boolean {
  return path === outer || (path.startsWith(outer) && /^[.[]/.test(path.slice(outer.length)));
}
