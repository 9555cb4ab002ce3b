import test from "ava";
import { InputError } from "../../../../src/errors.js";
import { createFunctional, type FunctionalSpec } from "../../../../src/model/states/functional.js";
import { barenblattNodes } from "../../../../src/model/states/kinds/barenblatt.js";
import { gaussianNodes } from "../../../../src/model/states/nodes.js";
import { samplePositions } from "../../../../src/model/states/sample.js";
import { gaussianState, momentsOf, particleState, type State } from "../../../../src/model/states/state.js";
import { createInputConvex, type InputConvexOptions } from "../../../../src/schemes/input-convex/input-convex.js";
import { atMost, near } from "../../../support/matchers.js";

const defaults: InputConvexOptions = { tau: 0.1, steps: 1, tolerance: 1e-12, width: 4, penalty: 1e-9, seed: 1 };

function stepperOf(spec: FunctionalSpec, initial: State, options: Partial<InputConvexOptions> = {}) {
  const all = { ...defaults, ...options };
  const functional = createFunctional(spec, initial.layout.dimension);
  return createInputConvex({ functional, initial, finalTime: all.tau * all.steps }, all);
}

/** The root of an increasing function, by bisection. */
function rootOf(f: (x: number) => number, low: number, high: number): number {
  let [a, b] = [low, high];
  for (let k = 0; k < 80; k++) {
    const middle = (a + b) / 2;
    if (f(middle) > 0) b = middle;
    else a = middle;
  }
  return a;
}

const ornstein: FunctionalSpec = {
  potential: {
    matrix: [
      [1.2, 0.5],
      [0.5, 0.6],
    ],
    centre: [0.7, -0.4],
  },
  entropy: 1,
};
const gaussian = (count: number): State =>
  gaussianNodes(new Float64Array(2), Float64Array.of(1, -0.3, -0.3, 2), { rule: "gauss-hermite", count, seed: 1 });

for (const [width, count] of [
  [4, 24],
  [0, 12],
] as const) {
  test(`nine steps of an Ornstein–Uhlenbeck process have the covariance of the exact iterate, width ${width}`, (t) => {
    const initial = gaussian(count);
    const stepper = stepperOf(ornstein, initial, { width, steps: 9, penalty: 1e-7, tolerance: 1e-10 });
    const values = Float64Array.from(initial.values);
    for (let k = 0; k < 9; k++) {
      const before = stepper.energy(values);
      const report = stepper.step(values);
      t.is(report.status, "converged", report.reason);
      atMost(t, stepper.energy(values) + report.cost, before + 1e-13 * (1 + Math.abs(before)));
    }
    const { covariance } = momentsOf({ layout: initial.layout, values });
    [1.085373, -0.73683, -0.73683, 2.114936].forEach((entry, k) => {
      near(t, covariance[k], entry, 1e-5, `${covariance}`);
    });
  });
}

test("a network of width 0 is exact between Gaussians: one variance solves s' - s = tau (1/s' - a s')", (t) => {
  const initial = gaussianNodes(Float64Array.of(0.3), Float64Array.of(4), { rule: "gauss-hermite", count: 6, seed: 1 });
  const stepper = stepperOf({ potential: { matrix: 1.5 }, entropy: 1 }, initial, { width: 0, tolerance: 1e-16 });
  const values = Float64Array.from(initial.values);
  t.is(stepper.step(values).status, "converged");
  const { mean, covariance } = momentsOf({ layout: initial.layout, values });
  const deviation = rootOf((s) => s - 2 - 0.1 * (1 / s - 1.5 * s), 0.1, 9);
  near(t, Math.sqrt(covariance[0]), deviation, 1e-8);
  near(t, mean[0], 0.3 / 1.15, 1e-8);
});

test("a porous medium spreads by the factor of lambda' - lambda = tau (3 / lambda'^2 - a lambda')", (t) => {
  const initial = barenblattNodes({ scale: 1 }, 1, 2, { rule: "gauss-hermite", count: 64, seed: 1 });
  const stepper = stepperOf({ potential: { matrix: 1 }, internal: { exponent: 2 } }, initial);
  const values = Float64Array.from(initial.values);
  const report = stepper.step(values);
  t.is(report.status, "converged", report.reason);
  const scale = rootOf((x) => x - 1 - 0.1 * (3 / x ** 2 - x), 0.5, 3);
  let mean = 0;
  for (let i = 0; i < 64; i++) mean += values[i] / initial.values[i] / 64;
  near(t, mean, scale, 1e-4);
});

test("zeros of a Hermite polynomial that repel each other keep their shape: (r' - r)/tau + r' - 1/r' = 0", (t) => {
  const sample = { kind: "particles", sample: "hermite", count: 12, scale: 2 } as const;
  const initial = particleState(samplePositions(sample, 1), 1);
  const stepper = stepperOf({ interaction: "r^2/2 - log(r)" }, initial, { width: 2, penalty: 1e-13, tolerance: 1e-14 });
  const values = Float64Array.from(initial.values);
  const report = stepper.step(values);
  t.is(report.status, "converged", report.reason);
  const factor = rootOf((r) => (r - 2) / 0.1 + r - 1 / r, 0.1, 4) / 2;
  values.forEach((value, i) => {
    near(t, value / initial.values[i], factor, 1e-5);
  });
});

test("a step that does not converge leaves the state, and says why", (t) => {
  const initial = gaussian(8);
  const values = Float64Array.from(initial.values);
  const unreachable = stepperOf(ornstein, initial, { width: 1, tolerance: 1e-60 }).step(values);
  t.true(["stalled", "maxIterations"].includes(unreachable.status), unreachable.status);
  t.regex(unreachable.reason ?? "", /slope/);
  t.deepEqual(values, initial.values);
});

test("a functional that is infinite at the start is reported as not finite, and the state left", (t) => {
  const initial = particleState(Float64Array.of(-1, 0.5, 2), 1);
  const values = Float64Array.from(initial.values);
  const report = stepperOf({ potential: "-log(x1)" }, initial).step(values);
  t.is(report.status, "nonFinite");
  t.deepEqual(values, initial.values);
});

test("what networks cannot move is refused with path and remedy", (t) => {
  const refusal = (run: () => unknown): InputError | undefined => t.throws(run, { instanceOf: InputError });
  const particles = particleState(Float64Array.of(-1, 0.5, 2), 1);
  const still = gaussianState([0], [1]);
  const density = refusal(() => stepperOf({ entropy: 1 }, particles));
  t.is(density?.context.path, "model.functional.entropy");
  t.regex(density?.context.remedy ?? "", /gaussian or a barenblatt state/);
  const points = refusal(() => stepperOf({ entropy: 1 }, still));
  t.is(points?.context.path, "model.state.kind");
  t.truthy(points?.context.remedy);
  const wrong: readonly [path: string, options: Partial<InputConvexOptions>][] = [
    ["scheme.width", { width: 1.5 }],
    ["scheme.penalty", { penalty: -1 }],
    ["scheme.seed", { seed: 0.5 }],
    ["sweep.steps", { tau: 0 }],
  ];
  for (const [path, options] of wrong) {
    const error = refusal(() => stepperOf({ potential: "x1^2" }, particles, options));
    t.is(error?.context.path, path);
    t.truthy(error?.context.remedy);
  }
});

test("the same seed gives the same step, bit by bit", (t) => {
  const run = () => {
    const initial = gaussian(8);
    const values = Float64Array.from(initial.values);
    stepperOf(ornstein, initial, { width: 2 }).step(values);
    return values;
  };
  t.deepEqual(run(), run());
});
