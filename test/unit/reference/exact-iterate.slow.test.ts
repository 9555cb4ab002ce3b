import test from "ava";
import { InputError } from "../../../src/errors.js";
import { gaussianFlow, iterateFlow } from "../../../src/reference/gaussian-flow.js";
import { inferGaussianFlow } from "../../../src/reference/infer-gaussian.js";
import type { BoundReference } from "../../../src/reference/kinds.js";
import { sampleReference } from "../../../src/reference/reference.js";
import { between, near } from "../../support/matchers.js";
import { gaussianSketch, gaussianSpec, prepare, sample } from "./judged.js";
import * as cases from "./problems.js";

test("exact-iterate: one step minimizes the Gaussian functional, by brute force over mean and deviation", (t) => {
  const flow = { mean: 1.5, variance: 0.5, centre: -0.3, stiffness: 2.2 };
  const [tau, temperature] = [0.17, 0.6];
  const sigma = Math.sqrt(flow.variance);
  const functional = (m: number, s: number) =>
    ((m - flow.mean) ** 2 + (s - sigma) ** 2) / (2 * tau) -
    temperature * Math.log(s) +
    (flow.stiffness / 2) * ((m - flow.centre) ** 2 + s * s);
  const minimize = (f: (v: number) => number, low: number, high: number) => {
    let [a, b] = [low, high];
    for (let k = 0; k < 90; k++) {
      const [c, d] = [a + (b - a) / 3, b - (b - a) / 3];
      if (f(c) < f(d)) b = d;
      else a = c;
    }
    return (a + b) / 2;
  };
  const next = iterateFlow(gaussianFlow(flow, 1), tau, temperature);
  const mean = minimize((m) => functional(m, 1), -3, 3);
  const deviation = minimize((s) => functional(0, s), 1e-3, 3);
  near(t, next.mean[0], mean, 1e-7);
  near(t, Math.sqrt(next.covariance[0]?.[0]), deviation, 1e-7);
});

test("exact-iterate: depends on n and steps, not on time alone, and tends to the limit at order 1", (t) => {
  const limit = cases.cellAverages([-8, 8], 40, 1, (x) =>
    cases.gaussian(x, 1.5 * Math.exp(-0.5), 1 - 0.5 * Math.exp(-1)),
  );
  const steps = [20, 40, 80];
  const levels = steps.map((count) => ({ cells: [40], steps: count, times: [count] }));
  const data = prepare(gaussianSpec, gaussianSketch, { levels });
  const errors = steps.map((count) =>
    cases.errorL1(
      cases.discretize(gaussianSketch, 40),
      sampleReference(data, { cells: [40], steps: count }, count).density,
      limit,
    ),
  );
  const order = Math.log2(errors[1] / errors[2]);
  between(t, order, 0.95, 1.05, String(errors));
});

test("exact-iterate: densities keep their digits in the tails", (t) => {
  const { density, companion } = sample(prepare(gaussianSpec, gaussianSketch));
  density.forEach((value, k) => {
    near(t, value, companion[k], { relative: 1e-10 }, `cell ${k}: ${value} ${companion[k]}`);
  });
});

test("exact-iterate: other data are refused, and the flow is inferred from a problem that is one", (t) => {
  const refuse = (sketch: cases.Sketch, message: RegExp, flow: BoundReference = gaussianSpec) =>
    t.throws(() => prepare(flow, sketch), { instanceOf: InputError, message });
  refuse(gaussianSketch, /initial density differs/, { ...gaussianSpec, mean: 1.4 });
  refuse(gaussianSketch, /potential differs/, { ...gaussianSpec, stiffness: 1.01 });
  refuse(cases.ornsteinUhlenbeck, /single layer/);
  const flow = inferGaussianFlow(cases.discretize(gaussianSketch, 400));
  for (const key of ["mean", "variance", "centre", "stiffness"] as const) {
    near(t, flow?.[key] as number, gaussianSpec[key], 1e-9, `${key}: ${flow?.[key]}`);
  }
  t.is(inferGaussianFlow(cases.discretize(cases.doubleWell, 400)), null);
});
