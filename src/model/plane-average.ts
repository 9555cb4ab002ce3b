import type { Box, PointFunction } from "./cell-box.js";
import { averageLine, type LineOptions, type Resolved, type Walls } from "./line-average.js";

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

/** Walls along x and along y. */
export type PlaneWalls = readonly [Walls, Walls];

/**
 * Average over a box on two axes: over y of averages over x, so that a jump along a curve, or a singularity along a wall,
 * is one point of every line.
 *
 * Where such a curve leaves the box in between, averages over lines have a kink, which costs a million values to follow: then
 * five digits have to do.
 */
export function averagePlane(f: PointFunction, box: Box, walls: PlaneWalls, options: LineOptions): Resolved {
  const rough = lineByLine(f, box, walls, { ...options, negligible: ROUGH });
  const fine = lineByLine(f, box, walls, { ...options, negligible: FINE });
  return fine.error <= ROUGH || fine.error < rough.error ? fine : rough;
}

function lineByLine(f: PointFunction, box: Box, [alongX, alongY]: PlaneWalls, options: LineOptions): Resolved {
  const { arithmetic, negligible } = options;
  const errors = new Map<number, number>();
  const line = { x: box.x, y: 0, wx: box.wx, wy: 0 };
  let [lines, beside] = [0, -Infinity];
  const overX = (y: number): number => {
    const own = { ...options, negligible: LINE_PART * negligible, beside };
    const { average, error } = averageLine((x) => f(x, y), line, alongX, own);
    if (error > 0) errors.set(y, error);
    if (lines++ < FIRST_LINES) beside = Math.max(beside, arithmetic.log(average));
    return average;
  };
  const across = { x: box.y, y: 0, wx: box.wy, wy: 0 };
  const errorAt = (y: number): number => errors.get(y) ?? 0;
  return averageLine(overX, across, alongY, { ...options, cost: LINES, noise: LINE_NOISE, errorAt });
}
