/** The exponential function of src/numerics/exponential.ts, two at a time. */
import { both } from "./pairs";

// @ts-ignore: decorator
@external("env", "exp")
declare function expOf(x: f64): f64;

const PARTS_PER_UNIT: f64 = 369.3299304675746;
const LARGE_PART: f64 = 2_977_044_471.0 / 1_099_511_627_776.0;
const SMALL_PART: f64 = 2.981_585_826_985_293_7e-12 / 4;
const ROUNDER: f64 = 1.5 * 4_503_599_627_370_496.0;
const LARGEST: f64 = 700;

/** Address of the powers 2^(j/256). */
let table: usize = 0;

export function takeTable(address: usize): void {
  table = address;
}

export function exponential(x: v128): v128 {
  if (!i64x2.all_true(f64x2.lt(f64x2.abs(x), both(LARGEST)))) {
    const first = one(f64x2.extract_lane(x, 0));
    return f64x2.replace_lane(both(first), 1, one(f64x2.extract_lane(x, 1)));
  }
  return inRange(x);
}

function one(x: f64): f64 {
  return abs(x) < LARGEST ? f64x2.extract_lane(inRange(both(x)), 0) : expOf(x);
}

// @ts-ignore: decorator
@inline
function inRange(x: v128): v128 {
  const rounded = f64x2.add(f64x2.mul(x, both(PARTS_PER_UNIT)), both(ROUNDER));
  const n = f64x2.sub(rounded, both(ROUNDER));
  const r = f64x2.sub(f64x2.sub(x, f64x2.mul(n, both(LARGE_PART))), f64x2.mul(n, both(SMALL_PART)));
  const r2 = f64x2.mul(r, r);
  const low = f64x2.add(both(0.5), f64x2.mul(r, both(1.0 / 6.0)));
  const series = f64x2.add(low, f64x2.mul(r2, both(1.0 / 24.0)));
  const growth = f64x2.add(r, f64x2.mul(r2, series));
  // The lower half of what was rounded holds the whole number 256 k + j.
  const first = i32x4.extract_lane(rounded, 0);
  const second = i32x4.extract_lane(rounded, 2);
  const parts = f64x2.replace_lane(both(partOf(first)), 1, partOf(second));
  const powers = i64x2.replace_lane(i64x2.splat(powerOf(first)), 1, powerOf(second));
  return f64x2.mul(f64x2.add(parts, f64x2.mul(parts, growth)), powers);
}

// @ts-ignore: decorator
@inline
function partOf(whole: i32): f64 {
  return load<f64>(table + (<usize>(whole & 255) << 3));
}

/** The bits of 2^k. */
// @ts-ignore: decorator
@inline
function powerOf(whole: i32): i64 {
  return (<i64>((whole >> 8) + 1023)) << 52;
}
