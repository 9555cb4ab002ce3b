import test from "ava";
import { fitPowerLaw, studentCoverage, studentQuantile } from "../../../src/convergence/index.js";
import { atLeast, atMost, below, between, near } from "../../support/matchers.js";
import { noisy } from "./synthetic.js";

test("Student's quantiles are those of the tables", (t) => {
  // Abramowitz & Stegun, table 26.10, two-sided 95 % and 99 %.
  const table = [
    [1, 12.7062, 63.6567],
    [2, 4.3027, 9.9248],
    [3, 3.1824, 5.8409],
    [4, 2.7764, 4.6041],
    [5, 2.5706, 4.0321],
    [10, 2.2281, 3.1693],
    [29, 2.0452, 2.7564],
    [120, 1.9799, 2.6174],
  ] as const;
  for (const [freedom, at95, at99] of table) {
    near(t, studentQuantile(0.95, freedom), at95, 6e-5, String(freedom));
    near(t, studentQuantile(0.99, freedom), at99, 6e-5, String(freedom));
    near(t, studentCoverage(studentQuantile(0.9, freedom), freedom), 0.9, 1e-13);
  }
});

test("an exact power law is found with its constant, for any ratios and either sign, and without uncertainty", (t) => {
  const sizes = [0.3, 0.1, 0.07, 0.013];
  for (const order of [2, 1, 0.37, -1.2]) {
    const law = fitPowerLaw(
      sizes,
      sizes.map((s) => 5 * s ** order),
    );
    near(t, law?.order, order, 1e-12);
    near(t, law?.constant, 5, 1e-12);
    const [low, high] = law?.interval ?? [Number.NaN, Number.NaN];
    atMost(t, low, order + 1e-12);
    atLeast(t, high, order - 1e-12);
    below(t, high - low, 1e-12);
  }
});

test("the interval is the textbook one", (t) => {
  // y = 1, 2, 2, 4 at x = 0, 1, 2, 3: slope 0.9, residual sum of squares 0.7, standard error sqrt(0.35 / 5), t =
  // 4.3027.
  const exp = (values: readonly number[]): number[] => values.map(Math.exp);
  const { order, interval } = fitPowerLaw(exp([0, 1, 2, 3]), exp([1, 2, 2, 4])) ?? { order: Number.NaN };
  near(t, order, 0.9, 1e-12);
  const half = 4.302653 * Math.sqrt(0.35 / 5);
  near(t, interval?.[0], 0.9 - half, 1e-6);
  near(t, interval?.[1], 0.9 + half, 1e-6);
});

test("of 400 noisy power laws about 95 % have their order within the interval", (t) => {
  const sizes = [0.2, 0.1, 0.06, 0.02, 0.01];
  let inside = 0;
  for (let seed = 1; seed <= 400; seed++) {
    const noise = noisy(seed, 0.05);
    const law = fitPowerLaw(
      sizes,
      sizes.map((s) => Math.exp(noise()) * s ** 1.5),
    );
    const [low, high] = law?.interval ?? [Number.NaN, Number.NaN];
    if (low <= 1.5 && 1.5 <= high) inside++;
  }
  between(t, inside, 365, 392);
});

test("two points have an order but no interval; one, equal sizes, zero, NaN and infinite errors have nothing", (t) => {
  t.is(fitPowerLaw([0.2, 0.1], [2, 1])?.interval, undefined);
  near(t, fitPowerLaw([0.2, 0.1], [2, 1])?.order, 1, 1e-12);
  t.is(fitPowerLaw([0.1], [1]), undefined);
  t.is(fitPowerLaw([], []), undefined);
  t.is(fitPowerLaw([0.1, 0.1, 0.1], [1, 2, 3]), undefined);
  for (const bad of [0, -1, Number.NaN, Number.POSITIVE_INFINITY]) {
    t.is(fitPowerLaw([0.4, 0.2, 0.1], [4, bad, 1]), undefined);
  }
});
