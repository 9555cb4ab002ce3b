import { accessSync, constants, existsSync, mkdirSync, readdirSync, rmdirSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { InputError } from "../errors.js";
import { removeStaleTemporaries, replaceFiles } from "../study/index.js";

/** A folder that is known to be writable before anything is computed. */
export interface Outputs {
  readonly folder: string;
  /**
   * Replaces files whole and together: a failure leaves all the old ones.
   *
   * @throws {InputError} where the folder cannot be written any more
   */
  write(files: Readonly<Record<string, string | Uint8Array>>): void;
  /** Takes the folder away where nothing is in it. */
  removeEmpty(): void;
}

/** What a sweep keeps in any case. */
export const keptInStore = "finished levels are in the store, unless a warning has said otherwise";

/**
 * @param kept what is not lost where writing fails, for the message
 * @throws {InputError} where the folder cannot be made or written
 */
export function openOutputs(folder: string, kept?: string): Outputs {
  guard(folder, kept, () => {
    makeFolder(resolve(folder));
    accessSync(folder, constants.W_OK | constants.X_OK);
    removeStaleTemporaries(folder);
  });
  return {
    folder,
    write(files) {
      guard(folder, kept, () => {
        replaceFiles(Object.entries(files).map(([name, content]) => [join(folder, name), content] as const));
      });
    },
    removeEmpty() {
      if (existsSync(folder) && readdirSync(folder).length === 0) rmdirSync(folder);
    },
  };
}

/**
 * Makes a folder and its parents; the recursive option of mkdir does not end where a file system refuses them with
 * ENOENT.
 */
function makeFolder(folder: string): void {
  if (existsSync(folder)) return void readdirSync(folder);
  makeFolder(dirname(folder));
  mkdirSync(folder);
}

function guard(folder: string, kept: string | undefined, action: () => void): void {
  try {
    action();
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? String(error);
    const choice = code === "ENOSPC" ? "The disk is full: free space, or choose" : "Choose";
    throw new InputError(`results cannot be written (${code})`, {
      file: folder,
      remedy: `${choice} another folder with --out${kept === undefined ? "" : `; ${kept}`}.`,
    });
  }
}
