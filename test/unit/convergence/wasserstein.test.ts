import test from "ava";
import fc from "fast-check";
import { wasserstein2 } from "../../../src/convergence/index.js";
import { below, near } from "../../support/matchers.js";

test("a density has distance zero, exactly, from itself", (t) => {
  const masses = Float64Array.from([0.1, 0, 0.3, 1e-30, 0.2]);
  t.is(wasserstein2(masses, masses, 0.25), 0);
});

test("a density moved by k cells has distance k cell widths times the root of its mass", (t) => {
  const a = Float64Array.from([0.2, 0.5, 0.3, 0, 0, 0]);
  const b = Float64Array.from([0, 0, 0.2, 0.5, 0.3, 0]);
  near(t, wasserstein2(a, b, 0.5), 1, 1e-13);
  near(
    t,
    wasserstein2(
      a.map((m) => 4 * m),
      b.map((m) => 4 * m),
      0.5,
    ),
    2,
    1e-13,
  );
});

test("uniform densities on [0, 1] and [0, 2] have distance 1/sqrt(3)", (t) => {
  // Quantiles s and 2 s: the integral of s² is 1/3.
  const a = Float64Array.from([0.5, 0.5, 0, 0]);
  const b = Float64Array.from([0.25, 0.25, 0.25, 0.25]);
  near(t, wasserstein2(a, b, 0.5), 1 / Math.sqrt(3), 1e-13);
});

test("a uniform density on one cell and one split between the walls agree with the integral by hand", (t) => {
  const a = Float64Array.from([0, 1, 0]);
  const b = Float64Array.from([0.5, 0, 0.5]);
  // On [0, 1/2]: 1 + s - 2 s = 1 - s, integral of (1 - s)² = 7/24; the right half by symmetry.
  near(t, wasserstein2(a, b, 1), Math.sqrt(7 / 12), 1e-13);
});

test("translated Gaussians have the distance of their means, whatever the tails", (t) => {
  const gaussian = (mean: number) =>
    Float64Array.from({ length: 1200 }, (_, i) => Math.exp(-0.5 * (-30 + 0.05 * (i + 0.5) - mean) ** 2));
  near(t, wasserstein2(gaussian(-0.5), gaussian(0.5), 0.05) / Math.sqrt(20 * Math.sqrt(2 * Math.PI)), 1, 1e-12);
});

test("Gaussians of different width have the distance of their standard deviations, up to h²", (t) => {
  const gaussian = (sigma: number, cells: number) => {
    const h = 20 / cells;
    return Float64Array.from({ length: cells }, (_, i) => {
      const x = -10 + h * (i + 0.5);
      return (h * Math.exp(-0.5 * (x / sigma) ** 2)) / (sigma * Math.sqrt(2 * Math.PI));
    });
  };
  const coarse = Math.abs(wasserstein2(gaussian(1, 200), gaussian(1.5, 200), 0.1) - 0.5);
  const fine = Math.abs(wasserstein2(gaussian(1, 400), gaussian(1.5, 400), 0.05) - 0.5);
  below(t, coarse, 2e-3);
  below(t, fine, coarse / 3.5);
});

test("masses that differ by round-off change the distance by round-off", (t) => {
  const a = Float64Array.from([0.25, 0.5, 0.25, 0]);
  const b = Float64Array.from([0, 0.25, 0.5, 0.25]);
  const drifted = b.map((m) => m * (1 + 1e-15));
  near(t, wasserstein2(a, drifted, 1), 1, 1e-12);
});

test("negative, non-finite and vanishing masses have no distance", (t) => {
  const good = Float64Array.from([0.5, 0.5]);
  for (const bad of [
    [0.6, -0.1],
    [Number.NaN, 1],
    [0, 0],
    [Number.POSITIVE_INFINITY, 1],
  ]) {
    t.is(wasserstein2(Float64Array.from(bad), good, 1), Number.NaN);
    t.is(wasserstein2(good, Float64Array.from(bad), 1), Number.NaN);
  }
});

test("the distance equals the quantile integral by brute force", (t) => {
  const masses = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 6, maxLength: 6 });
  fc.assert(
    fc.property(masses, masses, (first, second) => {
      const [a, b] = [Float64Array.from(first), Float64Array.from(second)];
      fc.pre(sum(a) > 0.1 && sum(b) > 0.1);
      const own = wasserstein2(a, b, 1) ** 2 / sum(b);
      return Math.abs(own - bruteForce(a, b)) < 2e-3 * Math.max(1, own);
    }),
    { seed: 1, numRuns: 40 },
  );
  t.pass();
});

function sum(values: Float64Array): number {
  return values.reduce((total, value) => total + value, 0);
}

/** Midpoint rule for the integral of (A⁻¹ - B⁻¹)². */
function bruteForce(a: Float64Array, b: Float64Array): number {
  const points = 20000;
  let total = 0;
  for (let k = 0; k < points; k++) total += (quantile(a, (k + 0.5) / points) - quantile(b, (k + 0.5) / points)) ** 2;
  return total / points;
}

function quantile(masses: Float64Array, s: number): number {
  let rest = s * sum(masses);
  for (const [cell, mass] of masses.entries()) {
    if (rest <= mass) return cell + (mass > 0 ? rest / mass : 0);
    rest -= mass;
  }
  return masses.length;
}

test("the mass of the second density is that of the distance, whatever the first one has", (t) => {
  const [a, b] = [Float64Array.of(0.2, 0.5, 0.3, 0), Float64Array.of(0.1, 0.2, 0.3, 0.4)];
  for (const factor of [3, 1e-6]) {
    const other = a.map((m) => factor * m);
    near(t, wasserstein2(other, b, 0.5), wasserstein2(a, b, 0.5), 1e-13);
  }
});
