import { InputError } from "../errors.js";

/** @throws {InputError} unless the value is positive and finite */
export function positiveNumber(value: number, what: string, path: string): number {
  if (value > 0 && value < Infinity) return value;
  throw new InputError(`${what} must be positive and finite`, { path, value });
}
