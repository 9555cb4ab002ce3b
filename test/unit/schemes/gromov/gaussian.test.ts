import test from "ava";
import { createFunctional, type FunctionalSpec } from "../../../../src/model/states/functional.js";
import { gaussianState, type State } from "../../../../src/model/states/state.js";
import { seededRandom } from "../../../../src/numerics/random.js";
import { symmetricEigen } from "../../../../src/numerics/symmetric-eigen.js";
import { createGromov, type GromovOptions } from "../../../../src/schemes/gromov/gromov.js";
import { atLeast, atMost, below, near } from "../../../support/matchers.js";
import { integrate, nelderMead, settings, turn } from "./flows.js";

const stepperOf = (functional: FunctionalSpec, initial: State, options: GromovOptions) =>
  createGromov(
    {
      functional: createFunctional(functional, initial.layout.dimension),
      initial,
      finalTime: options.tau * options.steps,
    },
    options,
  );

/** R diag(a, b) R' with R the rotation by an angle. */
function covarianceOf(a: number, b: number, angle: number): number[] {
  const axes = turn(Float64Array.of(1, 0, 0, 1), angle);
  const [p, q, r, s] = axes as unknown as [number, number, number, number];
  return [a * p * p + b * r * r, a * p * q + b * r * s, a * p * q + b * r * s, a * q * q + b * s * s];
}

test("relative entropy to N(0, I/a): errors in the spectral distance as printed for the exact movement, order 1", (t) => {
  const limit = integrate((y) => y.map((value) => -0.5 * (1.5 - 1 / value)), Float64Array.of(3, 0.4), 1, 2000);
  const expected = [1.377e-2, 7.191e-3, 3.68e-3, 1.862e-3, 9.37e-4];
  const errors = [5, 10, 20, 40, 80].map((steps) => {
    const initial = gaussianState([0, 0], covarianceOf(3, 0.4, 0.6));
    const stepper = stepperOf({ kl: { mean: 0, covariance: 1 / 1.5 } }, initial, settings(1 / steps, steps));
    const values = initial.values.slice();
    for (let n = 0; n < steps; n++) t.is(stepper.step(values).status, "converged");
    const spectrum = symmetricEigen(values.subarray(2), 2).values;
    return Math.hypot(spectrum[1] - limit[0], spectrum[0] - limit[1]);
  });
  errors.forEach((error, k) => {
    near(t, error, expected[k], { relative: 1e-3 });
  });
  const orders = errors.slice(1).map((error, k) => Math.log2(errors[k] / error));
  t.deepEqual([orders[0]?.toFixed(3), orders[3]?.toFixed(3)], ["0.937", "0.991"]);
});

test("a step solves λ' = (c + √(c² + 2 s tau))/2, c = λ - a tau/2, keeps the axes and is certified", (t) => {
  for (const [entropy, a, tau] of [
    [1, 1.5, 0.1],
    [0.3, -2, 0.5],
    [2, 40, 3],
    [1e-3, 5, 1],
    [0, 1, 0.4],
    [1, 0, 1e-4],
  ] as const) {
    const initial = gaussianState([0, 0], covarianceOf(2, 0.3, 1.1));
    const stepper = stepperOf({ potential: { matrix: a }, entropy }, initial, settings(tau, 10));
    const values = initial.values.slice();
    const report = stepper.step(values);
    t.is(report.status, "converged");
    const exact = [2, 0.3].map((lambda) => {
      const c = lambda - (a * tau) / 2;
      const root = Math.sqrt(c * c + 2 * entropy * tau);
      return c >= 0 ? (c + root) / 2 : (entropy * tau) / (root - c);
    }) as [number, number];
    const wanted = covarianceOf(...exact, 1.1);
    wanted.forEach((entry, k) => {
      near(t, values[k + 2], entry, 1e-14 * (1 + exact[0]), `${entropy} ${a} ${tau}`);
    });
    below(t, report.distance, 1e-14 * (1 + exact[0]));
    below(t, report.gap, 1e-25);
    const strongConvexity = (report.distance as number) ** 2 / (2 * tau);
    atMost(
      t,
      Math.abs(report.gap - strongConvexity),
      1e-12 * strongConvexity,
      "gap of a convex function of modulus 1/tau",
    );
    const cost = ((exact[0] - 2) ** 2 + (exact[1] - 0.3) ** 2) / (2 * tau);
    near(t, report.cost, cost, 1e-12 * (1 + cost));
    atMost(t, stepper.energy(values) + report.cost, stepper.energy(initial.values) + 1e-13);
  }
});

test("the energy is the functional of the Gaussian", (t) => {
  const initial = gaussianState([0, 0], [2, 0, 0, 0.5]);
  const stepper = stepperOf({ potential: { matrix: 3 }, entropy: 2 }, initial, settings(0.1, 10));
  const entropy = -Math.log(2 * Math.PI * Math.E) - 0.5 * Math.log(2 * 0.5);
  near(t, stepper.energy(initial.values), 1.5 * 2.5 + 2 * entropy, 1e-14);
  const target = stepperOf({ kl: { mean: 0, covariance: 0.7 } }, initial, settings(0.1, 10));
  near(t, target.energy(gaussianState([0, 0], [0.7, 0, 0, 0.7]).values), 0, 1e-14, "relative entropy to itself");
});

test("minimum: the step is the least over all covariances of cost and least energy over rotations", (t) => {
  const initial = gaussianState([0, 0], covarianceOf(1.7, 0.6, 0.4));
  const functional = {
    potential: {
      matrix: [
        [1, 0.5],
        [0.5, 2],
      ],
    },
    entropy: 1,
  };
  const stepper = stepperOf(functional, initial, settings(0.3, 10, { onNonInvariant: "minimum" }));
  const [low, high] = symmetricEigen(Float64Array.of(1, 0.5, 0.5, 2), 2).values as unknown as [number, number];
  const energy = (a: number, b: number, angle: number) => {
    const [c, s] = [Math.cos(angle) ** 2, Math.sin(angle) ** 2];
    return 0.5 * (a * (low * c + high * s) + b * (low * s + high * c)) - 0.5 * Math.log(a * b);
  };
  const best = nelderMead(
    ([a, b, angle]) => {
      const [p, q] = [Math.exp(a), Math.exp(b)];
      const [most, least] = [Math.max(p, q), Math.min(p, q)];
      return ((most - 1.7) ** 2 + (least - 0.6) ** 2) / 0.6 + energy(p, q, angle);
    },
    [0.3, -0.3, 0.2],
  );
  const values = initial.values.slice();
  t.is(stepper.step(values).status, "converged");
  const spectrum = symmetricEigen(values.subarray(2), 2).values;
  const found = [Math.exp(best[0]), Math.exp(best[1])].sort((a, b) => a - b);
  found.forEach((value, k) => {
    near(t, value, spectrum[k], 1e-6);
  });
});

test("minimum: no rotation of a Gaussian has less energy than is reported, and one has as much", (t) => {
  const functional = {
    potential: {
      matrix: [
        [1, 0.5],
        [0.5, 2],
      ],
    },
  };
  const initial = gaussianState([0, 0], covarianceOf(1.7, 0.6, 0.4));
  const least = stepperOf(functional, initial, settings(0.1, 10, { onNonInvariant: "minimum" })).energy(initial.values);
  const angles = Array.from({ length: 2000 }, (_, k) => (k * Math.PI) / 2000);
  const energies = angles.map((angle) => {
    const [p, q, , s] = covarianceOf(1.7, 0.6, angle) as [number, number, number, number];
    return 0.5 * (p + q + 2 * s);
  });
  atLeast(t, Math.min(...energies), least - 1e-14);
  atMost(t, Math.min(...energies), least + 1e-5);
});

test("without an entropy the least eigenvalue is extinct at 2 λ/a, and the state is left as it was", (t) => {
  const initial = gaussianState([0, 0], [2, 0, 0, 0.3]);
  const stepper = stepperOf({ potential: { matrix: 1.5 } }, initial, settings(0.01, 100));
  const values = initial.values.slice();
  const kept = values.slice();
  let steps = 0;
  for (; steps < 100; steps++) {
    kept.set(values);
    const report = stepper.step(values);
    if (report.status === "converged") continue;
    t.is(report.status, "vacuum");
    t.is(report.reason, "an eigenvalue of the covariance vanishes");
    break;
  }
  t.is(steps, 39, "after 39 steps of 0.01, the 40th would reach 2 * 0.3/1.5 = 0.4");
  t.deepEqual(values, kept);
});

test("numbers that are not finite end a step, and leave the state as it was", (t) => {
  const initial = gaussianState([0, 0], [2, 0, 0, 0.3]);
  const stepper = stepperOf({ entropy: 1 }, initial, settings(0.1, 10));
  const values = Float64Array.from(initial.values).fill(Number.NaN, 2, 3);
  t.is(stepper.step(values).status, "nonFinite");
  t.deepEqual(values.slice(3), initial.values.slice(3));
});

test("ten dimensions, spectra from 1e-6 to 1e3: every step converges to round-off, energy and cost decrease", (t) => {
  const random = seededRandom(3);
  const d = 10;
  const covariance = new Float64Array(d * d);
  for (let i = 0; i < d; i++) covariance[i * (d + 1)] = 10 ** (-6 + 9 * random());
  const initial = gaussianState(new Float64Array(d), covariance);
  const stepper = stepperOf({ potential: { matrix: 2 }, entropy: 1 }, initial, settings(0.05, 20));
  const values = initial.values.slice();
  for (let n = 0; n < 20; n++) {
    const before = stepper.energy(values);
    const report = stepper.step(values);
    t.is(report.status, "converged");
    atMost(t, stepper.energy(values) + report.cost, before + 1e-13 * (1 + Math.abs(before)));
  }
});
