/** Numbers two at a time. */

/** Bytes of a number, and of a pair. */
export const ONE: usize = 8;
export const PAIR: usize = 16;

// @ts-ignore: decorator
@inline
export function both(value: f64): v128 {
  return f64x2.splat(value);
}

/** The sum of a pair. */
// @ts-ignore: decorator
@inline
export function total(pair: v128): f64 {
  return f64x2.extract_lane(pair, 0) + f64x2.extract_lane(pair, 1);
}
