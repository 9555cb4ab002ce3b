import test from "ava";
import type { StateModelSpec } from "../../../../src/model/states/state-model.js";
import { minimizeNewton } from "../../../../src/reference/states/newton.js";
import { between, near } from "../../../support/matchers.js";
import { gaussianW2, solve, timeErrors } from "./support.js";

test("a minimum is found to round-off where values are noisier than the decrease of the last steps", (t) => {
  // The value carries an error of 1e-9, of which slopes know nothing.
  const noisy = {
    evaluate([x = 0]: Float64Array, gradient: Float64Array): number {
      gradient[0] = Math.exp(x) - 2;
      return Math.exp(x) - 2 * x + 1e-9 * Math.sin(1e12 * x);
    },
    hessian([x = 0]: Float64Array, out: Float64Array): void {
      out[0] = Math.exp(x) * (1 + 1e-4);
    },
  };
  const x = Float64Array.of(0.69);
  minimizeNewton(noisy, x, 1);
  near(t, x[0], Math.LN2, 1e-13, String(x));
});

test("a ring of 100 particles takes small sliced steps, each (R' - R)/(2 tau) + 3 R'³ - R' = 0", (t) => {
  const spec: StateModelSpec = {
    dimension: 2,
    finalTime: 0.25,
    state: { kind: "particles", count: 100, sample: "ring", scale: 1 },
    functional: { interaction: "r^4/4 - r^2/2" },
  };
  const { values } = solve("iterate", "sliced", spec, 10).state;
  let radius = 1;
  for (let n = 0; n < 10; n++) {
    let next = radius;
    for (let k = 0; k < 50; k++) next -= ((next - radius) / 0.05 + 3 * next ** 3 - next) / (20 + 9 * next * next - 1);
    radius = next;
  }
  near(t, Math.hypot(values[0], values[1]), radius, 1e-12);
});

test("small sliced steps of an eccentric Gaussian in three dimensions tend to the flow with order 1", (t) => {
  const spec: StateModelSpec = {
    dimension: 3,
    finalTime: 0.1,
    state: {
      kind: "gaussian",
      mean: 0,
      covariance: [
        [4, 0, 0],
        [0, 1, 0],
        [0, 0, 0.5],
      ],
    },
    functional: { potential: { matrix: 1 }, entropy: 1 },
  };
  const [coarse = 0, fine = 0] = timeErrors("sliced", spec, [16, 64], gaussianW2);
  between(t, coarse / fine, 3.8, 4.2, `${coarse} ${fine}`);
});
