import { existsSync, statSync } from "node:fs";
import { basename, extname, join } from "node:path";
import { InputError } from "../errors.js";
import { suggestFew } from "../study/file/nearest.js";
import { committedFolder, findStudy, hasResult, resultFolder, storedIds } from "../study/index.js";

/**
 * The folder that a word on the command line means: the folder itself, else that of the results of a study, named by
 * its file or its id.
 *
 * @param isRead whether nothing is written there: then results that come with the package will do
 * @throws {InputError} where there is none, with the nearest names
 */
export function namedFolder(word: string, isRead: boolean): string {
  if (statSync(word, { throwIfNoEntry: false })?.isDirectory() === true) return word;
  const stored = join("results", word);
  if (hasResult(stored)) return stored;
  const file = studyFile(word);
  if (file === undefined) {
    const remedy = suggestFew(word, storedIds()) ?? "Name a folder that 'jko run' has written, or a study it has run.";
    throw new InputError("no such folder, and no study of that id", { file: word, remedy });
  }
  const place = { file, id: basename(file, extname(file)) };
  const own = resultFolder(place);
  const folder = isRead && !hasResult(own) ? committedFolder(place) : own;
  if (existsSync(folder)) return folder;
  throw new InputError(`no result: there is no ${own}`, { file: word, remedy: `Run it first: jko run ${word}.` });
}

function studyFile(word: string): string | undefined {
  try {
    return findStudy(word, ".");
  } catch (error) {
    if (error instanceof InputError) return undefined;
    throw error;
  }
}
