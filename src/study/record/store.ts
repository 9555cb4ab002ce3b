import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { hashOf } from "../file/canonical.js";
import type { StudyListener } from "../run/events.js";
import { codeHash } from "./code-hash.js";
import { openEntry, sealEntry } from "./entry.js";
import { removeStaleTemporaries, replaceFile } from "./replace-file.js";

/** Finished levels and references, kept between runs. */
export interface Store {
  /** The result of a task, or undefined if it is not there, damaged, or not one of that task. */
  read(task: object, isResult: (value: unknown) => boolean): unknown;
  /** Never fails: a result that cannot be stored is a warning. */
  write(task: object, result: object, about: string): void;
  /** Whether the result of a task has been read or written. */
  keeps(task: object): boolean;
  /** Number of results that have been read or written. */
  count(): number;
}

/** Folder of the store: as given, else `JKO_STORE`, else `.jko` in the current folder. */
export function storeFolder(option: string | undefined): string {
  return option ?? (process.env.JKO_STORE || ".jko");
}

/**
 * A store in a folder; one file per task, named by the hash of its inputs and of the built code.
 *
 * Files are replaced whole, so that an interrupted run leaves whole entries only; whatever else may damage or exchange
 * one is told by its checksum and key, and the entry is removed.
 *
 * @param force read nothing, store everything again
 */
export function createStore(folder: string, force: boolean, onEvent: StudyListener): Store {
  const warned = new Set<string>();
  const kept = new Set<string>();
  let opened = false;
  const warn = (error: unknown): void => {
    const reason = error instanceof Error ? error.message : String(error);
    const code = (error as NodeJS.ErrnoException).code ?? reason;
    if (warned.has(code)) return;
    warned.add(code);
    const message = `results cannot be stored in ${folder}, and will be computed again: ${reason}`;
    onEvent({ type: "warning", message });
  };
  return {
    read(task, isResult) {
      if (force) return undefined;
      const key = keyOf(task);
      const file = entryFile(folder, key);
      const text = readIfThere(file);
      if (text === undefined) return undefined;
      const entry = openEntry(text, key);
      const problem = entry.problem ?? (isResult(entry.value) ? undefined : "it has not the shape of its level");
      if (entry.problem === undefined && problem === undefined) {
        kept.add(key);
        return entry.value;
      }
      onEvent({ type: "store-damaged", entry: file, reason: problem as string });
      rmSync(file, { force: true });
      return undefined;
    },
    write(task, result, about) {
      const key = keyOf(task);
      try {
        mkdirSync(folder, { recursive: true });
        if (!opened) removeStaleTemporaries(folder);
        opened = true;
        replaceFile(entryFile(folder, key), sealEntry({ key, code: codeHash(), about }, result));
        kept.add(key);
      } catch (error) {
        warn(error);
      }
    },
    keeps: (task) => kept.has(keyOf(task)),
    count: () => kept.size,
  };
}

/** The store of a run that keeps nothing. */
export const noStore: Store = { read: () => undefined, write: () => {}, keeps: () => false, count: () => 0 };

function keyOf(task: object): string {
  return hashOf({ task, code: codeHash() });
}

function entryFile(folder: string, key: string): string {
  return join(folder, `${key}.json`);
}

function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}
