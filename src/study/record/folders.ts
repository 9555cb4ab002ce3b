import { existsSync, readdirSync } from "node:fs";
import { basename, dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { hasResult } from "./stored-record.js";

/** What tells where the results of a study are. */
export interface StudyPlace {
  readonly file: string;
  readonly id: string;
}

/** Folder of the package; this file is built to dist/src/study/record. */
const packageFolder = fileURLToPath(new URL("../../../..", import.meta.url));

/**
 * Where the results of a study are: `results/<id>` beside the folder `studies/` that its file is in, or beside the file
 * where it is in no such folder; of a study of the package, in the current folder.
 *
 * @param packaged folder of the package
 */
export function resultFolder({ file, id }: StudyPlace, packaged: string = packageFolder): string {
  const root = isPackaged(file, packaged) ? "." : besideStudies(file);
  return join(root, "results", id);
}

/**
 * Where a result of a study is read: its own, else, of a study of the package, the one that comes with it.
 *
 * @param packaged folder of the package
 */
export function committedFolder(place: StudyPlace, packaged: string = packageFolder): string {
  const own = resultFolder(place, packaged);
  return hasResult(own) || !isPackaged(place.file, packaged) ? own : join(packaged, "results", place.id);
}

/** Names of the results in `results/` of the current folder. */
export function storedIds(): string[] {
  if (!existsSync("results")) return [];
  return readdirSync("results")
    .filter((name) => hasResult(join("results", name)))
    .sort();
}

function besideStudies(file: string): string {
  const folder = dirname(file);
  return basename(resolve(folder)) === "studies" ? join(folder, "..") : folder;
}

/** Whether a file is one of the package's studies, seen from elsewhere than the package itself. */
function isPackaged(file: string, packaged: string): boolean {
  if (resolve(dirname(file)) !== resolve(packaged, "studies")) return false;
  return relative(packaged, resolve(".")) !== "";
}
