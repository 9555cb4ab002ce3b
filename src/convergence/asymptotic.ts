import { observedOrder } from "./orders.js";

/** Consecutive orders within the asymptotic range differ by at most this. */
export const orderSpread = 0.2;
/** Fewer levels show nothing. */
const fewestLevels = 3;

/**
 * Number of levels in the asymptotic range: the finest ones whose consecutive observed orders differ by at most 0.2.
 *
 * @param sizes from coarse to fine
 * @returns 0 where there are not even three
 */
export function asymptoticLevels(sizes: readonly number[], errors: readonly number[]): number {
  let [low, high, count] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 1];
  for (let k = sizes.length - 1; k > 0; k--) {
    const pair = [k - 1, k] as const;
    const { order } = observedOrder([errors[pair[0]], errors[pair[1]]], [sizes[pair[0]], sizes[pair[1]]]);
    if (order === undefined) break;
    [low, high] = [Math.min(low, order), Math.max(high, order)];
    if (high - low > orderSpread) break;
    count++;
  }
  return count >= fewestLevels ? count : 0;
}
