import type { Expectation, Finding } from "./expectation.js";
import { floorOf, referenceEffect } from "./flags.js";
import { type MeasuredLevel, sizeOf } from "./level.js";
import { formatNumber, type Line, levelText } from "./lines.js";
import { areApart, leastRatio } from "./orders.js";
import { extrapolate, type Triple } from "./richardson.js";

const defaultWithin = 0.1;
/** Levels that show whether a sequence settles. */
const settlingLevels = 3;
/** Levels that differ by at most this part of the band stand still. */
const stillShare = 0.1;

/** The band about a plateau. */
interface Band {
  readonly centre: number;
  readonly halfWidth: number;
}

/**
 * Whether an error settles at a plateau: its finest value lies in the band, and so does what the last three levels tend
 * to.
 *
 * The finest value alone says nothing: an error that tends to zero passes through every band on its way.
 */
export function judgePlateau(line: Line, { plateau = 0, within = defaultWithin }: Expectation): Finding {
  const band = { centre: plateau, halfWidth: within * Math.abs(plateau) };
  const limit = `limit ${formatNumber(plateau)} within ${formatNumber(100 * within)} %`;
  const name = `${line.error}${line.name}: ${limit}`;
  const levels = lastLevels(line);
  const reason = whyUnjudged(levels, line, band);
  if (reason !== undefined) return { outcome: "unjudged", name, sentence: `${name} cannot be judged, ${reason}` };
  const finest = levels[settlingLevels - 1];
  const values = levels.map(({ errors }) => errors[line.error]) as unknown as Triple;
  const sizes = levels.map((level) => sizeOf(level, line.axis)) as unknown as Triple;
  const miss = whyMissed(sizes, values, band);
  const found = `finest error ${formatNumber(values[2])} at ${levelText(finest)}`;
  const sentence = `${name} ${miss === undefined ? "holds" : "is missed"}, ${found}${miss ?? ""}`;
  return { outcome: miss === undefined ? "met" : "missed", name, sentence };
}

function lastLevels({ levels, pairs }: Line): MeasuredLevel[] {
  const indices = pairs.length === 0 ? [] : [pairs[0].coarse, ...pairs.map(({ fine }) => fine)];
  return indices.slice(-settlingLevels).map((k) => levels[k]);
}

function whyUnjudged(levels: readonly MeasuredLevel[], line: Line, band: Band): string | undefined {
  const { error, axis } = line;
  if (levels.length < settlingLevels) return `it takes ${settlingLevels} levels to see whether the error settles`;
  for (const level of levels) {
    if (level.status !== "ok" || !Number.isFinite(level.errors[error])) return `no error at ${levelText(level)}`;
    const floor = floorOf(level, error);
    // Zero to round-off is what a plateau of zero means.
    if (floor !== undefined && !(floor === "round-off" && band.centre === 0)) {
      return `the error at ${levelText(level)} is limited by the ${floor === "round-off" ? "arithmetic" : floor}`;
    }
    if (band.centre !== 0 && !(referenceEffect(level, error) <= band.halfWidth)) {
      return `the reference moves the error at ${levelText(level)} by more than the band`;
    }
  }
  const sizes = levels.map((level) => sizeOf(level, axis));
  const apart = sizes.slice(1).every((size, k) => areApart(sizes[k], size));
  return apart
    ? undefined
    : `the sizes of the last ${settlingLevels} levels differ by less than a factor ${leastRatio}`;
}

/**
 * What is wrong with the last three values, to follow the finest one in a sentence; undefined where they settle in the
 * band.
 */
function whyMissed(sizes: Triple, values: Triple, band: Band): string | undefined {
  if (!isWithin(values[2], band)) return "";
  const spread = Math.max(...values) - Math.min(...values);
  if (spread <= stillShare * band.halfWidth) return undefined;
  const { limit, reason } = extrapolate(sizes, values);
  if (limit !== undefined) {
    return isWithin(limit, band) ? undefined : `, but the last three levels tend to ${formatNumber(limit)}`;
  }
  const shrinks = Math.abs(values[2] - values[1]) < Math.abs(values[1] - values[0]);
  return shrinks && isWithin(values[1], band) ? undefined : `, but it does not settle: ${reason}`;
}

function isWithin(value: number, { centre, halfWidth }: Band): boolean {
  return Math.abs(value - centre) <= halfWidth;
}
