import test from "ava";
import { integrateTwice } from "../../../../src/reference/states/integrate.js";
import { below } from "../../../support/matchers.js";

/*
 * y' = -k (y - cos t) - sin t with y(0) = 1 is y = cos t. Stability bounds the steps of both integrators to a few 1/k:
 * for this k the extrapolated midpoint rule needs more than it may take, the Dormand-Prince pair does not.
 */
test("where the extrapolated midpoint rule fails, the companion is a whole trajectory of the other integrator", (t) => {
  const k = 2e5;
  const rate = ([y, time]: readonly number[]): number[] => [-k * (y - Math.cos(time)) - Math.sin(time), 1];
  const times = [0.5, 1];
  const { values, companions } = integrateTwice(rate, [1, 0], times);
  t.is(companions.length, times.length);
  for (const [n, time] of times.entries()) {
    below(t, Math.abs(values[n][0] - Math.cos(time)), 1e-11, `solution at ${time}`);
    below(t, Math.abs(companions[n][0] - Math.cos(time)), 1e-8, `companion at ${time}`);
  }
});
