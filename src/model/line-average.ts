import type { Arithmetic } from "./arithmetic.js";
import { type Box, halves, type PointFunction, plainRules, valuesAt } from "./cell-box.js";
import type { DivisionBudget } from "./division-budget.js";

/** Relative difference of rule and check at which a box counts as resolved; the finer rule is then far better. */
export const TOLERANCE = 1e-12;

/** Part of a cell that cannot change its average any more. */
export const NEGLIGIBLE = 1e-16;

/** From this depth on, differences of the size of round-off are taken for just that. */
const NOISE_DEPTH = 3;

/** Halvings after which a box is so small that a jump in it is located to round-off. */
const MAX_DEPTH = 48;

/** Distances from a wall, relative to its position, below which rounded positions would spoil them. */
const LEAST_DISTANCE = 2 ** -28;

/** Powers that round-off cannot tell from 1. */
const MAX_POWER = 1 - 1e-9;

/** Where in the last box at a wall a function is looked at to see whether it is the power it seems to be. */
const CLOSE = 2 ** -20;

/** Walls that a box on one axis touches. */
export interface Walls {
  readonly lower?: number | undefined;
  readonly upper?: number | undefined;
}

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
  readonly average: number;
  readonly error: number;
}

const rules = plainRules(1);

/**
 * Average over a box on one axis: where Gauss rule and check differ it is halved, and so on, so that kinks, jumps and narrow
 * peaks cost only the boxes they are in. At a wall f may grow like a power of the distance: the last box there is integrated as one.
 */
export function averageLine(f: PointFunction, whole: Box, walls: Walls, options: LineOptions): Resolved {
  const { arithmetic, budget, scale, cost, noise, negligible, errorAt } = options;
  let reference = options.beside;
  let open = 0;

  function divide(box: Box, { lower, upper }: Walls, depth: number): number {
    const { average, miss, size } = arithmetic.estimate(f, rules, box);
    const share = size - depth * Math.LN2;
    // The largest contribution seen: a first estimate that missed a peak must not set the accuracy asked for.
    if (share > reference) reference = share;
    const error = miss * Math.exp(share - reference);
    if (!(miss > TOLERANCE) || error <= negligible) return accepted(average, box, share);
    if (depth >= NOISE_DEPTH && miss <= noise + roundOff(box, size)) return accepted(average, box, share);
    const tail = tailAtWall(arithmetic, f, box, { lower, upper }, depth);
    if (tail !== undefined && (tail.error < miss || tail.error === Infinity)) {
      open += tail.error * Math.exp(share - reference);
      return tail.average;
    }
    const parts = depth < MAX_DEPTH && budget.take(2 * cost) ? halves(box) : [];
    const sides = [{ lower }, { upper }];
    const divided = arithmetic.mean(parts.map((part, k) => divide(part, sides[k] as Walls, depth + 1)));
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

  const average = divide(whole, walls, 0);
  return { average, error: open === 0 ? 0 : open * Math.exp(reference - arithmetic.log(average)) };
}

/**
 * Average over the last box at a wall of f = c s^-p, s the distance: f(w)/(1 - p) with p from two points, and as error what p
 * from there to close by the wall makes of it; Infinity from p = 1 on. Undefined elsewhere, and where f is no such power.
 */
function tailAtWall(
  arithmetic: Arithmetic,
  f: PointFunction,
  { wx }: Box,
  { lower, upper }: Walls,
  depth: number,
): Resolved | undefined {
  const wall = lower ?? upper;
  if (wall === undefined || (depth < MAX_DEPTH && wx > LEAST_DISTANCE * Math.abs(wall))) return undefined;
  const points = [1, 0.5, CLOSE].map((part) => wall + (lower === undefined ? -part : part) * wx);
  const values = points.map((x) => f(x, 0));
  const power = (k: number): number => {
    const [far, near] = [k, k + 1].map((j) => Math.abs(points[j] - wall)) as [number, number];
    return (arithmetic.log(values[k + 1]) - arithmetic.log(values[k])) / Math.log(far / near);
  };
  const [p, closer] = [power(0), power(1)];
  if (p >= MAX_POWER && closer >= MAX_POWER) return { average: values[0], error: Infinity };
  if (!(p < 1 && closer < 1)) return undefined;
  return { average: arithmetic.times(values[0], 1 / (1 - p)), error: Math.abs(1 - (1 - p) / (1 - closer)) };
}
