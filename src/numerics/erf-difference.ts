const terms = 60;
const seriesBelow = 2;
const twoOverSqrtPi = 2 / Math.sqrt(Math.PI);

/**
 * Complementary error function erfc(x) = 2/sqrt(pi) * integral of e^{-t^2} from x to infinity, to 1e-13 relative
 * accuracy.
 *
 * For |x| < 2 the series erf(x) = 2/sqrt(pi) e^{-x^2} sum 2^n x^{2n+1}/(2n+1)!! (all terms of one sign); beyond, the
 * continued fraction of `scaledErfc`, which keeps relative accuracy down to the underflow at x = 26.6.
 *
 * @see Abramowitz & Stegun 7.1.6, 7.1.14
 */
export function erfc(x: number): number {
  if (x < -seriesBelow) return 2 - erfc(-x);
  if (x < seriesBelow) return 1 - erfSeries(x);
  return Math.exp(-x * x) * scaledErfc(x);
}

/** Error function erf(x), to 1e-14 relative accuracy. */
export function erf(x: number): number {
  if (Math.abs(x) < seriesBelow) return erfSeries(x);
  return x > 0 ? 1 - erfc(x) : erfc(-x) - 1;
}

/**
 * erf(b) - erf(a), accurate relative to itself where both arguments lie in one tail; needs a <= b.
 *
 * In a tail the difference of two values near 1 has no correct digit; there it is e^{-a^2} [s(a) - e^{a^2-b^2} s(b)]
 * with the scaled function s = e^{x^2} erfc, and the exponent difference formed as a product.
 */
export function erfDifference(a: number, b: number): number {
  if (b < 0) return erfDifference(-b, -a);
  if (a < seriesBelow) return erf(b) - erf(a);
  return Math.exp(-a * a) * (scaledErfc(a) - Math.exp((a - b) * (a + b)) * scaledErfc(b));
}

function erfSeries(x: number): number {
  let term = x;
  let sum = x;
  for (let n = 1; n < terms && Math.abs(term) > 1e-17 * Math.abs(sum); n++) {
    term *= (2 * x * x) / (2 * n + 1);
    sum += term;
  }
  return twoOverSqrtPi * Math.exp(-x * x) * sum;
}

/** e^{x^2} erfc(x) for x >= 2: the continued fraction 1/(x + (1/2)/(x + 1/(x + (3/2)/(x + …)))), evaluated upwards. */
function scaledErfc(x: number): number {
  let tail = x;
  for (let n = terms; n >= 1; n--) tail = x + n / 2 / tail;
  return 1 / (tail * Math.sqrt(Math.PI));
}
