import { encode } from "../file/canonical.js";

/** One value in which two pieces of a study differ. */
export interface Difference {
  /** E.g. `model.exchange.mobility`. */
  readonly path: string;
  readonly stored: unknown;
  readonly own: unknown;
}

/** Values in which two mappings differ, key by key; lists are compared whole. */
export function differencesOf(stored: unknown, own: unknown, path: string): Difference[] {
  if (!isMapping(stored) || !isMapping(own)) return isSame(stored, own) ? [] : [{ path, stored, own }];
  const keys = [...new Set([...Object.keys(stored), ...Object.keys(own)])];
  return keys.flatMap((key) => differencesOf(stored[key], own[key], `${path}.${key}`));
}

export function isMapping(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isSame(a: unknown, b: unknown): boolean {
  return a === undefined || b === undefined ? a === b : encode(a) === encode(b);
}
