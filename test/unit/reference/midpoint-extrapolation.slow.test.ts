import test from "ava";
import type { OdeSystem } from "../../../src/reference/adaptive-steps.js";
import { integrateMidpoint } from "../../../src/reference/midpoint-extrapolation.js";
import { integrateTwice } from "../../../src/reference/states/integrate.js";
import { above, atMost, between, near } from "../../support/matchers.js";

/** Frequency 2, damping 0.3: x = e^{-0.3 t} cos(w t) and its rate. */
const damped: OdeSystem = {
  size: 2,
  rate(y, out) {
    const [x, v] = [y[0], y[1]];
    out[0] = v;
    out[1] = -4 * x - 0.6 * v;
  },
  scale: () => 1,
  isLegal: () => true,
};

function exact(t: number): number {
  const w = Math.sqrt(4 - 0.09);
  return Math.exp(-0.3 * t) * (Math.cos(w * t) + (0.3 / w) * Math.sin(w * t));
}

for (const tolerance of [1e-6, 1e-9, 1e-12]) {
  test(`a damped oscillator to about its tolerance of ${tolerance}, at times that are met by steps`, (t) => {
    const times = [0, 0.37, 5, 5, 20];
    const { status, states } = integrateMidpoint(damped, Float64Array.of(1, 0), times, { tolerance, maxSteps: 10_000 });
    t.is(status, "done");
    times.forEach((time, k) => {
      const error = Math.abs(states[k]?.[0] - exact(time));
      atMost(t, error, 20 * tolerance, `${time}: ${error}`);
    });
  });
}

/** Steps to t = 20 of a system that begins like the oscillator above, in some unit. */
function stepsOf(system: OdeSystem, tolerance: number, unit = 1, rest: readonly number[] = []): number {
  const initial = Float64Array.of(unit, 0, ...rest);
  const { status, states, steps } = integrateMidpoint(system, initial, [20], { tolerance, maxSteps: 10_000 });
  const error = Math.abs((states[0]?.[0] as number) / unit - exact(20));
  return status === "done" && error <= 20 * tolerance ? steps : Number.NaN;
}

test("six digits more cost no more steps than the order 12 allows", (t) => {
  const [rough, fine] = [stepsOf(damped, 1e-6), stepsOf(damped, 1e-12)];
  // Local errors of order 11 are controlled: a factor of 10^(6/11) = 3.5.
  atMost(t, fine, 5 * rough, `${rough} ${fine}`);
  above(t, fine, rough, `${rough} ${fine}`);
});

test("errors are relative to the scale of the system: in other units it takes the same steps", (t) => {
  for (const unit of [2 ** 40, 2 ** -40]) {
    t.is(stepsOf({ ...damped, scale: () => unit }, 1e-9, unit), stepsOf(damped, 1e-9));
  }
});

test("the component with the largest error decides, wherever it stands", (t) => {
  const withRest: OdeSystem = {
    ...damped,
    size: 3,
    rate(y, out) {
      damped.rate(y, out);
      out[2] = 0;
    },
  };
  t.is(stepsOf(withRest, 1e-9, 1, [1]), stepsOf(damped, 1e-9));
});

test("steps to states that are not legal are not taken", (t) => {
  const falling: OdeSystem = { ...damped, size: 1, rate: (_, out) => out.fill(-1), isLegal: (y) => y[0] > 0 };
  const { status, reached } = integrateMidpoint(falling, Float64Array.of(1), [2], {
    tolerance: 1e-9,
    maxSteps: 10_000,
  });
  t.is(status, "stepCollapsed");
  between(t, reached, 1 - 1e-6, 1);
});

test("a rate that is not finite rejects steps, and one that has no solution ends with its status", (t) => {
  // y' = y^2 blows up at t = 1; the logarithm has no value below 0.
  const blowUp: OdeSystem = { ...damped, size: 1, rate: (y, out) => out.set([y[0] ** 2]) };
  const { status, reached } = integrateMidpoint(blowUp, Float64Array.of(1), [2], { tolerance: 1e-9, maxSteps: 10_000 });
  t.not(status, "done");
  atMost(t, reached, 1 + 1e-9);
  const none: OdeSystem = { ...damped, size: 1, rate: (_, out) => out.fill(Number.NaN) };
  t.is(integrateMidpoint(none, Float64Array.of(1), [1], { tolerance: 1e-9, maxSteps: 10_000 }).status, "stepCollapsed");
  const few = integrateMidpoint(damped, Float64Array.of(1, 0), [1000], { tolerance: 1e-12, maxSteps: 5 });
  t.is(few.status, "maxSteps");
});

test("the companion of a limit of states is that of another method: both near the solution, and not the same", (t) => {
  const { values, companions } = integrateTwice(([x = 0, v = 0]) => [v, -4 * x - 0.6 * v], [1, 0], [1, 7]);
  [1, 7].forEach((time, k) => {
    const [own, other] = [values[k]?.[0], companions[k]?.[0]];
    near(t, own, exact(time), 1e-10);
    near(t, other, exact(time), 1e-8);
    t.not(own, other);
  });
});

test("where the equation is too stiff for the other method the companion has a looser tolerance", (t) => {
  const { values, companions } = integrateTwice(([x = 0]) => [-5e4 * (x - 1)], [2], [1]);
  near(t, values[0]?.[0], 1, 1e-9);
  near(t, companions[0]?.[0], 1, 1e-6);
});
