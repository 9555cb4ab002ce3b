import type { ErrorValues } from "./error.js";
import { isSwept, linesAlong, type MeasuredLevel, mainAxis, type SizeAxis, type SweepAxis, sizeOf } from "./level.js";

/** An observed order, or why there is none. */
export type ObservedOrder =
  | { readonly order: number; readonly reason?: undefined }
  | { readonly order: undefined; readonly reason: string };

/**
 * Observed order between two levels: log(e1/e2) / log(s1/s2), with the true ratio of sizes and its sign.
 *
 * @param errors of the two levels
 * @param sizes of the two levels, in the same order
 */
export function observedOrder(errors: readonly [number, number], sizes: readonly [number, number]): ObservedOrder {
  const reason = whyNoOrder(errors, sizes);
  if (reason !== undefined) return { order: undefined, reason };
  // Logarithms are subtracted, not ratios taken: errors may be as small as 1e-300.
  const fall = Math.log(errors[0]) - Math.log(errors[1]);
  return { order: fall / (Math.log(sizes[0]) - Math.log(sizes[1])) };
}

function whyNoOrder(errors: readonly number[], sizes: readonly number[]): string | undefined {
  if (errors.some((error) => Number.isNaN(error))) return "an error is not available";
  if (errors.some((error) => !Number.isFinite(error))) return "an error is infinite";
  if (errors.some((error) => error < 0)) return "an error is negative";
  if (errors.some((error) => error === 0)) return "an error is zero";
  if (sizes.some((size) => !(size > 0 && Number.isFinite(size)))) return "a size is not a positive number";
  if (sizes[0] === sizes[1]) return "the sizes are equal";
  return undefined;
}

/**
 * Sizes closer than this give no order: it divides the differences of two errors by log(ratio), so that whatever is not
 * the leading term of an error weighs seven times as much as between halved sizes.
 */
export const leastRatio = 1.1;

/** Whether two sizes are far enough apart for an order, in either sequence. */
export function areApart(a: number, b: number): boolean {
  return Math.max(a, b) >= leastRatio * Math.min(a, b);
}

/** Two consecutive levels on a line of a sweep, with the order between them. */
export interface LevelPair {
  /** Indices into the levels. */
  readonly coarse: number;
  readonly fine: number;
  readonly observed: ObservedOrder;
}

/** Orders of one error between consecutive levels, line by line. */
export function pairsAlong(
  levels: readonly MeasuredLevel[],
  error: string,
  sweep: SweepAxis,
  axis: SizeAxis,
): LevelPair[][] {
  return linesAlong(levels, sweep, axis).map((line) =>
    line.slice(1).map((fine, k) => {
      const coarse = line[k];
      return { coarse, fine, observed: orderBetween(levels, coarse, fine, error, axis) };
    }),
  );
}

function orderBetween(
  levels: readonly MeasuredLevel[],
  coarse: number,
  fine: number,
  error: string,
  axis: SizeAxis,
): ObservedOrder {
  const [a, b] = [levels[coarse], levels[fine]];
  const failed = [a, b].find((level) => level.status !== "ok");
  if (failed !== undefined) return { order: undefined, reason: `a level is ${failed.status}` };
  const sizes = [sizeOf(a, axis), sizeOf(b, axis)] as const;
  if (sizes[0] !== sizes[1] && !areApart(...sizes)) return { order: undefined, reason: nearlyEqual };
  return observedOrder([a.errors[error] ?? Number.NaN, b.errors[error] ?? Number.NaN], sizes);
}

const nearlyEqual = `the sizes differ by less than a factor ${leastRatio}, an order would be noise`;

/** Orders of a level against its predecessor; what cannot be computed is left out. */
export interface LevelOrders {
  /** Along the swept axis: h in an h sweep, the parameter in a parameter sweep, tau otherwise. */
  readonly orders: ErrorValues;
  /** In h, for joint and tensor sweeps. */
  readonly ordersH: ErrorValues;
}

/** Orders of every level and error. */
export function observedOrders(
  levels: readonly MeasuredLevel[],
  errors: readonly string[],
  sweep: SweepAxis,
): LevelOrders[] {
  const main = ordersAlong(levels, errors, sweep, mainAxis(sweep));
  const inH = sweep !== "h" && isSwept(sweep, "h") ? ordersAlong(levels, errors, sweep, "h") : levels.map(() => ({}));
  return levels.map((_, k) => ({ orders: main[k], ordersH: inH[k] as ErrorValues }));
}

function ordersAlong(
  levels: readonly MeasuredLevel[],
  errors: readonly string[],
  sweep: SweepAxis,
  axis: SizeAxis,
): ErrorValues[] {
  const found: Record<string, number>[] = levels.map(() => ({}));
  for (const error of errors) {
    for (const { fine, observed } of pairsAlong(levels, error, sweep, axis).flat()) {
      if (observed.order !== undefined) found[fine][error] = observed.order;
    }
  }
  return found;
}
