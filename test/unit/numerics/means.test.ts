import test from "ava";
import {
  arithmeticMean,
  geometricMean,
  geometricMeanLogMixed,
  harmonicMean,
  harmonicMeanLogMixed,
  harmonicMeanSlope,
  logarithmicMean,
  logarithmicMeanLogMixed,
  logarithmicMeanLogSlope,
} from "../../../src/numerics/means.js";
import { gaussLegendre } from "../../../src/numerics/quadrature.js";
import { atLeast, atMost, below, finite } from "../../support/matchers.js";

const logOfRatio = (a: number, b: number) => (a > b ? Math.log1p((a - b) / b) : -Math.log1p((b - a) / a));

/** The logarithmic mean as integral of s^(1-r) t^r over r in [0, 1]: free of cancellation. */
function logarithmicMeanByQuadrature(s: number, t: number): number {
  const { nodes, weights } = gaussLegendre(40);
  const y = logOfRatio(t, s);
  return s * nodes.reduce((sum, r, k) => sum + weights[k] * Math.exp(r * y), 0);
}

/** Its derivative in s: the integral of (1 - r) (t/s)^r. */
function slopeByQuadrature(s: number, t: number): number {
  const { nodes, weights } = gaussLegendre(40);
  const y = logOfRatio(t, s);
  return nodes.reduce((sum, r, k) => sum + weights[k] * (1 - r) * Math.exp(r * y), 0);
}

/** Slopes in s, which the program has in log s only, where they are finite. */
const logarithmicMeanSlope = (s: number, t: number) => logarithmicMeanLogSlope(s, t) / s;
const arithmeticMeanSlope = () => 0.5;
const geometricMeanSlope = (s: number, t: number) => Math.sqrt(t / s) / 2;

const relative = (value: number, expected: number) => Math.abs(value / expected - 1);

/** Ratios from 1 + 1e-16 to 1e6, dense around the switches of the series. */
const ratios = [
  ...Array.from({ length: 17 }, (_, k) => 1 + 10 ** (k - 16)),
  ...Array.from({ length: 201 }, (_, k) => 1.015 + 0.0001 * k),
  ...Array.from({ length: 201 }, (_, k) => 1.6 + 0.001 * k),
  ...Array.from({ length: 60 }, (_, k) => 1.25 ** k),
];

test("the logarithmic mean is the integral of s^(1-r) t^r to 1e-15", (t) => {
  for (const ratio of ratios) {
    for (const s of [1, 0.3, 1e-300, 1e280]) {
      const expected = logarithmicMeanByQuadrature(s, s * ratio);
      below(t, relative(logarithmicMean(s, s * ratio), expected), 1.5e-15, `${s} * ${ratio}`);
    }
  }
});

test("the logarithmic mean is exact where s = t and vanishes where one argument does", (t) => {
  for (const s of [1, 0.1, 1e-300, 5e-324, 1e300]) t.is(logarithmicMean(s, s), s);
  t.is(logarithmicMean(0, 3), 0);
  t.is(logarithmicMean(3, 0), 0);
  t.is(logarithmicMean(0, 0), 0);
});

test("the logarithmic mean of extreme ratios is (s - t)/(log s - log t)", (t) => {
  for (const [s, small] of [
    [1, 1e-300],
    [1e150, 1e-150],
    [1e300, 1e-300],
  ] as const) {
    const decades = Math.round(Math.log10(s) - Math.log10(small));
    below(t, relative(logarithmicMean(s, small), s / (decades * Math.LN10)), 1e-15);
    below(t, relative(logarithmicMean(small, s), s / (decades * Math.LN10)), 1e-15);
  }
});

test("the logarithmic mean lies between the geometric and the arithmetic mean", (t) => {
  for (const ratio of ratios) {
    const mean = logarithmicMean(1, ratio);
    atLeast(t, mean, geometricMean(1, ratio) * (1 - 4e-16));
    atMost(t, mean, arithmeticMean(1, ratio) * (1 + 4e-16));
  }
});

test("the slope of the logarithmic mean is the integral of (1-r) (t/s)^r to 2e-15", (t) => {
  for (const ratio of ratios) {
    for (const s of [1, 1e-300]) {
      below(t, relative(logarithmicMeanSlope(s, s * ratio), slopeByQuadrature(s, s * ratio)), 2e-15, `up ${ratio}`);
      below(t, relative(logarithmicMeanSlope(s * ratio, s), slopeByQuadrature(s * ratio, s)), 2e-15, `down ${ratio}`);
    }
  }
});

test("the logarithmic slope is finite where the slope is not", (t) => {
  t.is(logarithmicMeanLogSlope(0, 1), 0);
  t.is(logarithmicMeanLogSlope(1, 0), 0);
  below(t, relative(logarithmicMeanLogSlope(1e-300, 1e300), 1e300 / (600 * Math.LN10) ** 2), 1e-14);
});

test("Euler's relation L = s L_s + t L_t holds for every mean", (t) => {
  const pairs = [
    [logarithmicMean, logarithmicMeanSlope],
    [arithmeticMean, arithmeticMeanSlope],
    [geometricMean, geometricMeanSlope],
    [harmonicMean, harmonicMeanSlope],
  ] as const;
  for (const [mean, slope] of pairs) {
    for (const ratio of ratios) {
      const sum = slope(1, ratio) + ratio * slope(ratio, 1);
      below(t, relative(sum, mean(1, ratio)), 1e-14, `${mean.name} ${ratio}`);
    }
  }
});

test("the slope of the harmonic mean at empty arguments is its limit", (t) => {
  t.is(harmonicMeanSlope(0, 1), 2);
  t.is(harmonicMeanSlope(1, 0), 0);
  t.is(harmonicMeanSlope(0, 0), 0.5);
  t.is(harmonicMeanSlope(1e-300, 1e-300), 0.5);
});

test("geometric and harmonic means survive arguments of 1e-300 and 1e300", (t) => {
  below(t, relative(geometricMean(1e-300, 4e-300), 2e-300), 1e-15);
  below(t, relative(geometricMean(1e300, 1e-300), 1), 1e-15);
  below(t, relative(harmonicMean(1e-300, 3e-300), 1.5e-300), 1e-15);
  below(t, relative(harmonicMean(1e300, 1e-300), 2e-300), 1e-15);
  t.is(harmonicMean(0, 1), 0);
  t.is(harmonicMean(0, 0), 0);
  t.is(geometricMean(0, 1), 0);
  t.is(arithmeticMean(0, 1), 0.5);
});

/** s t times the mixed derivative of the logarithmic mean: the integral of r (1-r) s^(1-r) t^r. */
function logMixedByQuadrature(s: number, t: number): number {
  const { nodes, weights } = gaussLegendre(40);
  const y = logOfRatio(t, s);
  return s * nodes.reduce((sum, r, k) => sum + weights[k] * r * (1 - r) * Math.exp(r * y), 0);
}

test("the mixed derivative of the logarithmic mean is the integral of r (1-r) s^(1-r) t^r to 4e-15", (t) => {
  const aroundSwitch = Array.from({ length: 201 }, (_, k) => 7.2 + 0.002 * k);
  for (const ratio of [1, ...ratios, ...aroundSwitch]) {
    for (const s of [1, 1e-300]) {
      const expected = logMixedByQuadrature(s, s * ratio);
      below(t, relative(logarithmicMeanLogMixed(s, s * ratio), expected), 4e-15, `up ${ratio}`);
      below(t, relative(logarithmicMeanLogMixed(s * ratio, s), expected), 4e-15, `down ${ratio}`);
    }
  }
  t.is(logarithmicMeanLogMixed(0, 1), 0);
  t.is(logarithmicMeanLogMixed(1, 0), 0);
});

test("mixed derivatives of the means are the differences of their slopes", (t) => {
  const cases = [
    [logarithmicMeanSlope, logarithmicMeanLogMixed],
    [geometricMeanSlope, geometricMeanLogMixed],
    [harmonicMeanSlope, harmonicMeanLogMixed],
  ] as const;
  for (const [slope, logMixed] of cases) {
    for (const [s, u] of [
      [0.3, 0.3],
      [0.3, 0.31],
      [2, 0.4],
      [1e-3, 5],
    ] as const) {
      const step = 1e-5 * u;
      const difference = (slope(s, u + step) - slope(s, u - step)) / (2 * step);
      below(t, relative(logMixed(s, u), s * u * difference), 1e-8, `${slope.name} ${s} ${u}`);
    }
  }
});

test("mixed derivatives survive arguments of 1e-300 and 1e300", (t) => {
  below(t, relative(geometricMeanLogMixed(1e-300, 4e-300), 5e-301), 1e-15);
  below(t, relative(harmonicMeanLogMixed(1e-300, 1e-300), 5e-301), 1e-15);
  t.is(harmonicMeanLogMixed(0, 1), 0);
  below(t, relative(logarithmicMeanLogMixed(1e-300, 1e300), 1e300 / (600 * Math.LN10) ** 2), 3e-3);
  for (const mean of [geometricMeanLogMixed, harmonicMeanLogMixed, logarithmicMeanLogMixed]) {
    finite(t, mean(1e300, 1e-300), mean.name);
  }
});
