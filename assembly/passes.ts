/**
 * The passes of Newton's method for a single layer on two axes: src/jko/passes/grid-kernel.ts, two cells at a time.
 */
import { exponential } from "./exponential";
import { both, ONE, PAIR, total } from "./pairs";

// @ts-ignore: decorator
@external("env", "exp")
declare function expOf(x: f64): f64;
// @ts-ignore: decorator
@external("env", "log1p")
declare function log1pOf(x: f64): f64;

/** to = from + length * direction. */
export function move(count: i32, from: usize, length: f64, direction: usize, to: usize): void {
  const lengths = both(length);
  let k = 0;
  for (; k + 1 < count; k += 2, from += PAIR, direction += PAIR, to += PAIR) {
    v128.store(to, f64x2.add(v128.load(from), f64x2.mul(lengths, v128.load(direction))));
  }
  if (k < count) store<f64>(to, load<f64>(from) + length * load<f64>(direction));
}

/** The inner product of two vectors. */
export function dot(count: i32, a: usize, b: usize): f64 {
  let sum = both(0);
  let k = 0;
  for (; k + 1 < count; k += 2, a += PAIR, b += PAIR) {
    sum = f64x2.add(sum, f64x2.mul(v128.load(a), v128.load(b)));
  }
  if (k < count) sum = f64x2.add(sum, f64x2.mul(single(a), single(b)));
  return total(sum);
}

/** to = factor * from. */
export function scale(count: i32, factor: f64, from: usize, to: usize): void {
  const factors = both(factor);
  let k = 0;
  for (; k + 1 < count; k += 2, from += PAIR, to += PAIR) v128.store(to, f64x2.mul(factors, v128.load(from)));
  if (k < count) store<f64>(to, factor * load<f64>(from));
}

/** The last number of an odd count, and a 0 that stands for another. */
// @ts-ignore: decorator
@inline
function single(address: usize): v128 {
  return v128.load64_zero(address);
}

let bounds: v128 = i64x2.splat(0);
let drains: v128 = i64x2.splat(0);
let relatives: v128 = i64x2.splat(0);
let slopes: v128 = i64x2.splat(0);

/** Takes note of two cells with equilibrium masses m and residuals r, at which the direction is x. */
// @ts-ignore: decorator
@inline
function note(m: v128, r: v128, x: v128, carrying: v128): void {
  const zero = both(0);
  const kept = f64x2.add(m, r);
  const isDrained = f64x2.lt(kept, zero);
  const hasMass = f64x2.gt(m, zero);
  const term = f64x2.div(f64x2.mul(r, r), f64x2.add(f64x2.mul(both(2), m), f64x2.mul(both(2.0 / 3.0), r)));
  bounds = f64x2.add(bounds, v128.bitselect(term, zero, v128.andnot(hasMass, isDrained)));
  const isNew = v128.not(v128.or(hasMass, f64x2.le(r, zero)));
  const gained = v128.bitselect(r, zero, isNew);
  drains = f64x2.add(drains, v128.bitselect(f64x2.neg(kept), gained, isDrained));
  const error = f64x2.div(f64x2.abs(r), m);
  const counted = v128.bitselect(error, zero, f64x2.ge(m, carrying));
  relatives = f64x2.pmax(relatives, counted);
  slopes = f64x2.sub(slopes, f64x2.mul(r, x));
}

export function balance(
  count: i32,
  volume: f64,
  beta: f64,
  carrying: f64,
  mu: usize,
  potential: usize,
  arriving: usize,
  direction: usize,
  equilibrium: usize,
  source: usize,
  size: usize,
): void {
  const volumes = both(volume);
  const betas = both(beta);
  const carried = both(carrying);
  bounds = both(0);
  drains = both(0);
  relatives = both(0);
  slopes = both(0);
  let k = 0;
  for (; k + 1 < count; k += 2) {
    const at = <usize>k << 3;
    const z = f64x2.mul(betas, f64x2.sub(v128.load(mu + at), v128.load(potential + at)));
    const m = f64x2.mul(volumes, exponential(z));
    const r = f64x2.sub(v128.load(arriving + at), m);
    v128.store(equilibrium + at, m);
    v128.store(source + at, r);
    note(m, r, v128.load(direction + at), carried);
  }
  if (k < count) {
    const at = <usize>k << 3;
    const z = f64x2.mul(betas, f64x2.sub(single(mu + at), single(potential + at)));
    const m = f64x2.replace_lane(f64x2.mul(volumes, exponential(z)), 1, 1);
    const r = f64x2.replace_lane(f64x2.sub(single(arriving + at), m), 1, 0);
    store<f64>(equilibrium + at, f64x2.extract_lane(m, 0));
    store<f64>(source + at, f64x2.extract_lane(r, 0));
    note(m, r, single(direction + at), carried);
  }
  store<f64>(size, total(bounds));
  store<f64>(size, total(drains), ONE);
  store<f64>(size, max(f64x2.extract_lane(relatives, 0), f64x2.extract_lane(relatives, 1)), 2 * ONE);
  store<f64>(size, total(slopes), 3 * ONE);
}

export function ground(count: i32, beta: f64, least: f64, equilibrium: usize, residual: usize, to: usize): void {
  const betas = both(beta);
  let k = 0;
  for (; k + 1 < count; k += 2, equilibrium += PAIR, residual += PAIR, to += PAIR) {
    v128.store(to, f64x2.mul(betas, chordMean(v128.load(equilibrium), v128.load(residual), least)));
  }
  if (k < count) store<f64>(to, beta * f64x2.extract_lane(chordMean(single(equilibrium), single(residual), least), 0));
}

/** Logarithmic means of the masses m and m + r: `chordMean` of src/jko/energy.ts. */
// @ts-ignore: decorator
@inline
function chordMean(m: v128, r: v128, least: f64): v128 {
  const u = f64x2.div(r, f64x2.add(f64x2.mul(both(2), m), r));
  const z = f64x2.mul(u, u);
  const z2 = f64x2.mul(z, z);
  let odd = f64x2.add(both(1.0 / 11.0), f64x2.mul(z2, both(1.0 / 15.0)));
  odd = f64x2.add(both(1.0 / 7.0), f64x2.mul(z2, odd));
  odd = f64x2.add(both(1.0 / 3.0), f64x2.mul(z2, odd));
  let even = f64x2.add(both(1.0 / 9.0), f64x2.mul(z2, both(1.0 / 13.0)));
  even = f64x2.add(both(1.0 / 5.0), f64x2.mul(z2, even));
  const sum = f64x2.add(both(1), f64x2.mul(z, f64x2.add(odd, f64x2.mul(z, even))));
  const mean = f64x2.div(f64x2.add(m, f64x2.mul(both(0.5), r)), sum);
  const isSmall = f64x2.lt(z, both(0.04));
  if (i64x2.all_true(isSmall)) return mean;
  const far = both(chordFar(f64x2.extract_lane(m, 0), f64x2.extract_lane(r, 0), least));
  const second = chordFar(f64x2.extract_lane(m, 1), f64x2.extract_lane(r, 1), least);
  return v128.bitselect(mean, f64x2.replace_lane(far, 1, second), isSmall);
}

/** The same where the residual is no small part of the mass. */
function chordFar(m: f64, r: f64, least: f64): f64 {
  const ratio = r / m;
  if (!(ratio < Infinity)) return m;
  const bounded = max(ratio, least);
  return m * (bounded / log1pOf(bounded));
}

/** What the line search asks of a direction: its slope, its largest growth and its largest change. */
export function survey(
  count: i32,
  scale: f64,
  carrying: f64,
  direction: usize,
  equilibrium: usize,
  source: usize,
  figures: usize,
): void {
  let slope = both(0);
  let change = both(0);
  let growth: f64 = 0;
  const carried = both(carrying);
  let k = 0;
  for (; k < count; k += 2, direction += PAIR, equilibrium += PAIR, source += PAIR) {
    const isPair = k + 1 < count;
    const x = isPair ? v128.load(direction) : single(direction);
    const m = isPair ? v128.load(equilibrium) : single(equilibrium);
    const s = isPair ? v128.load(source) : single(source);
    slope = f64x2.sub(slope, f64x2.mul(s, x));
    const size = v128.bitselect(f64x2.abs(x), both(0), f64x2.ge(m, carried));
    change = f64x2.pmax(change, size);
    if (v128.any_true(f64x2.gt(x, both(growth)))) {
      growth = grown(growth, f64x2.extract_lane(x, 0), f64x2.extract_lane(m, 0), scale, carrying);
      growth = grown(growth, f64x2.extract_lane(x, 1), f64x2.extract_lane(m, 1), scale, carrying);
    }
  }
  store<f64>(figures, total(slope));
  store<f64>(figures, growth, ONE);
  store<f64>(figures, max(f64x2.extract_lane(change, 0), f64x2.extract_lane(change, 1)), 2 * ONE);
}

function grown(growth: f64, x: f64, m: f64, scale: f64, carrying: f64): f64 {
  return x > growth && (m >= carrying || m * expOf(x / scale) >= carrying) ? x : growth;
}
