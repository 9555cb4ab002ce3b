import { InputError } from "../errors.js";
import { formatPath, valueAt } from "./path.js";

/** Values a study may name but this version does not compute, by path. */
const unavailable: readonly { readonly path: readonly string[]; readonly values: readonly string[] }[] = [
  { path: ["scheme", "name"], values: ["search"] },
];

/**
 * Tells a study that is ahead of this version from one that is wrong.
 *
 * @throws {InputError} at the first value that is part of the format but not available
 */
export function refuseUnavailable(raw: unknown): void {
  for (const { path, values } of unavailable) {
    const value = valueAt(raw, path);
    if (typeof value === "string" && values.includes(value)) throw notAvailable(path, value);
  }
}

function notAvailable(path: readonly string[], value: unknown): InputError {
  return new InputError("not available in this version", {
    path: formatPath(path),
    value,
    remedy: "Choose another value, or a version of jko-study that has it.",
  });
}
