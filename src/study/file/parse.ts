import { InputError } from "../../errors.js";
import { checkStudy } from "./check.js";
import { withFiles } from "./data-files.js";
import { applyOverride, parseOverride } from "./override.js";
import type { Study, StudyInput } from "./schema.js";

export interface ParseOptions {
  /** `key=value` overrides, applied in order. */
  readonly set?: readonly string[];
  /** Folder that the paths of files in the study are relative to; the current one when absent. */
  readonly folder?: string;
}

/**
 * A study from plain values, as a file of it would be parsed: defaults are filled in, and everything is checked.
 *
 * @throws {InputError} naming the path, the value and a remedy
 */
export function parseStudy(raw: StudyInput, { set = [], folder = "." }: ParseOptions = {}): Study {
  const own = copyOf(raw);
  for (const text of set) applyOverride(own, parseOverride(text));
  return withFiles(checkStudy(own), folder);
}

/** The caller's object stays as it is. */
function copyOf(raw: unknown): object {
  if (typeof raw !== "object" || raw === null || Array.isArray(raw)) {
    throw new InputError("a study is a mapping", { value: raw, remedy: "Give an object with id, title, model." });
  }
  try {
    // What JSON has: numbers, texts, lists and mappings, none of which holds itself.
    JSON.stringify(raw);
    return structuredClone(raw);
  } catch {
    throw new InputError("a study consists of plain values", { remedy: "Leave out functions, and circles." });
  }
}
