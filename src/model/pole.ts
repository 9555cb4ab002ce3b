/**
 * What f does on one side of a pole: there it is value (start / s)^power at distances s up to `start`, and more or less
 * beyond.
 */
export interface PoleSide {
  readonly power: number;
  /** By how much the power may be wrong. */
  readonly doubt: number;
  readonly start: number;
  readonly value: number;
}

/** A point that f grows towards like a power of the distance, from below, from above or both. */
export interface Pole {
  readonly at: number;
  readonly below: PoleSide | undefined;
  readonly above: PoleSide | undefined;
}

/** A function on one axis, and the logarithm of the absolute value that one of its values stands for. */
export interface SizedFunction {
  readonly f: (x: number) => number;
  readonly log: (value: number) => number;
}

/** Smaller powers leave nothing to do: a box of 2^-48 is no part of their integral. */
const LEAST_POWER = 0.05;

/** The distances that f is looked at begin at this part of the place of a pole: there positions are known to 2^-25. */
const FIRST_DISTANCE = 2 ** -28;

/**
 * The same as parts of the length of a side, which the first may not exceed; close to 0 positions are as good as exact.
 */
const MOST_DISTANCE = 2 ** -8;
const LEAST_DISTANCE = 2 ** -40;

/** Ratios of the distances to the first. */
const LADDER = [8, 4, 0, -4, -8, -12, -16].map((octave) => 2 ** octave);

/** Intervals that a search is divided into, and the part of the first one at which it ends. */
const PIECES = 8;
const LEAST_PIECE = 2 ** -48;

/**
 * The pole in an interval, if there is one: |f| has its largest value there, goes on growing like a power down to the
 * last distances that can be told apart, and is no peak of that width.
 *
 * @param search interval to look for it
 * @param whole interval that f is averaged over
 */
export function findPole(
  f: SizedFunction,
  search: readonly [number, number],
  [lower, upper]: readonly [number, number],
): Pole | undefined {
  const at = peakOf(f, search);
  const top = sizeAt(f, at);
  const below = sideOf(f, at, -1, at - lower, top);
  const above = sideOf(f, at, 1, upper - at, top);
  return below === undefined && above === undefined ? undefined : { at, below, above };
}

/**
 * Where |f| is largest; of a run of infinite values the middle. 0 is tried wherever it can be: doubles are densest
 * there.
 */
export function peakOf(f: SizedFunction, [lower, upper]: readonly [number, number]): number {
  const least = LEAST_PIECE * (upper - lower);
  for (let [from, to] = [lower, upper]; ; ) {
    const width = to - from;
    const points = Array.from({ length: PIECES + 1 }, (_, k) => (k < PIECES ? from + (width * k) / PIECES : to));
    if (from < 0 && to > 0) points.push(0);
    points.sort((a, b) => a - b);
    const sizes = points.map((x) => sizeAt(f, x));
    const largest = Math.max(...sizes);
    const [first, last] = [sizes.indexOf(largest), sizes.lastIndexOf(largest)];
    from = points[Math.max(first - 1, 0)];
    to = points[Math.min(last + 1, points.length - 1)];
    const isAlone = first === last && largest === Number.POSITIVE_INFINITY;
    if (isAlone || !(to - from < width && to - from > least)) return points[(first + last) >> 1];
  }
}

/** Logarithm of |f|; what is no number counts as infinite, as 0/0 is. */
function sizeAt({ f, log }: SizedFunction, x: number): number {
  const size = log(f(x));
  return Number.isNaN(size) ? Number.POSITIVE_INFINITY : size;
}

/** @param top size of f at the pole itself, as far as it can be told */
function sideOf(f: SizedFunction, at: number, sign: 1 | -1, length: number, top: number): PoleSide | undefined {
  if (!(length > 0)) return undefined;
  const limited = Math.min(FIRST_DISTANCE * Math.abs(at), MOST_DISTANCE * length);
  const first = Math.max(limited, LEAST_DISTANCE * length);
  const points = LADDER.map((ratio) => at + sign * first * ratio);
  // Differences of close numbers are exact, so that these are the distances of the points from the pole.
  const distances = points.map((x) => Math.abs(x - at));
  const sizes = points.map((x) => sizeAt(f, x));
  const ratio = (j: number): number => Math.log(distances[j] / distances[j + 1]);
  const slopes = sizes.slice(1).map((size, j) => (size - sizes[j]) / ratio(j));
  if (!slopes.every((slope) => slope >= LEAST_POWER)) return undefined;
  const last = sizes.length - 1;
  if (top - sizes[last] < (slopes[last - 1] * ratio(last - 1)) / 2) return undefined;
  // log f = a - p log s + b s through three points each.
  const bends = slopes.map((_, j) => (distances[j] - distances[j + 1]) / ratio(j));
  const powers = slopes
    .slice(1)
    .map((slope, j) => (bends[j] * slope - bends[j + 1] * slopes[j]) / (bends[j] - bends[j + 1]));
  const doubtOf = (j: number): number => Math.abs(powers[j] - powers[j - 1]);
  // Closer by there is less to continue, but what is computed may be more rounded.
  const weight = (j: number): number =>
    doubtOf(j) * Math.exp(sizes[j + 1] - sizes[1]) * (distances[j + 1] / distances[1]);
  const best = powers
    .map((_, j) => j)
    .slice(1)
    .reduce((one, j) => (weight(j) < weight(one) ? j : one));
  const value = f.f(points[best + 1]);
  return { power: powers[best], doubt: doubtOf(best), start: distances[best + 1], value };
}
