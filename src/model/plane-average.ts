import type { Box, PointFunction } from "./cell-box.js";
import { averageLine, type LineOptions } from "./line-average.js";
import { peakOf } from "./pole.js";

/** Evaluations of a function along a line that dividing a box on it costs, over those on a line itself. */
const LINES = 15;

/** Relative error of averages over lines: smaller differences between them mean nothing. */
const LINE_NOISE = 1e-11;

/** What may be left open in a cell, at first and at last. */
const ROUGH = 1e-5;
const FINE = 1e-12;

/** By how much lines are more accurate; measured by the first few, none of which is close to an end. */
const LINE_PART = 0.01;
const FIRST_LINES = 8;

/** A point where f grows too fast for its averages over lines to be integrated. */
export interface UnboundedPlace {
  readonly x: number;
  readonly y: number;
  /** Of the distance that f, or its average over a line, grows like. */
  readonly power: number;
}

/** An average, and where f cannot be integrated if it is infinite. */
export interface PlaneResolved {
  readonly average: number;
  readonly error: number;
  readonly place?: UnboundedPlace | undefined;
  /** Whether averages over lines have a pole themselves, as beside points where f is infinite. */
  readonly isSingular?: boolean;
}

/**
 * Average over a box on two axes: over y of averages over x, so that a jump along a curve, or a pole along a curve or
 * at a point, is one point of every line.
 *
 * Where such a curve leaves the box in between, averages over lines have a kink, which costs a million values to
 * follow: then five digits have to do.
 */
export function averagePlane(f: PointFunction, box: Box, options: LineOptions): PlaneResolved {
  const rough = lineByLine(f, box, { ...options, negligible: ROUGH });
  if (rough.place !== undefined) return rough;
  const fine = lineByLine(f, box, { ...options, negligible: FINE });
  return fine.place !== undefined || fine.error <= ROUGH || fine.error < rough.error ? fine : rough;
}

function lineByLine(f: PointFunction, box: Box, options: LineOptions): PlaneResolved {
  const { arithmetic, negligible } = options;
  const errors = new Map<number, number>();
  const line = { x: box.x, y: 0, wx: box.wx, wy: 0 };
  let [lines, beside] = [0, -Infinity];
  let onLine: UnboundedPlace | undefined;
  const overX = (y: number): number => {
    const own = { ...options, negligible: LINE_PART * negligible, beside };
    const { average, error, pole } = averageLine((x) => f(x, y), line, own);
    if (pole !== undefined) onLine = { x: pole.at, y, power: pole.power };
    if (error > 0) errors.set(y, error);
    if (lines++ < FIRST_LINES) beside = Math.max(beside, arithmetic.log(average));
    return average;
  };
  const across = { x: box.y, y: 0, wx: box.wy, wy: 0 };
  const errorAt = (y: number): number => errors.get(y) ?? 0;
  const found = averageLine(overX, across, { ...options, cost: LINES, noise: LINE_NOISE, errorAt });
  const { average, pole } = found;
  const isSingular = found.isSingular === true || onLine !== undefined;
  // The power of a pole comes from lines, which are no good once nothing is left to divide them with.
  const error = isSingular && options.budget.isSpent() ? Math.max(found.error, 1) : found.error;
  if (pole === undefined) return { average, error, isSingular, ...(!Number.isFinite(average) && { place: onLine }) };
  const along = { f: (x: number) => f(x, pole.at), log: arithmetic.log };
  const place = { x: peakOf(along, [box.x, box.x + box.wx]), y: pole.at, power: pole.power };
  return { average, error, place };
}
