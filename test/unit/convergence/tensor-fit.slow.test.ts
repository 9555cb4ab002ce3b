import test from "ava";
import { fitTensor, fitTwoPowers, type SizedError } from "../../../src/convergence/index.js";
import { atLeast, atMost, below, near } from "../../support/matchers.js";
import { noisy, tensorSweep } from "./synthetic.js";

const taus = [0.1, 0.05, 0.03, 0.01];
const widths = [0.1, 0.04, 0.02];

const grid = (law: (tau: number, h: number) => number): SizedError[] =>
  widths.flatMap((h) => taus.map((tau) => ({ tau, h, error: law(tau, h) })));

test("exact sums of two powers are found, negative orders too", (t) => {
  const cases = [
    [2, 1, 30, 2],
    [0.1, 0.5, 1, 1],
    [1e-6, 2, 1e-5, 3],
    [1e-3, -0.5, 1, 2],
  ] as const;
  for (const [A, p, B, q] of cases) {
    const fit = fitTwoPowers(grid((tau, h) => A * tau ** p + B * h ** q));
    if (fit.reason !== undefined) return t.fail(fit.reason);
    near(t, fit.p.value, p, 1e-7, `${p} ${q}`);
    near(t, fit.q.value, q, 1e-7, `${p} ${q}`);
    near(t, fit.A.value / A, 1, 1e-7);
    near(t, fit.B.value / B, 1, 1e-7);
    below(t, fit.misfit, 1e-10);
    below(t, fit.p.standardError, 1e-8);
    t.is(fit.levels, 12);
  }
});

test("of 100 fits to noisy errors about 95 % have each parameter within 2.3 standard errors", (t) => {
  const inside = { A: 0, p: 0, B: 0, q: 0 };
  const truth = { A: 2, p: 1, B: 30, q: 2 };
  for (let seed = 1; seed <= 100; seed++) {
    const noise = noisy(seed, 0.02);
    const fit = fitTwoPowers(grid((tau, h) => (2 * tau + 30 * h ** 2) * Math.exp(noise())));
    if (fit.reason !== undefined) return t.fail(fit.reason);
    for (const name of ["A", "p", "B", "q"] as const) {
      if (Math.abs(fit[name].value - truth[name]) <= 2.306 * fit[name].standardError) inside[name]++;
    }
  }
  for (const count of Object.values(inside)) {
    atLeast(t, count, 88, JSON.stringify(inside));
    atMost(t, count, 99, JSON.stringify(inside));
  }
});

test("what the errors do not determine is refused with a reason", (t) => {
  const refused = (points: readonly SizedError[]): string => fitTwoPowers(points).reason ?? "fitted";
  t.regex(refused(grid((tau) => tau)), /in h is nowhere/);
  t.regex(refused(grid((_, h) => h ** 2)), /in tau is nowhere/);
  t.regex(refused(grid((tau, h) => tau + 1e-4 * h ** 2)), /in h is nowhere more than/);
  t.regex(refused(grid((tau, h) => tau * h)), /no sum of two powers/);
  t.regex(refused(grid((tau, h) => Math.abs(tau - 0.7 * h))), /no sum of two powers/);
  t.regex(refused(grid(() => 1)), /do not determine|uncertain|nowhere/);
  t.regex(refused(grid((tau, h) => tau + h).filter(({ h }) => h === 0.04)), /4 levels count/);
  t.regex(refused(taus.flatMap((tau) => [1, 2].map((k) => ({ tau, h: 0.1, error: k * tau })))), /h takes one value/);
  t.regex(refused(widths.flatMap((h) => [1, 2].map((k) => ({ tau: 0.1, h, error: k * h })))), /tau takes one value/);
  // Along tau = h² the two terms are one.
  t.regex(refused([1, 2, 4, 8, 16].map((k) => ({ tau: k ** -2, h: 1 / k, error: 2 * k ** -2 }))), /change together/);
});

test("where noise hides a term the fit says so", (t) => {
  for (let seed = 1; seed <= 20; seed++) {
    const noise = noisy(seed, 0.05);
    const fit = fitTwoPowers(grid((tau, h) => (2 * tau + 0.02 * h) * Math.exp(noise())));
    t.regex(fit.reason ?? "fitted", /uncertain|nowhere|do not determine/, `seed ${seed}`);
  }
});

test("a coarse step that is not yet asymptotic is left out, and the fit says on how many levels it rests", (t) => {
  const points = [0.2, ...taus].flatMap((tau) =>
    widths.map((h) => ({ tau, h, error: (2 * tau + 30 * h ** 2) * (tau > 0.15 ? 1.3 : 1) })),
  );
  const fit = fitTwoPowers(points);
  if (fit.reason !== undefined) return t.fail(fit.reason);
  t.is(fit.levels, 12);
  near(t, fit.p.value, 1, 1e-6);
  near(t, fit.q.value, 2, 1e-6);
});

test("levels that failed, have no error or are limited by a floor do not count", (t) => {
  const good = tensorSweep((tau, h) => 2 * tau + 30 * h ** 2);
  const spoilt = good.map((level, k) => {
    if (k === 2) return { ...level, status: "stalled" };
    if (k === 4) return { ...level, errors: { L1: Number.NaN } };
    if (k === 5) return { ...level, errors: { L1: 0 } };
    return k === 8 ? { ...level, errors: { L1: 1e9 }, solverError: 1e9 } : level;
  });
  const fit = fitTensor(spoilt, ["L1"]).L1;
  if (fit === undefined || fit.reason !== undefined) return t.fail(fit?.reason);
  t.is(fit.levels, 5);
  near(t, fit.p.value, 1, 1e-6);
  near(t, fit.q.value, 2, 1e-6);
});
