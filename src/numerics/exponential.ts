/*
 * The exponential function for loops over cells: faster than Math.exp.
 */

/** 2^(1/256) is the ratio of neighbours in the table, so that the polynomial has to serve |r| <= log(2)/512 only. */
const PARTS = 256;
const BITS = 8;
export const table = Float64Array.from({ length: PARTS }, (_, j) => 2 ** (j / PARTS));
const LARGEST = 700;
const SHIFT = 1022;
/** Powers of two, 2^(k - SHIFT). */
const powers = Float64Array.from({ length: 2 * SHIFT }, (_, k) => 2 ** (k - SHIFT));

const PARTS_PER_UNIT = PARTS / Math.LN2;
/** log(2)/256 as a sum: the first number has 32 bits, so that its product with a whole number below 2^21 is exact. */
const LARGE_PART = 2_977_044_471 / 2 ** 40;
const SMALL_PART = 2.981_585_826_985_293_7e-12 / 4;
/** Adding and taking away 1.5·2^52 rounds to a whole number. */
const ROUNDER = 1.5 * 2 ** 52;

/**
 * e^x to 2 units of round-off.
 *
 * With n the whole number next to 256 x/log 2, n = 256 k + j, and r = x - n log(2)/256, it is 2^k 2^(j/256) e^r. The
 * series of e^r is cut after r^4, which leaves 2^-54 of it. What is next to overflow or underflow is left to Math.
 *
 * @see Tang, ACM Trans. Math. Softw. 15 (1989) 144
 */
export function exponential(x: number): number {
  if (!(x < LARGEST && x > -LARGEST)) return Math.exp(x);
  const n = x * PARTS_PER_UNIT + ROUNDER - ROUNDER;
  const r = x - n * LARGE_PART - n * SMALL_PART;
  const whole = n | 0;
  const r2 = r * r;
  const growth = r + r2 * (0.5 + r * (1 / 6) + r2 * (1 / 24));
  const part = table[whole & (PARTS - 1)];
  return (part + part * growth) * powers[(whole >> BITS) + SHIFT];
}

/** Below this size the hyperbolic sine is summed as a series: the difference of two exponentials cancels. */
const SERIES_SWITCH = 0.35;

/** sinh x to 4 units of round-off; what the series leaves out is below x^14/15! = 4e-19 relative. */
export function hyperbolicSine(x: number): number {
  if (x > -SERIES_SWITCH && x < SERIES_SWITCH) {
    const x2 = x * x;
    const high = 1 + x2 * (1 / 72) * (1 + x2 * (1 / 110) * (1 + x2 * (1 / 156)));
    return x + x * (x2 * (1 / 6) * (1 + x2 * (1 / 20) * (1 + x2 * (1 / 42) * high)));
  }
  if (!(x < LARGEST && x > -LARGEST)) return Math.sinh(x);
  const growth = exponential(x);
  return 0.5 * (growth - 1 / growth);
}
