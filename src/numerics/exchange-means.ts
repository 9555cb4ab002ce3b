import { bernoulli } from "./bernoulli.js";

/** Means of two positive numbers that come with their partial derivatives. */
export type MeanName = "logarithmic" | "arithmetic" | "geometric" | "harmonic";

/**
 * Value and both partial derivatives of a mean of s = e^{logS} and t = e^{logT}, as `out = [theta, d/ds, d/dt]`.
 *
 * Logarithms are the arguments because the callers have them, and because s / t may not be representable.
 */
export function meanWithPartials(name: MeanName, logS: number, logT: number, out: Float64Array): void {
  const s = Math.exp(logS);
  const t = Math.exp(logT);
  if (name === "logarithmic") logarithmic(s, t, logS - logT, out);
  else if (name === "arithmetic") assign(out, (s + t) / 2, 0.5, 0.5);
  else if (name === "geometric") {
    const ratio = Math.exp((logT - logS) / 2);
    assign(out, Math.exp((logS + logT) / 2), ratio / 2, 1 / (2 * ratio));
  } else {
    // harmonic: 2 / (1/s + 1/t) = 2 s q with q = t / (s + t)
    const q = 1 / (1 + Math.exp(logS - logT));
    assign(out, 2 * s * q, 2 * q * q, 2 * (1 - q) * (1 - q));
  }
}

/**
 * (s - t) / (log s - log t) = t / B(r) with r = log(s/t): the Bernoulli function carries the cancellation at s = t.
 *
 * The partial derivative in s is (1 - L/s) / r = slope(-r), in t it is slope(r).
 */
function logarithmic(s: number, t: number, r: number, out: Float64Array): void {
  const mean = r > 0 ? s / bernoulli(-r) : t / bernoulli(r);
  assign(out, mean, slope(-r), slope(r));
}

/** ((e^z - 1)/z - 1) / z = 1/2 + z/6 + z^2/24 + …; the series is used for |z| < 0.05, where it is exact to 2e-16. */
function slope(z: number): number {
  if (Math.abs(z) < 0.05) {
    return 1 / 2 + (z / 6) * (1 + (z / 4) * (1 + (z / 5) * (1 + (z / 6) * (1 + (z / 7) * (1 + z / 8)))));
  }
  return (Math.expm1(z) / z - 1) / z;
}

function assign(out: Float64Array, value: number, first: number, second: number): void {
  out[0] = value;
  out[1] = first;
  out[2] = second;
}
