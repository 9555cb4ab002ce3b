import test from "ava";
import type { OdeSystem } from "../../../../src/reference/adaptive-steps.js";
import { integrateDormandPrince } from "../../../../src/reference/inertial/dormand-prince.js";
import { below, between, near } from "../../../support/matchers.js";

const oscillator: OdeSystem = {
  size: 2,
  rate(y, out) {
    out[0] = y[1];
    out[1] = -y[0];
  },
  scale: () => 1,
  isLegal: () => true,
};
const start = Float64Array.of(1, 0);

test("times are met exactly, and the error of an oscillator is a small multiple of the tolerance", (t) => {
  const times = [0, 1e-3, 2, 2.5, 20];
  for (const tolerance of [1e-7, 1e-9, 1e-11]) {
    const { status, states } = integrateDormandPrince(oscillator, start, times, { tolerance, maxSteps: 1e5 });
    t.is(status, "done");
    times.forEach((time, k) => {
      const error = Math.hypot(states[k]?.[0] - Math.cos(time), states[k]?.[1] + Math.sin(time));
      below(t, error, 100 * tolerance, `${tolerance} at ${time}: ${error}`);
    });
  }
});

test("the steps grow like tolerance^(-1/5): the pair has order 5", (t) => {
  const steps = [1e-6, 1e-11].map(
    (tolerance) => integrateDormandPrince(oscillator, start, [50], { tolerance, maxSteps: 1e5 }).steps,
  );
  const ratio = steps[1] / steps[0];
  between(t, ratio, 8, 12, String(steps));
});

test("a solution that ends in finite time is reported with the time reached", (t) => {
  const blowUp: OdeSystem = {
    size: 1,
    rate(y, out) {
      out[0] = y[0] ** 2;
    },
    scale: (_, before) => Math.abs(before),
    isLegal: () => true,
  };
  const options = { tolerance: 1e-8, maxSteps: 1e5 };
  const { status, reached, states } = integrateDormandPrince(blowUp, Float64Array.of(1), [0.5, 2], options);
  t.is(status, "stepCollapsed");
  near(t, reached, 1, 1e-6);
  t.is(states.length, 1);
});

test("illegal states are not stepped to, and steps run out with a status", (t) => {
  const falling: OdeSystem = { ...oscillator, isLegal: (y) => y[0] > 0.1 };
  const options = { tolerance: 1e-8, maxSteps: 1e5 };
  const { status, reached } = integrateDormandPrince(falling, start, [10], options);
  t.is(status, "stepCollapsed");
  near(t, reached, Math.acos(0.1), 1e-7);
  t.is(integrateDormandPrince(oscillator, start, [1e3], { tolerance: 1e-11, maxSteps: 100 }).status, "maxSteps");
});
