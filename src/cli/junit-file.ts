import { statSync } from "node:fs";
import { basename, dirname } from "node:path";
import { InputError } from "../errors.js";
import type { CheckedStudy } from "../report/table/check-lines.js";
import { toJunit } from "../report/table/junit.js";
import { openOutputs } from "./outputs.js";

/** The file for `--junit`, written again after every study. */
export interface JunitFile {
  write(checked: readonly CheckedStudy[]): void;
}

/** @throws {InputError} where the file cannot be written; nothing is written yet */
export function openJunit(file: string | undefined): JunitFile {
  if (file === undefined) return { write: () => {} };
  if (statSync(file, { throwIfNoEntry: false })?.isDirectory()) {
    throw new InputError("a folder, not a file", { path: "--junit", value: file, remedy: "Name a file." });
  }
  const outputs = openOutputs(dirname(file));
  return { write: (checked) => outputs.write({ [basename(file)]: toJunit(checked) }) };
}
