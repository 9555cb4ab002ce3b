import { extent } from "d3-array";

/** Ends of an axis in its own coordinate: the value, or its decimal logarithm. */
export type Domain = readonly [low: number, high: number];

/** Decades an axis shows at least: two of the ticks 1, 2, 5 lie in any such range. */
const fewestDecades = 0.7;
/** Part of the range left free at each end. */
const margin = 0.06;

/** Whether a value has a place on a logarithmic axis. */
export function hasLogarithm(value: number | undefined): value is number {
  return value !== undefined && value > 0 && Number.isFinite(value);
}

/**
 * Logarithmic range of the values that have a logarithm, with room at both ends; around one decade if there are none.
 */
export function logDomain(values: readonly number[]): Domain {
  const [low, high] = extent(values.filter(hasLogarithm).map(Math.log10));
  if (low === undefined || high === undefined) return [-1.2, 0.2];
  const padded = margin * Math.max(high - low, fewestDecades);
  const missing = Math.max(0, fewestDecades - (high - low + 2 * padded)) / 2;
  return [low - padded - missing, high + padded + missing];
}

/**
 * Range of the finite values with room at both ends; around one value if they are all the same, [0, 1] if there are
 * none.
 */
export function linearDomain(values: readonly number[]): Domain {
  const [low, high] = extent(values.filter(Number.isFinite));
  if (low === undefined || high === undefined) return [0, 1];
  if (high > low) return [low - margin * (high - low), high + margin * (high - low)];
  const half = low === 0 ? 1 : Math.abs(low) / 2;
  return [low - half, high + half];
}

/** Range from zero to the largest finite value, with room above. */
export function domainFromZero(values: readonly number[]): Domain {
  const [, high] = linearDomain([0, ...values]);
  return [0, high];
}

/** The range without room at its ends, for times and places; from a single value on. */
export function tightDomain(values: readonly number[]): Domain {
  const [low = 0, high = 0] = extent(values.filter(Number.isFinite));
  return high > low ? [low, high] : [low, low + (Math.abs(low) || 1)];
}
