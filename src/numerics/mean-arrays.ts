import {
  arithmeticMean,
  geometricMean,
  harmonicMean,
  harmonicMeanSlope,
  logarithmicMean,
  logarithmicMeanLogSlope,
} from "./means.js";

/**
 * A function of two numbers over arrays of them, into `out`. One loop for each: in a common one the compiler could not
 * put the function into the loop, and every call would cost more than what it computes.
 */
export type PairLoop = (s: Float64Array, t: Float64Array, out: Float64Array) => void;

export const logarithmicMeans: PairLoop = (s, t, out) => {
  for (let k = 0; k < out.length; k++) out[k] = logarithmicMean(s[k], t[k]);
};

export const logarithmicMeanLogSlopes: PairLoop = (s, t, out) => {
  for (let k = 0; k < out.length; k++) out[k] = logarithmicMeanLogSlope(s[k], t[k]);
};

export const arithmeticMeans: PairLoop = (s, t, out) => {
  for (let k = 0; k < out.length; k++) out[k] = arithmeticMean(s[k], t[k]);
};

export const arithmeticMeanLogSlopes: PairLoop = (s, _t, out) => {
  for (let k = 0; k < out.length; k++) out[k] = 0.5 * s[k];
};

export const geometricMeans: PairLoop = (s, t, out) => {
  for (let k = 0; k < out.length; k++) out[k] = geometricMean(s[k], t[k]);
};

export const geometricMeanLogSlopes: PairLoop = (s, t, out) => {
  for (let k = 0; k < out.length; k++) out[k] = 0.5 * geometricMean(s[k], t[k]);
};

export const harmonicMeans: PairLoop = (s, t, out) => {
  for (let k = 0; k < out.length; k++) out[k] = harmonicMean(s[k], t[k]);
};

export const harmonicMeanLogSlopes: PairLoop = (s, t, out) => {
  for (let k = 0; k < out.length; k++) out[k] = s[k] * harmonicMeanSlope(s[k], t[k]);
};
