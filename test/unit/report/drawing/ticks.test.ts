import test from "ava";
import { hasLogarithm, linearDomain, logDomain, tightDomain } from "../../../../src/report/drawing/domain.js";
import { fontSizes } from "../../../../src/report/drawing/font.js";
import { plainText, textWidth } from "../../../../src/report/drawing/text.js";
import { type Direction, linearTicks, logTicks, type Tick } from "../../../../src/report/drawing/ticks.js";
import { above, below } from "../../../support/matchers.js";

const labelled = (ticks: readonly Tick[]) =>
  ticks.flatMap(({ at, label }) => (label === undefined ? [] : [{ at, label }])).sort((a, b) => a.at - b.at);
const labels = (ticks: readonly Tick[]) => labelled(ticks).map(({ label }) => plainText(label));

test("decades are labelled as powers of ten, with eight unlabelled ticks in each", (t) => {
  const { ticks } = logTicks([-3.001, -0.999], 160, "up");
  t.deepEqual(labels(ticks), ["10−3", "10−2", "10−1"]);
  const between = ticks.filter(({ at, label }) => label === undefined && at > -3 && at < -2);
  t.deepEqual(between.map(({ at }) => Math.round(10 ** (at + 3))).sort(), [2, 3, 4, 5, 6, 7, 8, 9]);
});

test("many decades are labelled in equal steps through 1, without ticks too close to tell apart", (t) => {
  const { ticks } = logTicks([-300, 5], 160, "up");
  const at = labelled(ticks).map((tick) => tick.at);
  const steps = new Set(at.slice(1).map((value, k) => value - at[k]));
  t.is(steps.size, 1);
  t.true(at.includes(0));
  t.is(ticks.length, at.length);
});

test("less than two decades are labelled at 1, 2, 5, as short numbers or as multiples of powers", (t) => {
  t.true(labels(logTicks([-1.3, -0.6], 200, "across").ticks).includes("0.1"));
  t.true(labels(logTicks([-5.3, -4.6], 200, "across").ticks).includes("2·10−5"));
});

test("labels keep apart, whatever the range and the length", (t) => {
  for (const direction of ["across", "up"] satisfies Direction[]) {
    for (const length of [40, 90, 200]) {
      for (const domain of [
        [-2, -1.3],
        [-4, 0.1],
        [-9.5, -2],
        [-320, 300],
      ] as const) {
        const { ticks } = logTicks(domain, length, direction);
        checkApart(t, labelled(ticks), length / (domain[1] - domain[0]), direction);
      }
    }
  }
});

function checkApart(
  t: import("ava").ExecutionContext,
  ticks: ReturnType<typeof labelled>,
  unit: number,
  direction: Direction,
) {
  for (const [k, { at, label }] of ticks.slice(1).entries()) {
    const before = ticks[k];
    const half = (text: typeof label) => (direction === "up" ? fontSizes.tick : textWidth(text, fontSizes.tick)) / 2;
    above(
      t,
      (at - before.at) * unit,
      half(label) + half(before.label),
      `${direction} ${plainText(before.label)} ${plainText(label)}`,
    );
  }
}

test("labels of a linear axis share their decimals, and large or small ones a power of ten", (t) => {
  t.deepEqual(labels(linearTicks([0, 1], 60, "up").ticks), ["0.0", "0.5", "1.0"]);
  const large = linearTicks([0, 3e7], 60, "up");
  t.is(large.exponent, 7);
  t.deepEqual(labels(large.ticks), ["0", "1", "2", "3"]);
  t.is(linearTicks([0, 2e-4], 60, "up").exponent, -4);
});

test("an axis of counts has whole numbers only", (t) => {
  t.deepEqual(labels(linearTicks([0, 3.2], 115, "up", true).ticks), ["0", "1", "2", "3"]);
});

test("what has no logarithm does not move a logarithmic axis", (t) => {
  t.deepEqual(logDomain([1e-3, 1e-1, 0, -1, Number.NaN, Number.POSITIVE_INFINITY]), logDomain([1e-3, 1e-1]));
  t.deepEqual([0, -1, Number.NaN, 5e-324].map(hasLogarithm), [false, false, false, true]);
});

test("a single value, or none, still has a range around it", (t) => {
  for (const domain of [
    logDomain([]),
    logDomain([1e-3]),
    linearDomain([]),
    linearDomain([0]),
    linearDomain([7, 7]),
    tightDomain([0]),
  ]) {
    above(t, domain[1], domain[0]);
  }
  const [low, high] = logDomain([1e-3]);
  below(t, low, -3);
  above(t, high, -3);
});
