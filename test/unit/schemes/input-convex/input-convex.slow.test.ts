import test from "ava";
import { InputError } from "../../../../src/errors.js";
import { createStateModel, initialState, type StateModelSpec } from "../../../../src/model/states/state-model.js";
import { inputConvex } from "../../../../src/schemes/input-convex/descriptor.js";
import { createInputConvex } from "../../../../src/schemes/input-convex/input-convex.js";
import { below, near } from "../../../support/matchers.js";
import { rootMeanSquare, runMaps, zeroOf } from "./runs.js";

const points = [-1.3, -0.2, 0.4, 1.5];
const particles = { kind: "particles", sample: "points", points: points.map((x) => [x]) } as const;
const hermite40 = { rule: "gauss-hermite", count: 40, seed: 1 } as const;
/** Close enough that log det sees what the network does between them. */
const hermite160 = { ...hermite40, count: 160 } as const;

test("four particles in a potential: a network reaches the minimum over all increasing images", (t) => {
  // Without entropy particles do not see each other: every image minimizes (y - x)²/(2τ) + V(y), and images increase.
  const tau = 0.2;
  const spec = {
    dimension: 1,
    state: particles,
    functional: { potential: "x1^4/4 - x1^2/2" },
    finalTime: tau,
  } as const;
  const { summary, after } = runMaps(spec, { steps: 1, width: 8, penalty: 1e-10 });
  t.is(summary.status, "ok");
  const exact = points.map((x) => zeroOf((y) => (y - x) / tau + y ** 3 - y, -3, 3));
  exact.forEach((y, i) => {
    near(t, after.positions[i], y, 1e-3, `${after.positions} ${exact}`);
  });
});

test("without neurons the step is the best affine map, found by scanning it", (t) => {
  const tau = 0.2;
  const spec = {
    dimension: 1,
    state: particles,
    functional: { potential: "x1^4/4 - x1^2/2" },
    finalTime: tau,
  } as const;
  const { before, after } = runMaps(spec, { steps: 1, width: 0 });
  const loss = (a: number, b: number): number =>
    before.positions.reduce((sum, x) => {
      const y = a * x + b;
      return sum + ((y - x) ** 2 / (2 * tau) + y ** 4 / 4 - y ** 2 / 2) / 4;
    }, 0);
  let [a, b] = [1, 0];
  for (let width = 0.5; width > 1e-9; width *= 0.8) {
    for (const [p, q] of [
      [1, 0],
      [-1, 0],
      [0, 1],
      [0, -1],
      [1, 1],
      [-1, -1],
      [1, -1],
      [-1, 1],
    ] as const) {
      if (loss(a + width * p, b + width * q) < loss(a, b)) [a, b] = [a + width * p, b + width * q];
    }
  }
  before.positions.forEach((x, i) => {
    near(t, after.positions[i] - a * x, b, 1e-6);
  });
});

test("a double well: the deviation is that of the exact steps, up to 1e-3", (t) => {
  // Exact steps of F = ∫ (x⁴/4 - x²/2) ρ + ∫ ρ log ρ from N(0, 1) to T = 1/2, from the discretized quantile
  // function: their deviations.
  const spec = {
    dimension: 1,
    state: { kind: "gaussian", mean: 0, covariance: 1 },
    functional: { potential: "x1^4/4 - x1^2/2", entropy: 1 },
    finalTime: 0.5,
  } as const;
  const [coarse, fine] = [2, 4].map((steps) =>
    runMaps(spec, { steps, width: 2, penalty: 1e-9, nodes: hermite160 }),
  ) as [Run, Run];
  for (const { summary, moments } of [coarse, fine]) {
    t.is(summary.status, "ok");
    t.true(summary.energyMonotone);
    near(t, moments.mean[0], 0, 1e-3);
  }
  const exact = [0.996926, 0.999657];
  [coarse, fine].forEach(({ moments }, k) => {
    near(t, Math.sqrt(moments.covariance[0]), exact[k], 1e-3);
  });
});
type Run = ReturnType<typeof runMaps>;

test("a state at rest stays: the energy does not rise, and nothing moves by more than the penalty allows", (t) => {
  const spec = {
    dimension: 1,
    state: { kind: "gaussian", mean: 0, covariance: 1 },
    functional: { potential: { matrix: 1 }, entropy: 1 },
    finalTime: 1,
  } as const;
  const { summary, before, after, layout } = runMaps(spec, { steps: 10, width: 4, nodes: { ...hermite40, count: 20 } });
  t.is(summary.status, "ok");
  t.true(summary.energyMonotone);
  const moved = (i: number) => after.positions[i] - before.positions[i];
  below(t, rootMeanSquare(layout.weights, moved), 1e-6);
});

test("what maps of points cannot move is refused, with the place and the remedy", (t) => {
  const scheme = inputConvex.schema.parse({ name: "input-convex" });
  const check = (spec: Partial<StateModelSpec>) => () =>
    inputConvex.check(scheme, {
      ...{ dimension: 1, state: particles, functional: { potential: "x1^2" }, finalTime: 1 },
      ...spec,
    });
  const refused = (spec: Partial<StateModelSpec>, path: string) => {
    const error = t.throws(check(spec), { instanceOf: InputError });
    t.is(error?.context.path, path);
    t.truthy(error?.context.remedy);
  };
  refused({ state: { kind: "grid" }, domain: [[0, 1]], initial: "1" }, "model.state.kind");
  refused({ functional: { entropy: 1 } }, "model.functional.entropy");
  refused({ functional: { internal: { exponent: 2 } } }, "model.functional.internal.exponent");
  t.notThrows(check({}));
  t.notThrows(check({ state: { kind: "gaussian", mean: 0, covariance: 1 }, functional: { entropy: 1 } }));
});

test("bad options and states are refused by the stepper", (t) => {
  const { functional, finalTime } = createStateModel({
    dimension: 1,
    state: particles,
    functional: { entropy: 1 },
    finalTime: 1,
  });
  const initial = initialState(
    createStateModel({ dimension: 1, state: particles, functional: { entropy: 1 }, finalTime }),
  );
  const gaussian = initialState(
    createStateModel({
      dimension: 1,
      state: { kind: "gaussian", mean: 0, covariance: 1 },
      functional: { entropy: 1 },
      finalTime,
    }),
    { nodes: hermite40 },
  );
  const options = { tau: 0.1, steps: 10, tolerance: 1e-12, width: 1, penalty: 0, seed: 1 };
  const create = (state: typeof initial, changed: Partial<typeof options> = {}) => {
    return () => createInputConvex({ functional, finalTime, initial: state }, { ...options, ...changed });
  };
  t.notThrows(create(gaussian));
  t.throws(create(initial), { instanceOf: InputError });
  t.throws(create(gaussian, { width: -1 }), { instanceOf: InputError });
  t.throws(create(gaussian, { width: 1.5 }), { instanceOf: InputError });
  t.throws(create(gaussian, { penalty: -1 }), { instanceOf: InputError });
  t.throws(create(gaussian, { penalty: Number.NaN }), { instanceOf: InputError });
  t.throws(create(gaussian, { seed: 0.5 }), { instanceOf: InputError });
  t.throws(create(gaussian, { tau: 0 }), { instanceOf: InputError });
});

test("a loss that is not finite ends the step with a status, and leaves the state as it was", (t) => {
  const model = createStateModel({
    dimension: 1,
    state: particles,
    functional: { potential: "log(x1)" },
    finalTime: 1,
  });
  const initial = initialState(model);
  const stepper = createInputConvex(
    { functional: model.functional, finalTime: 1, initial },
    { tau: 0.1, steps: 10, tolerance: 1e-12, width: 1, penalty: 0, seed: 1 },
  );
  const values = initial.values.slice();
  const report = stepper.step(values);
  t.is(report.status, "nonFinite");
  t.truthy(report.reason);
  t.deepEqual(values, initial.values);
});
