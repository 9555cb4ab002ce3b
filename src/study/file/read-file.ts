import { readFileSync, statSync } from "node:fs";
import { InputError } from "../../errors.js";

/** What a file is read for, for messages. */
export interface FileKind {
  /** With its article: `a study file`. */
  readonly noun: string;
  readonly mostBytes: number;
  /** What to do about a folder in its place. */
  inFolder(folder: string): string;
  /** What a path is relative to, where that is not the current folder: `the study`. */
  readonly beside?: string;
}

/**
 * Content of a regular file.
 *
 * @throws {InputError} naming the file, on whatever is none, is too large or cannot be read
 */
export function readBytes(file: string, { noun, mostBytes, inFolder, beside }: FileKind): Uint8Array {
  try {
    const stat = statSync(file);
    if (stat.isDirectory()) throw new InputError(`a folder, not ${noun}`, { file, remedy: inFolder(file) });
    if (!stat.isFile()) throw new InputError("not a regular file", { file, remedy: `Name ${noun}.` });
    if (stat.size > mostBytes) {
      throw new InputError(`${noun} has at most ${mostBytes} bytes`, { file, value: stat.size });
    }
    return readFileSync(file);
  } catch (error) {
    if (error instanceof InputError) throw error;
    const code = (error as NodeJS.ErrnoException).code ?? "unknown error";
    const path = beside === undefined ? "the path" : `the path, which is relative to ${beside},`;
    throw new InputError(`cannot be read (${code})`, { file, remedy: `Check ${path} and its permissions.` });
  }
}

/**
 * Bytes as UTF-8 text.
 *
 * @throws {InputError} naming the file, where they are none
 */
export function textOf(bytes: Uint8Array, file: string, { noun }: FileKind): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new InputError("not UTF-8 text", { file, remedy: `Save ${noun.replace(/^an? /, "the ")} as UTF-8.` });
  }
}
