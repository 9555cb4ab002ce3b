import type { MeasuredLevel, SolverMeasure } from "./level.js";
import { isMaximum, normOf } from "./names.js";

/** A level counts only if its error is at least this many times what the solver and the reference leave. */
export const floorFactor = 10;

/** What limits an error of a level, or undefined if nothing does. */
export type Floor = "round-off" | "reference" | "solver" | undefined;

/**
 * Whether an error of a level is zero to round-off, or within a factor 10 of the solver's or the reference's own error.
 *
 * On a mesh the solver's error is a bound in L1, and so is round-off; a level whose L1 error is near them is limited in every
 * norm. Of other states it is a power of a length, and compared with errors as a part of that of the state's extent.
 */
export function floorOf(level: MeasuredLevel, error: string): Floor {
  const own = level.errors[error];
  if (level.status !== "ok" || own === undefined || Number.isNaN(own)) return undefined;
  if (isZero(level, error)) return "round-off";
  if (isReferenceLimited(level, error)) return "reference";
  const { solverMeasure, solverError } = level;
  const comparable = solverMeasure === undefined ? errorInL1(level, error) : asSolverError(solverMeasure, error, own);
  if (comparable !== undefined && !(comparable > floorFactor * solverError)) return "solver";
  return undefined;
}

/** Errors whose root is a distance, to leading order. */
const quadratic: readonly string[] = ["KL", "symKL"];

/**
 * How much the error of the reference may change an error, at most, by the triangle inequality.
 *
 * In a distance d(f, r + delta) differs from d(f, r) by d(r + delta, r) at most. Relative entropies are squares of one, to
 * leading order: there e = d², e_r = d_r² give (d + d_r)² - d² = 2 sqrt(e e_r) + e_r, which is far more than e_r.
 */
export function referenceEffect(level: MeasuredLevel, error: string): number {
  const [own = Number.NaN, left = 0] = [level.errors[error], level.referenceErrors[error]];
  return quadratic.includes(normOf(error)) ? 2 * Math.sqrt(own * left) + left : left;
}

/** A relative entropy bounds the L1 distance and shows no more than that: where the one is limited so is the other. */
function isReferenceLimited(level: MeasuredLevel, error: string): boolean {
  if (isNear(level, error)) return true;
  const l1 = isMaximum(error) ? "L1@max" : "L1";
  return normOf(error) === "KL" && level.errors[l1] !== undefined && isNear(level, l1);
}

/**
 * Whether an error is near what the reference may change it by. On a mesh an estimate that is not a number says that the
 * reference is none; between other states there may be no such distance.
 */
function isNear(level: MeasuredLevel, error: string): boolean {
  const effect = referenceEffect(level, error);
  if (Number.isNaN(effect)) return level.solverMeasure === undefined;
  return !((level.errors[error] ?? Number.NaN) > floorFactor * effect);
}

/** Powers of a length in the unit of errors of states; those that are quadratic count by their root, and energies not. */
const powers: Readonly<Record<string, number>> = { W2: 1, mean: 1, aligned: 1, positions: 1, IGW: 2, covariance: 2 };

/** An error in the unit of the solver's; undefined where there is no comparing them. */
function asSolverError({ power, extent }: SolverMeasure, error: string, own: number): number | undefined {
  const norm = normOf(error);
  if (norm === "energy") return undefined;
  const distance = quadratic.includes(norm) ? Math.sqrt(own) : own;
  return distance * extent ** (power - (powers[norm] ?? 0));
}

/** Whether an error is zero, or the L1 error (or that of the layer masses, a part of it) is round-off. */
export function isZero(level: MeasuredLevel, error: string): boolean {
  const own = level.errors[error];
  const { roundOff = 0 } = level;
  const bounded = normOf(error) === "mass" ? own : errorInL1(level, error);
  return own === 0 || (bounded !== undefined && bounded <= roundOff);
}

function errorInL1({ errors }: MeasuredLevel, error: string): number | undefined {
  return errors[isMaximum(error) ? "L1@max" : "L1"] ?? errors.L1;
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
