import { floorOf } from "./flags.js";
import { linesAlong, type MeasuredLevel, type SizeAxis, type SweepAxis, sizeOf } from "./level.js";

/** Least-squares slope of log error against log size. */
export interface Fit {
  readonly order: number;
  /** Number of levels it rests on. */
  readonly levels: number;
}

/** Slope through the points (log size, log error), undefined for fewer than two sizes or an error that has no logarithm. */
export function leastSquaresSlope(sizes: readonly number[], errors: readonly number[]): number | undefined {
  const x = sizes.map(Math.log);
  const y = errors.map(Math.log);
  const meanX = mean(x);
  const meanY = mean(y);
  const variance = mean(x.map((value) => (value - meanX) ** 2));
  const covariance = mean(x.map((value, k) => (value - meanX) * ((y[k] as number) - meanY)));
  const slope = covariance / variance;
  return Number.isFinite(slope) ? slope : undefined;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Fits of every error over the levels that count; of a tensor sweep, along the line with the finest other size. */
export function fitOrders(
  levels: readonly MeasuredLevel[],
  errors: readonly string[],
  sweep: SweepAxis,
): Record<string, Fit> {
  const fits: Record<string, Fit> = {};
  for (const error of errors) {
    const main = fitAlong(levels, error, sweep, sweep === "h" ? "h" : "tau");
    if (main !== undefined) fits[error] = main;
    const inH = sweep === "tensor" ? fitAlong(levels, error, sweep, "h") : undefined;
    if (inH !== undefined) fits[`${error} in h`] = inH;
  }
  return fits;
}

function fitAlong(levels: readonly MeasuredLevel[], error: string, sweep: SweepAxis, axis: SizeAxis): Fit | undefined {
  const line = linesAlong(levels, sweep, axis).at(-1) ?? [];
  const counted = line.map((k) => levels[k] as MeasuredLevel).filter((level) => counts(level, error));
  const slope = leastSquaresSlope(
    counted.map((level) => sizeOf(level, axis)),
    counted.map((level) => level.errors[error] as number),
  );
  return slope === undefined ? undefined : { order: slope, levels: counted.length };
}

function counts(level: MeasuredLevel, error: string): boolean {
  const own = level.errors[error];
  return level.status === "ok" && own !== undefined && own > 0 && floorOf(level, error) === undefined;
}
