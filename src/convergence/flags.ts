import { budgetError } from "./budget-error.js";
import { isMaximum, maximumOf } from "./error.js";
import { measureOf } from "./errors.js";
import type { MeasuredLevel, SolverMeasure } from "./level.js";

/** A level counts only if its error is at least this many times what the solver and the reference leave. */
export const floorFactor = 10;

/** What limits an error of a level, or undefined if nothing does. */
export type Floor = "round-off" | "reference" | "solver" | undefined;

/**
 * Whether an error of a level is zero to round-off, or within a factor 10 of the solver's or the reference's own error.
 *
 * On a mesh the solver's error is a bound in L1, and so is round-off; a level whose L1 error is near them is limited in
 * every norm. Of other states it is a power of a length, and compared with errors as a part of that of the state's
 * extent.
 */
export function floorOf(level: MeasuredLevel, error: string): Floor {
  const own = level.errors[error];
  if (level.status !== "ok" || own === undefined || Number.isNaN(own)) return undefined;
  if (isZero(level, error)) return "round-off";
  if (isReferenceLimited(level, error)) return "reference";
  const { solverMeasure, solverError } = level;
  const comparable =
    solverMeasure === undefined ? budgetErrorAt(level, error) : asSolverError(solverMeasure, error, own);
  if (comparable !== undefined && !(comparable > floorFactor * solverError)) return "solver";
  return undefined;
}

/**
 * How much the error of the reference may change an error, at most, by the triangle inequality.
 *
 * In a distance d(f, r + delta) differs from d(f, r) by d(r + delta, r) at most. Errors of power 2 are squares of one,
 * to leading order: there e = d², e_r = d_r² give (d + d_r)² - d² = 2 sqrt(e e_r) + e_r, which is far more than e_r.
 */
export function referenceEffect(level: MeasuredLevel, error: string): number {
  const [own = Number.NaN, left = 0] = [level.errors[error], level.referenceErrors[error]];
  return measureOf(error).power === 2 ? 2 * Math.sqrt(own * left) + left : left;
}

/**
 * On a mesh an error of power 2, a relative entropy, bounds the square of the budget's and shows no more than that:
 * where the one is limited so is the other.
 */
function isReferenceLimited(level: MeasuredLevel, error: string): boolean {
  if (isNear(level, error)) return true;
  const { power, onMesh } = measureOf(error);
  const own = atTimesOf(error);
  return power === 2 && onMesh !== undefined && level.errors[own] !== undefined && isNear(level, own);
}

/**
 * Whether an error is near what the reference may change it by. On a mesh an estimate that is not a number says that
 * the reference is none; between other states there may be no such distance.
 */
function isNear(level: MeasuredLevel, error: string): boolean {
  const effect = referenceEffect(level, error);
  if (Number.isNaN(effect)) return level.solverMeasure === undefined;
  return !((level.errors[error] ?? Number.NaN) > floorFactor * effect);
}

/**
 * An error of states in the unit of the solver's, squares by their root; undefined where there is no comparing them.
 */
function asSolverError({ power, extent }: SolverMeasure, error: string, own: number): number | undefined {
  const measure = measureOf(error);
  const lengthPower = measure.ofStates?.lengthPower;
  if (lengthPower === undefined) return undefined;
  const distance = measure.power === 2 ? Math.sqrt(own) : own;
  return distance * extent ** (power - lengthPower);
}

/** Whether an error is zero, or the L1 error (or it itself, where it is a part of that) is round-off. */
export function isZero(level: MeasuredLevel, error: string): boolean {
  const own = level.errors[error];
  const { roundOff = 0 } = level;
  const bounded = measureOf(error).onMesh?.ownRoundOff ? own : budgetErrorAt(level, error);
  return own === 0 || (bounded !== undefined && bounded <= roundOff);
}

/** The budget's error at the times of an error, or at the last time. */
function budgetErrorAt({ errors }: MeasuredLevel, error: string): number | undefined {
  return errors[atTimesOf(error)] ?? errors[budgetError.name];
}

/** The name of the budget's error at the times of an error. */
function atTimesOf(error: string): string {
  return isMaximum(error) ? maximumOf(budgetError.name) : budgetError.name;
}

/** `floor-limited` where every error of the study is, `floor-limited:NORM` for single ones. */
export function flagsOf(level: MeasuredLevel, errors: readonly string[]): string[] {
  return flagErrors(
    "floor-limited",
    errors.filter((error) => floorOf(level, error) !== undefined),
    errors,
  );
}

/** A flag for some of a study's errors: its name alone where it concerns all of them. */
export function flagErrors(flag: string, concerned: readonly string[], errors: readonly string[]): string[] {
  if (concerned.length > 0 && concerned.length === errors.length) return [flag];
  return concerned.map((error) => `${flag}:${error}`);
}
