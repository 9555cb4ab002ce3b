import { existsSync, readdirSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { isShipped } from "../file/package-folder.js";
import { hasResult } from "./stored-record.js";

/** What tells where the results of a study are. */
export interface StudyPlace {
  readonly file: string;
  readonly id: string;
}

/**
 * Where the results of a study are: `results/<id>` beside the folder `studies/` that its file is in, or beside the file
 * where it is in no such folder; of a study of the package, in the current folder.
 */
export function resultFolder(place: StudyPlace): string {
  return isShipped(place.file) ? join("results", place.id) : committedFolder(place);
}

/** The same but for the package's own studies, whose committed results come with it. */
export function committedFolder({ file, id }: StudyPlace): string {
  const folder = dirname(file);
  const root = basename(resolve(folder)) === "studies" ? join(folder, "..") : folder;
  return join(root, "results", id);
}

/** Names of the results in `results/` of the current folder. */
export function storedIds(): string[] {
  if (!existsSync("results")) return [];
  return readdirSync("results")
    .filter((name) => hasResult(join("results", name)))
    .sort();
}
