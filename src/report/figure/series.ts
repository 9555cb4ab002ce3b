import { group } from "d3-array";
import { type Fit, fitLines } from "../../convergence/index.js";
import type { JudgedLevel, StudyRecord } from "../../study/record/record.js";
import { hasIterateError, sweptName } from "../../study/record/state-record.js";
import { hasLogarithm } from "../drawing/domain.js";

/** A level that can be drawn: a size and an error, both positive. */
export interface MeasuredPoint {
  readonly size: number;
  readonly error: number;
  readonly level: JudgedLevel;
  /** Flags that concern this error. */
  readonly flags: readonly string[];
}

export interface Series {
  /** Key of the error in the record. */
  readonly error: string;
  /** Cells of the line in a tensor sweep. */
  readonly cells?: readonly number[];
  /** Distances to the exact discrete iterate instead of errors. */
  readonly isIterate?: boolean;
  readonly points: readonly MeasuredPoint[];
  /** Levels that cannot be drawn, and why. */
  readonly leftOut: readonly { readonly level: JudgedLevel; readonly reason: string }[];
  readonly fit?: FittedLine;
}

/** The least-squares line of the record, through the centroid of the levels it rests on. */
export interface FittedLine {
  readonly order: number;
  readonly levels: number;
  /** Whether it passes every level it rests on within a factor: else its slope says nothing. */
  readonly isClose: boolean;
  /** Its ends, coarse and fine. */
  readonly ends: readonly (readonly [size: number, error: number])[];
}

const closeFactor = 1.5;

/** Size along which a sweep is drawn; `size` is that of the swept parameter. */
export type SweptSize = "tau" | "h" | "size";

export function sweptSize({ axis }: Pick<StudyRecord, "axis">): SweptSize {
  if (axis === "parameter") return "size";
  return axis === "h" ? "h" : "tau";
}

/** A size of a level; NaN where the level has none. */
export function sizeOf(level: JudgedLevel, axis: SweptSize): number {
  return axis === "size" ? (level.parameter?.size ?? Number.NaN) : level[axis];
}

/**
 * The abscissa in words: `tau`, `h`, `1/directions` where the size is the inverse of the value, else the parameter's
 * name.
 */
export function sizeName(record: StudyRecord): string {
  const axis = sweptSize(record);
  if (axis !== "size") return axis;
  const set = record.levels.flatMap(({ parameter }) => parameter ?? []);
  const isInverse = set.length > 0 && set.every(({ value, size }) => Math.abs(value * size - 1) <= 1e-12);
  const isValue = set.every(({ value, size }) => value === size);
  return `${isInverse && !isValue ? "1/" : ""}${sweptName(record)}`;
}

/**
 * One series per error, followed by one for its distances to the exact discrete iterate where there are any; of a
 * tensor sweep, the first error on every mesh with its own fit.
 */
export function seriesOf(record: StudyRecord): Series[] {
  const axis = sweptSize(record);
  if (record.axis !== "tensor") {
    return record.errors.flatMap((error) => [
      withFit(createSeries(record.levels, error, axis), record.fits[error]),
      ...(hasIterateError(record, error) ? [iterateSeries(record.levels, error, axis)] : []),
    ]);
  }
  const error = record.errors[0] ?? "";
  const lines = [...group(record.levels, ({ cells }) => cells.join("x")).values()];
  return lines.map((levels, k) => {
    // The record has the fit of the finest mesh only.
    const fit = k === lines.length - 1 ? record.fits[error] : fitLines(levels, error, record.axis, "tau").at(-1);
    return { ...withFit(createSeries(levels, error, axis), fit), cells: levels[0].cells };
  });
}

/** Levels without an iterate are left out silently: their error is drawn, or its absence told. */
function iterateSeries(levels: readonly JudgedLevel[], error: string, axis: SweptSize): Series {
  const known = levels.filter(({ status, iterateErrors }) => status === "ok" && iterateErrors?.[error] !== undefined);
  const series = createSeries(
    known.map((level) => ({ ...level, errors: level.iterateErrors ?? {}, flags: [] })),
    error,
    axis,
  );
  return { ...series, isIterate: true };
}

function createSeries(levels: readonly JudgedLevel[], error: string, axis: SweptSize): Series {
  const points: MeasuredPoint[] = [];
  const leftOut: { level: JudgedLevel; reason: string }[] = [];
  for (const level of levels) {
    const [size, value] = [sizeOf(level, axis), level.errors[error]];
    const reason = reasonToLeaveOut(level, size, value);
    if (reason !== undefined) leftOut.push({ level, reason });
    else points.push({ size, error: value, level, flags: flagsFor(level.flags, error) });
  }
  return { error, points, leftOut };
}

/** Why an error of a level has no place on logarithmic axes; undefined if it has one. */
export function reasonToLeaveOut(level: JudgedLevel, size: number, error: number | undefined): string | undefined {
  if (level.status === "missing") return "not computed";
  if (level.status !== "ok") return `status ${level.status}`;
  if (error === 0) return "zero error";
  return hasLogarithm(error) && hasLogarithm(size) ? undefined : "no error available";
}

/** Flags of a level on one error: those without a norm concern all of them. */
export function flagsFor(flags: readonly string[], error: string): string[] {
  return flags
    .map((flag) => [flag, flag.indexOf(":")] as const)
    .filter(([flag, colon]) => colon < 0 || flag.slice(colon + 1) === error)
    .map(([flag, colon]) => (colon < 0 ? flag : flag.slice(0, colon)));
}

/** Fits leave out levels limited by something other than their sizes, and coarse ones beyond their number. */
function withFit(series: Series, fit: Fit | undefined): Series {
  if (fit === undefined || !Number.isFinite(fit.order)) return series;
  const fitted = series.points.filter(({ flags }) => !flags.includes("floor-limited")).slice(-fit.levels);
  if (fitted.length < 2) return series;
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const centre = [mean(fitted.map(({ size }) => Math.log(size))), mean(fitted.map(({ error }) => Math.log(error)))];
  const at = (size: number) => Math.exp(centre[1] + fit.order * (Math.log(size) - centre[0]));
  const sizes = fitted.map(({ size }) => size);
  const isClose = fitted.every(({ size, error }) => Math.abs(Math.log(error / at(size))) < Math.log(closeFactor));
  const ends = [Math.max(...sizes), Math.min(...sizes)].map((size) => [size, at(size)] as const);
  return ends.every(([, error]) => hasLogarithm(error)) ? { ...series, fit: { ...fit, isClose, ends } } : series;
}
