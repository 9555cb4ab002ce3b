/*
 * Means of two numbers s, t >= 0 and their derivatives in s. All are symmetric and homogeneous of degree one, so the
 * derivative in t is that with the arguments exchanged. None allocates, and none over- or underflows on the way.
 */

/** Below this value of u^2, u = (s - t)/(s + t), the logarithmic mean is summed as a series. */
const SERIES_SWITCH = 0.04;

/** Below this |log(s/t)| the derivative of the logarithmic mean is summed as a series. */
const SLOPE_SWITCH = 0.5;

/** Below this |log(s/t)| the mixed derivative of the logarithmic mean is summed as a series. */
const MIXED_SWITCH = 2;

/** 2/3!, 4/5!, ..., 18/19!: coefficients of (z cosh z - sinh z)/z^3 in powers of z^2. */
const mixedCoefficients = Float64Array.from({ length: 9 }, (_, k) => (2 * k + 2) * inverseFactorial(2 * k + 3));

/** 1/2!, 1/3!, ..., 1/15!: coefficients of (exp(-y) - 1 + y)/y^2 in powers of -y. */
const slopeCoefficients = inverseFactorials(2, 15);

/**
 * Logarithmic mean (s - t)/(log s - log t), with value s where s = t and 0 where s or t is 0.
 *
 * The quotient is 0/0 at s = t and loses digits next to it. With u = (s - t)/(s + t), log s - log t = 2 artanh(u), so
 *
 *     (s - t)/(log s - log t) = (s + t)/2 / (1 + u^2/3 + u^4/5 + u^6/7 + ...),
 *
 * which is used, up to u^20, where u^2 < 0.04; what is left out is below u^22/23 = 2e-17 relative. Next to the switch
 * that takes half as long as a logarithm. Elsewhere the logarithm of the ratio is log1p((s - t)/t), t the smaller. Only
 * if the ratio overflows are two logarithms subtracted. Accurate to 4 units of round-off for all normal numbers.
 *
 * @see Ismail & Roe, J. Comput. Phys. 228 (2009) 5410, Appendix B, for the series
 */
export function logarithmicMean(s: number, t: number): number {
  if (s === 0 || t === 0) return 0;
  if (s === t) return s;
  const u = (s - t) / (s + t);
  const u2 = u * u;
  if (u2 < SERIES_SWITCH) return (0.5 * (s + t)) / (1 + u2 * artanhSeries(u2));
  return (s - t) / logRatio(s, t);
}

/** A mean of s and t, and its derivatives in their logarithms. */
export interface MeanPoint {
  s: number;
  t: number;
  theta: number;
  byS: number;
  byT: number;
  /** s t times the mixed second derivative. */
  mixed: number;
}

/**
 * The logarithmic mean of s, t > 0 and its derivatives at once.
 *
 * With artanh(u) = u A, A = 1 + u^2 S, they are L = (s + t)/(2 A), s L_s = L (1 + u S/A)/2, t L_t = L (1 - u S/A)/2 and
 * s t L_st = (s + t) S/(4 A^3), which has no cancellation next to s = t. Away from that, with y = log(s/t), they are
 * (s - t)/y, (s - L)/y, (L - t)/y and (s + t - 2 L)/y^2; the last loses two digits at the switch.
 */
export function fillLogarithmicMean(at: MeanPoint): void {
  const { s, t } = at;
  const sum = s + t;
  const u = (s - t) / sum;
  const u2 = u * u;
  if (u2 < SERIES_SWITCH) {
    const series = artanhSeries(u2);
    const inverse = 1 / (1 + u2 * series);
    const theta = 0.5 * sum * inverse;
    const part = u * series * inverse;
    at.theta = theta;
    at.byS = 0.5 * theta * (1 + part);
    at.byT = 0.5 * theta * (1 - part);
    at.mixed = 0.25 * sum * series * inverse * inverse * inverse;
    return;
  }
  const y = logRatio(s, t);
  const theta = (s - t) / y;
  at.theta = theta;
  at.byS = (s - theta) / y;
  at.byT = (theta - t) / y;
  at.mixed = (sum - 2 * theta) / y / y;
}

/** (artanh(u)/u - 1)/u^2 = 1/3 + u^2/5 + ..., up to u^18. */
function artanhSeries(u2: number): number {
  const u4 = u2 * u2;
  const even = 1 / 3 + u4 * (1 / 7 + u4 * (1 / 11 + u4 * (1 / 15 + u4 * (1 / 19))));
  const odd = 1 / 5 + u4 * (1 / 9 + u4 * (1 / 13 + u4 * (1 / 17 + u4 * (1 / 21))));
  return even + u2 * odd;
}

/**
 * s times the derivative of the logarithmic mean in s: the derivative in log s, finite for all s, t >= 0.
 *
 * Equal to (t - s + s y)/y^2 with y = log(s/t).
 */
export function logarithmicMeanLogSlope(s: number, t: number): number {
  if (s === 0 || t === 0) return 0;
  if (s === t) return 0.5 * s;
  const y = logRatio(s, t);
  if (Math.abs(y) < SLOPE_SWITCH) return s * slopeSeries(y);
  return (t - s + s * y) / (y * y);
}

/**
 * s t times the mixed second derivative of the logarithmic mean: ((s + t) y - 2 (s - t))/y^3 with y = log(s/t).
 *
 * That is the mixed derivative in log s and log t, homogeneous of degree one and finite for all s, t >= 0. By Euler's
 * relation the other two second derivatives are -t/s and -s/t times the mixed one.
 *
 * With z = y/2 it is sqrt(s t)/2 times (z cosh z - sinh z)/z^3, a cubic cancellation at s = t; where |z| < 1 the series
 * 1/3 + z^2/30 + z^4/840 + ... up to z^16 is used (truncation below 2e-18 relative), elsewhere the formula loses two
 * bits.
 */
export function logarithmicMeanLogMixed(s: number, t: number): number {
  if (s === 0 || t === 0) return 0;
  const y = s === t ? 0 : logRatio(s, t);
  if (Math.abs(y) >= MIXED_SWITCH) return (s + t - (2 * (s - t)) / y) / y / y;
  const z2 = 0.25 * y * y;
  let sum = 0;
  for (let k = mixedCoefficients.length - 1; k >= 0; k--) sum = mixedCoefficients[k] + z2 * sum;
  return 0.5 * geometricMean(s, t) * sum;
}

/** Arithmetic mean (s + t)/2. */
export function arithmeticMean(s: number, t: number): number {
  return 0.5 * (s + t);
}

/** Geometric mean sqrt(s t), as a product of roots: s t itself underflows for densities of 1e-200. */
export function geometricMean(s: number, t: number): number {
  return s === t ? s : Math.sqrt(s) * Math.sqrt(t);
}

/** s t times the mixed second derivative of the geometric mean: sqrt(s t)/4. */
export function geometricMeanLogMixed(s: number, t: number): number {
  return 0.25 * geometricMean(s, t);
}

/** Harmonic mean 2 s t/(s + t), 0 where s or t is 0; written with the ratio, since s t underflows. */
export function harmonicMean(s: number, t: number): number {
  const smaller = Math.min(s, t);
  return smaller === 0 ? 0 : (2 * smaller) / (1 + smaller / Math.max(s, t));
}

/** Derivative of the harmonic mean in s, 2 (t/(s + t))^2; 1/2 at s = t = 0. */
export function harmonicMeanSlope(s: number, t: number): number {
  if (s === t) return 0.5;
  const share = t / (s + t);
  return 2 * share * share;
}

/** s t times the mixed second derivative of the harmonic mean, 4 (s t)^2/(s + t)^3; 0 where s or t is 0. */
export function harmonicMeanLogMixed(s: number, t: number): number {
  const smaller = Math.min(s, t);
  if (smaller === 0) return 0;
  const ratio = smaller / Math.max(s, t);
  const share = 1 / (1 + ratio);
  return 4 * smaller * ratio * share * share * share;
}

/** log s - log t for s, t > 0, to round-off of the result. */
export function logRatio(s: number, t: number): number {
  return s > t ? logRatioAbove(s, t) : -logRatioAbove(t, s);
}

function logRatioAbove(larger: number, smaller: number): number {
  const excess = (larger - smaller) / smaller;
  // A quotient that overflows is beyond 1e308: both logarithms are then far apart, and nothing cancels.
  return excess < Infinity ? Math.log1p(excess) : Math.log(larger) - Math.log(smaller);
}

function slopeSeries(y: number): number {
  let sum = 0;
  for (let k = slopeCoefficients.length - 1; k >= 0; k--) sum = slopeCoefficients[k] - y * sum;
  return sum;
}

function inverseFactorials(from: number, to: number): Float64Array {
  const values = new Float64Array(to - from + 1);
  let factorial = 1;
  for (let k = 1; k <= to; k++) {
    factorial *= k;
    if (k >= from) values[k - from] = 1 / factorial;
  }
  return values;
}

function inverseFactorial(n: number): number {
  let factorial = 1;
  for (let k = 2; k <= n; k++) factorial *= k;
  return 1 / factorial;
}
