import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import writeFileAtomic from "write-file-atomic";
import { decode, encode, hashOf } from "./canonical.js";
import { codeHash } from "./code-hash.js";
import type { StudyListener } from "./events.js";

/** Finished levels and references, kept between runs. */
export interface Store {
  /** The result of a task, or undefined if it is not there or damaged. */
  read(task: object): unknown;
  /** Never fails: a result that cannot be stored is a warning. */
  write(task: object, result: object): Promise<void>;
}

/** Folder of the store: as given, else `JKO_STORE`, else `.jko` in the current folder. */
export function storeFolder(option: string | undefined): string {
  return option ?? (process.env.JKO_STORE || ".jko");
}

/**
 * A store in a folder; one file per task, named by the hash of its inputs and of the built code.
 *
 * A file holds a checksum and the encoded result. Files are replaced atomically, so that an interrupted run leaves whole
 * entries only; whatever else may damage one is told by the checksum, and the entry is removed.
 *
 * @param force read nothing, store everything again
 */
export function createStore(folder: string, force: boolean, onEvent: StudyListener): Store {
  let writable = true;
  return {
    read(task) {
      if (force) return undefined;
      const file = fileOf(folder, task);
      const text = readIfThere(file);
      if (text === undefined) return undefined;
      const result = open(text);
      if ("problem" in result) {
        onEvent({ type: "store-damaged", entry: file, reason: result.problem });
        rmSync(file, { force: true });
        return undefined;
      }
      return result.value;
    },
    async write(task, result) {
      if (!writable) return;
      const file = fileOf(folder, task);
      try {
        mkdirSync(folder, { recursive: true });
        await writeFileAtomic(file, seal(result));
      } catch (error) {
        writable = false;
        const reason = error instanceof Error ? error.message : String(error);
        onEvent({
          type: "warning",
          message: `results cannot be stored in ${folder}, and will be computed again: ${reason}`,
        });
      }
    },
  };
}

/** The store of a run that keeps nothing. */
export const noStore: Store = { read: () => undefined, write: async () => {} };

function fileOf(folder: string, task: object): string {
  return join(folder, `${hashOf({ task, code: codeHash() })}.json`);
}

function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}

function seal(result: object): string {
  const content = encode(result);
  return `${checksum(content)}\n${content}\n`;
}

function open(text: string): { readonly value: unknown } | { readonly problem: string } {
  const [sum, content, rest] = text.split("\n");
  if (content === undefined || rest !== "") return { problem: "cut short" };
  if (checksum(content) !== sum) return { problem: "the checksum does not match" };
  return { value: decode(content) };
}

function checksum(content: string): string {
  return createHash("sha256").update(content).digest("hex");
}
