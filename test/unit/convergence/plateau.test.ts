import test from "ava";
import { type Expectation, judge, type MeasuredLevel } from "../../../src/convergence/index.js";
import { traitsOf } from "../../../src/study/run/reference-run.js";
import { tauSweep } from "./synthetic.js";

const steps = [10, 20, 40, 80];
const expectation = { error: "L1", slack: 0.1, last: 3, plateau: 7e-4, within: 0.05 };
const verdictOf = (levels: readonly MeasuredLevel[], own: Partial<Expectation> = {}) =>
  judge({ levels, sweep: "tau", expect: [{ ...expectation, ...own }], mass: 1, reference: traitsOf("formula") });
const settling = tauSweep(steps, (tau) => 7e-4 + 1e-4 * tau);

test("an error that halves from level to level passes no plateau that its finest value happens to lie at", (t) => {
  const verdict = verdictOf(tauSweep(steps, (tau) => 7e-4 * 80 * tau));
  t.is(verdict.exitCode, 3);
  t.regex(verdict.reasons[0] ?? "", /is missed, finest error 7e-4 .*, but the last three levels tend to /);
});

test("an error that tends to a value outside the band misses it, slow as it may be", (t) => {
  for (const order of [0.05, 0.5, 2]) {
    t.is(verdictOf(tauSweep(steps, (tau) => 7e-4 * (80 * tau) ** order)).exitCode, 3, `order ${order}`);
  }
});

test("an error that settles in the band passes: with an order, alternating, or standing still", (t) => {
  const alternating = [7.2e-4, 6.9e-4, 7.05e-4, 6.98e-4];
  t.true(verdictOf(settling).pass);
  t.true(verdictOf(tauSweep(steps, (tau) => alternating[Math.round(Math.log2(0.1 / tau))])).pass);
  t.true(verdictOf(tauSweep(steps, () => 7e-4)).pass);
});

test("an error that does not settle misses the plateau it lies at, and so does NaN", (t) => {
  const growing = [7e-4, 6.95e-4, 7.1e-4, 6.8e-4];
  const verdict = verdictOf(tauSweep(steps, (tau) => growing[Math.round(Math.log2(0.1 / tau))]));
  t.is(verdict.exitCode, 3);
  t.regex(verdict.reasons[0] ?? "", /it does not settle/);
  t.is(verdictOf(tauSweep(steps, () => Number.NaN)).exitCode, 4);
  // It swings across the band, and has been outside of it just before.
  const swinging = [9e-4, 9e-4, 6e-4, 7e-4];
  t.is(verdictOf(tauSweep(steps, (tau) => swinging[Math.round(Math.log2(0.1 / tau))])).exitCode, 3);
});

test("a plateau is judged on the last three levels only where neither solver nor reference limits them", (t) => {
  const limited: readonly [Partial<MeasuredLevel>, RegExp][] = [
    [{ referenceErrors: { L1: 1e-4 } }, /limited by the reference/],
    [{ solverError: 1e-4 }, /limited by the solver/],
    [{ roundOff: 1e-3 }, /limited by the arithmetic/],
    [{ referenceErrors: { L1: 5e-5 } }, /the reference moves the error/],
    [{ status: "stalled" }, /no error at/],
  ];
  for (const [own, reason] of limited) {
    const verdict = verdictOf(settling.map((level, k) => (k === 2 ? { ...level, ...own } : level)));
    t.is(verdict.exitCode, 4);
    t.true(
      verdict.reasons.some((sentence) => reason.test(sentence)),
      String(reason),
    );
    t.true(
      verdictOf(settling.map((level, k) => (k === 0 && own.status === undefined ? { ...level, ...own } : level))).pass,
    );
  }
});

test("two levels, or sizes nearly equal, do not show whether an error settles", (t) => {
  t.regex(verdictOf(settling.slice(2)).reasons[0] ?? "", /cannot be judged, it takes 3 levels/);
  const near = verdictOf(tauSweep([60, 61, 62, 63], (tau) => 7e-4 * 63 * tau));
  t.is(near.exitCode, 4);
  t.regex(near.reasons[0] ?? "", /differ by less than a factor 1.1/);
});

test("a plateau of zero is met by errors that are zero to round-off, and by no others", (t) => {
  const zero = { plateau: 0 };
  t.true(
    verdictOf(
      tauSweep(steps, () => 0),
      zero,
    ).pass,
  );
  t.is(
    verdictOf(
      tauSweep(steps, (tau) => 1e-9 * tau),
      zero,
    ).exitCode,
    3,
  );
});

test("swings that grow are none while they are a small part of the band", (t) => {
  // About the limit, in units of the half width; the last is twice as far from the one before as that from its own.
  const swinging = (size: number) => [0, 0, size / 2, -size / 2].map((part) => 7e-4 * (1 + 0.05 * part));
  const passes = (size: number) =>
    verdictOf(tauSweep(steps, (tau) => swinging(size)[Math.round(Math.log2(0.1 / tau))])).pass;
  t.true(passes(0.08));
  t.false(passes(0.15));
});

test("a plateau is met within a tenth of itself unless a study says otherwise", (t) => {
  const at = (value: number) =>
    verdictOf(
      tauSweep(steps, () => value),
      { within: undefined },
    );
  t.true(at(7e-4 * 1.09).pass);
  t.true(at(7e-4 * 0.91).pass);
  t.is(at(7e-4 * 1.11).exitCode, 3);
});
