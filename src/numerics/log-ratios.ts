import { logRatio } from "./means.js";

/** Powers of 2 from 2^-1022 on; the last, of infinity, are never used. */
const powers = Float64Array.from({ length: 2048 }, (_, k) => 2 ** (k - 1022));
/** Numbers beyond these, whose quotients may leave the range of powers, are taken one by one. */
const [least, most] = [2 ** -500, 2 ** 500];
/** Which of the two words of a number is the upper one. */
const upper = new Int32Array(Float64Array.of(1).buffer)[0] === 0 ? 1 : 0;
/** Half of the least step of an exponent in the upper word of a number. */
const half = 0x80000;

/**
 * s = values[from], t = values[to], and out = log(t/s) to 4e-16, for many pairs of positive numbers at once:
 * relative to the logarithm where the two are close.
 *
 * Upper words of two numbers differ by 2^20 log2(t/s), to 9 %: that rounded to k leaves p = 2^k s within a factor 1.51
 * of t, and log(t/s) = k log 2 + 2 artanh(u), u = (t - p)/(t + p), |u| < 0.21, whose series is summed to u^23.
 *
 * @param values begins on a word of its buffer
 * @returns the least of the numbers
 */
export function logRatios(
  values: Float64Array,
  from: Int32Array,
  to: Int32Array,
  s: Float64Array,
  t: Float64Array,
  out: Float64Array,
): number {
  const words = new Int32Array(values.buffer, values.byteOffset, 2 * values.length);
  let smallest = Number.POSITIVE_INFINITY;
  let largest = 0;
  for (let e = 0; e < out.length; e++) {
    const i = from[e];
    const j = to[e];
    const a = values[i];
    const b = values[j];
    const lower = a < b ? a : b;
    const higher = a < b ? b : a;
    smallest = lower < smallest ? lower : smallest;
    largest = higher > largest ? higher : largest;
    s[e] = a;
    t[e] = b;
    const k = (words[2 * j + upper] - words[2 * i + upper] + half) >> 20;
    const p = a * powers[(k + 1022) & 2047];
    const u = (b - p) / (b + p);
    const z = u * u;
    const z2 = z * z;
    const z4 = z2 * z2;
    const low = 1 / 3 + z * (1 / 5) + z2 * (1 / 7 + z * (1 / 9));
    const middle = 1 / 11 + z * (1 / 13) + z2 * (1 / 15 + z * (1 / 17));
    const high = 1 / 19 + z * (1 / 21) + z2 * (1 / 23);
    const tail = z * (low + z4 * (middle + z4 * high));
    out[e] = k * Math.LN2 + 2 * (u + u * tail);
  }
  if (!(smallest > least && largest < most)) takeExtremes(s, t, out);
  return smallest;
}

/** Logarithms of what leaves the range of powers, one by one. */
function takeExtremes(s: Float64Array, t: Float64Array, out: Float64Array): void {
  for (let e = 0; e < out.length; e++) {
    const [a, b] = [s[e], t[e]];
    if (!(Math.min(a, b) > least && Math.max(a, b) < most)) out[e] = logRatio(b, a);
  }
}
