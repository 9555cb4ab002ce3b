import type { ErrorValues } from "./error.js";
import type { Finding } from "./expectation.js";
import type { MeasuredLevel } from "./level.js";
import { levelText } from "./lines.js";

/** One level of a stored table. */
export interface StoredLevel {
  readonly steps: number;
  /** Cells per axis. */
  readonly cells: readonly number[];
  /** Of a parameter sweep. */
  readonly parameter?: MeasuredLevel["parameter"];
  readonly errors: ErrorValues;
}

type Sizes = Pick<StoredLevel, "steps" | "cells" | "parameter">;

/** What the finest errors of a study are held against. */
export interface Baseline {
  /** The stored level of the sizes of the study's finest one. */
  readonly stored: StoredLevel;
  /** Names of the errors that are compared. */
  readonly errors: readonly string[];
  /** An error may be at most this many times the stored one. */
  readonly factor: number;
}

/** Whether two levels have the same sizes. */
export function isSameLevel(a: Sizes, b: Sizes): boolean {
  return a.steps === b.steps && a.cells.join() === b.cells.join() && a.parameter?.value === b.parameter?.value;
}

/**
 * Holds the finest errors of a sweep against stored ones: error <= factor * stored, for every error named.
 *
 * An order says how errors shrink, not how large they are: a scheme that solves a slightly different problem at the
 * right order is found here. NaN fails; a level that was not computed cannot be judged.
 *
 * @param levels of the sweep; one of them has the sizes of the stored level
 * @throws {RangeError} where none has
 */
export function compareBaseline(levels: readonly MeasuredLevel[], baseline: Baseline): Finding[] {
  const level = levels.find((one) => isSameLevel(one, baseline.stored));
  if (level === undefined) throw new RangeError("the sweep does not have the stored level");
  return baseline.errors.map((error) => compareError(level, baseline, error));
}

function compareError(level: MeasuredLevel, { stored, factor }: Baseline, error: string): Finding {
  const name = `baseline ${error}: finest error <= ${factor} x stored`;
  const at = `computed and stored at ${levelText(level)}`;
  const [own, before] = [level.errors[error], stored.errors[error] ?? Number.NaN];
  if (level.status !== "ok" || own === undefined) {
    const why = level.status === "ok" ? "there is no error" : `the level is ${level.status}`;
    return { outcome: "unjudged", name, sentence: `${name} cannot be judged, ${why}; ${at}` };
  }
  const met = own <= factor * before;
  const ratio = before === 0 ? "" : `, ratio ${Number((own / before).toPrecision(4))}`;
  const sentence = `${name} ${met ? "holds" : "is missed"}, ${digits(own)} against ${digits(before)}${ratio}, ${at}`;
  return { outcome: met ? "met" : "missed", name, sentence };
}

function digits(value: number): string {
  return value.toExponential(3);
}
