import type { MeasuredLevel } from "./level.js";

/** A level counts only if its error is at least this many times what the solver and the reference leave. */
export const floorFactor = 10;

/** What limits an error of a level, or undefined if nothing does. */
export type Floor = "solver" | "reference" | undefined;

/**
 * Whether an error of a level is within a factor 10 of the solver's or the reference's own error.
 *
 * The solver's error is a bound in L1; a level whose L1 error is near it is limited in every norm.
 */
export function floorOf(level: MeasuredLevel, error: string): Floor {
  const own = level.errors[error];
  if (level.status !== "ok" || own === undefined || Number.isNaN(own)) return undefined;
  if (own <= floorFactor * (level.referenceErrors[error] ?? 0)) return "reference";
  const inL1 = level.errors[error.endsWith("@max") ? "L1@max" : "L1"] ?? level.errors.L1;
  if (inL1 !== undefined && inL1 <= floorFactor * level.solverError) return "solver";
  return undefined;
}

/** `floor-limited` where every error of the study is, `floor-limited:NORM` for single ones. */
export function flagsOf(level: MeasuredLevel, errors: readonly string[]): string[] {
  const limited = errors.filter((error) => floorOf(level, error) !== undefined);
  if (limited.length > 0 && limited.length === errors.length) return ["floor-limited"];
  return limited.map((error) => `floor-limited:${error}`);
}
