import type { Arithmetic } from "./arithmetic.js";
import { type Box, halves, type PointFunction, plainRules, valuesAt } from "./cell-box.js";
import type { DivisionBudget } from "./division-budget.js";
import { findPole, type Pole, type PoleSide } from "./pole.js";

/** Relative difference of rule and check at which a box counts as resolved; the finer rule is then far better. */
export const TOLERANCE = 1e-12;

/** Part of a cell that cannot change its average any more. */
export const NEGLIGIBLE = 1e-16;

/** From this depth on, differences of the size of round-off are taken for just that. */
const NOISE_DEPTH = 3;

/** Halvings after which a box is so small that a jump in it is located to round-off. */
const MAX_DEPTH = 48;

/**
 * Where values are infinite, at depths that are multiples of this and where only noise is left poles are looked for.
 */
const SEARCH_DEPTH = 16;
const MOST_NOISE = 1e-3;

/** No more of them within one box. */
const MOST_POLES = 8;

/**
 * Widths of a box from its middle to the points beside it, and by how much the logarithm of f grows from there beside a
 * pole.
 */
const BESIDE = 16;
const LEAST_GROWTH = 0.1;

/** Powers that round-off cannot tell from 1. */
const MAX_POWER = 1 - 1e-9;

/**
 * A pole that is no farther from an end of a box, relative to the largest position in it, is at it: ends are rounded
 * too.
 */
const LEAST_SIDE = 8 * Number.EPSILON;

/** With the substitution s = t^k, k = SMOOTHED / (1 - p), a power s^-p becomes t^(SMOOTHED - 1). */
const SMOOTHED = 4;

/** Part of an average beside a pole that may be left open: values there may have more round-off than elsewhere. */
const OPEN_AT_POLE = 1e-13;
/** The averages over boxes on one axis; what they have in common. */
export interface LineOptions {
  readonly arithmetic: Arithmetic;
  readonly budget: DivisionBudget;
  /** Largest absolute value of all averages. */
  readonly scale: number;
  /** What evaluating f once costs, in units of the budget. */
  readonly cost: number;
  /** Relative error of values of f. */
  readonly noise: number;
  /** Part of an average that may be left open. */
  readonly negligible: number;
  /** Logarithm of an average beside which this one need not be better than that. */
  readonly beside: number;
  /** Relative error of f at a point. */
  readonly errorAt?: (x: number) => number;
}

/** An average, and the part of it that could not be resolved. */
export interface Resolved {
  /** Infinite where f has a pole that cannot be integrated. */
  readonly average: number;
  readonly error: number;
  /** That pole. */
  readonly pole?: Unbounded;
  /** Whether the average is one over poles. */
  readonly isSingular?: boolean;
}

/** Where f grows like distance^-power, power at least 1. */
export interface Unbounded {
  readonly at: number;
  readonly power: number;
}

const rules = plainRules(1);

/**
 * Average over a box on one axis: where Gauss rule and check differ it is halved, and so on, so that kinks, jumps and
 * narrow peaks cost only the boxes they are in. Where f grows like a power of the distance from a point, inside or at
 * an end, the box is divided there, and its parts are averaged in a variable in which f is smooth.
 *
 * @param poles number of points that f may be infinite at
 */
export function averageLine(f: PointFunction, whole: Box, options: LineOptions, poles = MOST_POLES): Resolved {
  const { arithmetic, budget, scale, cost, noise, negligible, errorAt } = options;
  let reference = options.beside;
  let open = 0;
  let pole: Pole | undefined;

  function divide(box: Box, depth: number): number {
    const { average, miss, size, meetsPole } = arithmetic.estimate(f, rules, box);
    const share = size - depth * Math.LN2;
    // The largest contribution seen: a first estimate that missed a peak must not set the accuracy asked for.
    if (share > reference && share < Infinity) reference = share;
    const error = miss * Math.exp(share - reference);
    if (!meetsPole && (!(miss > TOLERANCE) || error <= negligible)) return accepted(average, box, share);
    const isNoise = depth >= NOISE_DEPTH && miss <= noise + roundOff(box, size);
    const isSearched = meetsPole || (depth > 0 && depth % SEARCH_DEPTH === 0) || (isNoise && miss > MOST_NOISE);
    if (poles > 0 && isSearched) pole = poleIn(box);
    if (pole !== undefined) return average;
    if (isNoise || error <= negligible) return accepted(average, box, share);
    const parts = depth < MAX_DEPTH && budget.take(2 * cost) ? halves(box) : [];
    const averages: number[] = [];
    for (const part of parts) {
      averages.push(divide(part, depth + 1));
      if (pole !== undefined) return average;
    }
    const divided = arithmetic.mean(averages);
    if (Number.isFinite(divided)) return divided;
    // No parts, or so small that their nodes fall on a singularity.
    open += error;
    return average;
  }

  /** Takes the average of a box, and with it the errors of the values it comes from. */
  function accepted(average: number, { x, wx }: Box, share: number): number {
    if (errorAt === undefined) return average;
    const worst = rules.fine.dx.reduce((most, dx) => Math.max(most, errorAt(x + wx * dx)), 0);
    if (worst > 0) open += worst * Math.exp(share - reference);
    return average;
  }

  function roundOff(box: Box, size: number): number {
    return arithmetic.noise(valuesAt(rules.fine, f, box), box, size, scale);
  }

  /** The pole in or right beside a box where f is larger than around it. */
  function poleIn({ x, wx }: Box): Pole | undefined {
    const [lower, upper] = [whole.x, whole.x + whole.wx].map((end) => (isRoundOff(Math.abs(end), whole) ? 0 : end)) as [
      number,
      number,
    ];
    const sizeAt = (place: number): number => arithmetic.log(f(place, whole.y));
    const middle = x + wx / 2;
    const around = [middle - BESIDE * wx, middle + BESIDE * wx].filter((place) => place > lower && place < upper);
    if (sizeAt(middle) <= Math.max(...around.map(sizeAt)) + LEAST_GROWTH) return undefined;
    const search = [Math.max(lower, x - wx), Math.min(upper, x + 2 * wx)] as const;
    return findPole({ f: (place) => f(place, whole.y), log: arithmetic.log }, search, [lower, upper]);
  }

  const average = divide(whole, 0);
  if (pole !== undefined) return averageAtPole(f, whole, pole, options, poles - 1);
  return { average, error: open === 0 ? 0 : open * Math.exp(reference - arithmetic.log(average)) };
}

function isRoundOff(distance: number, { x, wx }: Box): boolean {
  return distance <= LEAST_SIDE * Math.max(Math.abs(x), Math.abs(x + wx));
}

/** Average over a box from those on both sides of a pole. */
function averageAtPole(
  f: PointFunction,
  whole: Box,
  { at, below, above }: Pole,
  options: LineOptions,
  poles: number,
): Resolved {
  const { times, log, mean } = options.arithmetic;
  const sides = [
    { side: below, sign: -1, x: whole.x, wx: at - whole.x },
    { side: above, sign: 1, x: at, wx: whole.x + whole.wx - at },
  ].filter(({ wx }) => !isRoundOff(wx, whole));
  const averages = sides.map(({ side, sign, x, wx }) => {
    if (side === undefined) return averageLine(f, { ...whole, x, wx }, options, poles);
    return averageBeside(f, { ...whole, x: at, wx: sign * wx }, side, options, poles);
  });
  const unbounded = averages.find(({ pole }) => pole !== undefined);
  if (unbounded !== undefined) return unbounded;
  if (averages.length === 1) return { ...averages[0], isSingular: true };
  const shares = sides.map(({ wx }, k) => times(averages[k].average, (sides.length * wx) / whole.wx));
  const average = mean(shares);
  const partOf = (k: number): number => Math.exp(log(shares[k]) - log(average)) / sides.length;
  const error = averages.reduce((sum, one, k) => (one.error === 0 ? sum : sum + one.error * partOf(k)), 0);
  return { average, error, isSingular: true };
}

/**
 * Average over one side of a pole, with s = L t^k for the distance s: what is integrated over t,
 *
 *     k t^(k-1) f(s),   k = 4 / (1 - p),   f = s^-p g(s),
 *
 * is as smooth as t^3 g(L t^k), and p need not be exact. It is for the closest distances, where f goes on as that
 * power, and moves values from where rounded positions are to where they should be.
 *
 * @param box from the pole on; its width is negative for the side below
 */
function averageBeside(f: PointFunction, box: Box, side: PoleSide, options: LineOptions, poles: number): Resolved {
  const { times, log } = options.arithmetic;
  const { power, doubt, start, value } = side;
  const at = box.x;
  if (!(power + doubt < MAX_POWER)) {
    return { average: times(value, Number.POSITIVE_INFINITY), error: 0, pole: { at, power } };
  }
  const length = Math.abs(box.wx);
  const k = SMOOTHED / (1 - power);
  const placeOf = (t: number): number => at + box.wx * t ** k;
  const smooth = (t: number): number => {
    const s = length * t ** k;
    if (s < start) return times(value, k * t ** (SMOOTHED - 1) * (start / length) ** power);
    const x = placeOf(t);
    return times(f(x, box.y), k * t ** (k - 1) * (Math.abs(x - at) / s) ** power);
  };
  const { errorAt } = options;
  const own = {
    ...options,
    negligible: Math.max(options.negligible, OPEN_AT_POLE),
    ...(errorAt && { errorAt: (t: number) => errorAt(placeOf(t)) }),
  };
  const found = averageLine(smooth, { x: 0, y: 0, wx: 1, wy: 0 }, own, poles);
  if (found.pole !== undefined) return { ...found, pole: { ...found.pole, at: placeOf(found.pole.at) } };
  const continued = ((start / length) * Math.exp(log(value) - log(found.average))) / (1 - power);
  return { average: found.average, error: found.error + (continued * doubt) / (1 - power) };
}
