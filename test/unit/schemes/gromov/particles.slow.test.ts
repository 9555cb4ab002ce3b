import test from "ava";
import type { FunctionalSpec } from "../../../../src/model/states/functional.js";
import type { ParticleEnergy } from "../../../../src/model/states/particle-energy.js";
import { crossMoments } from "../../../../src/numerics/cross-moments.js";
import { symmetricEigen } from "../../../../src/numerics/symmetric-eigen.js";
import { alignTo } from "../../../../src/schemes/gromov/align.js";
import { createParticleStepper } from "../../../../src/schemes/gromov/particle-step.js";
import { above, atLeast, atMost, below, each, near } from "../../../support/matchers.js";
import {
  cloud,
  energyOf,
  equal,
  integrate,
  limitRate,
  nelderMead,
  rms,
  settings,
  squaredByPairs,
  turn,
} from "./flows.js";

const tight = { tolerance: 1e-24 };

/** Errors against the limit flow after the number of steps, and the distance of the Wasserstein flow. */
function errorsOf(functional: FunctionalSpec, steps: readonly number[]) {
  const [count, d, finalTime] = [12, 2, 0.4];
  const weights = equal(count);
  const start = cloud(count, [1, 0.8], 7);
  const energy = energyOf(functional, d, weights);
  const limit = integrate(limitRate(energy, weights, d), start, finalTime, 400);
  const force = new Float64Array(start.length);
  const wasserstein = integrate(
    (y) => {
      energy.gradient(y, force);
      return force.map((value) => -count * value);
    },
    start,
    finalTime,
    400,
  );
  const errors = steps.map((n) => {
    const stepper = createParticleStepper({ dimension: d, weights }, energy, settings(finalTime / n, n));
    const values = start.slice();
    for (let k = 0; k < n; k++) if (stepper.step(values).status !== "converged") return Number.NaN;
    alignTo(values, limit, weights, d);
    return rms(values, limit, weights);
  });
  alignTo(wasserstein, limit, weights, d);
  return { errors, apart: rms(wasserstein, limit, weights) };
}

for (const [title, functional, coarse, fine] of [
  ["potential r⁴/4", { potential: "r^4/4" }, 0.915, 0.987],
  ["interaction r⁴/4 - r²/2", { interaction: "r^4/4 - r^2/2" }, 0.9, 0.984],
] as const) {
  test(`${title}: order 1 towards the limit flow by Runge–Kutta, from which the Wasserstein flow is far`, (t) => {
    const { errors, apart } = errorsOf(functional, [4, 8, 16, 32, 64]);
    const orders = errors.slice(1).map((error, k) => Math.log2(errors[k] / error));
    const table = `${errors.map((error) => error.toExponential(3))} orders ${orders.map((order) => order.toFixed(3))}`;
    t.log(table);
    above(t, orders[0], coarse, table);
    above(t, orders[3], fine, table);
    each(t, orders, (order) => order < 1, table);
    above(t, apart, 30 * errors[4]);
  });
}

test("½ IGW² to other particles: each step is the projection of (G + tau G*)/(1 + tau) to rank d, positive semidefinite", (t) => {
  const [count, d, tau] = [8, 2, 0.3];
  const weights = equal(count);
  const target = cloud(count, [1.3, 0.6], 11);
  const dot = (x: Float64Array, i: number, j: number) => x[2 * i] * x[2 * j] + x[2 * i + 1] * x[2 * j + 1];
  const energy: ParticleEnergy = {
    value: (y) => squaredByPairs(y, target, weights, d) / 2,
    gradient(y, out) {
      out.fill(0);
      for (let i = 0; i < count; i++) {
        for (let j = 0; j < count; j++) {
          const factor = (2 * (dot(y, i, j) - dot(target, i, j))) / count ** 2;
          for (let a = 0; a < d; a++) out[i * d + a] = out[i * d + a] + factor * y[j * d + a];
        }
      }
      return this.value(y);
    },
  };
  const stepper = createParticleStepper({ dimension: d, weights }, energy, settings(tau, 10, tight));
  const values = cloud(count, [1, 0.8], 5);
  for (let step = 0; step < 5; step++) {
    const mixed = new Float64Array(count ** 2);
    mixed.forEach((_, k) => {
      const [i, j] = [Math.floor(k / count), k % count];
      mixed[k] = (dot(values, i, j) + tau * dot(target, i, j)) / (1 + tau);
    });
    const { values: spectrum, vectors } = symmetricEigen(mixed, count);
    t.is(stepper.step(values).status, "converged");
    let worst = 0;
    for (let i = 0; i < count; i++) {
      for (let j = 0; j < count; j++) {
        let projected = 0;
        for (let k = count - d; k < count; k++) {
          const pair = vectors[i * count + k] * vectors[j * count + k];
          projected += spectrum[k] * pair;
        }
        worst = Math.max(worst, Math.abs(dot(values, i, j) - projected));
      }
    }
    below(t, worst, 1e-10);
  }
});

for (const [count, d] of [
  [3, 1],
  [3, 2],
  [2, 1],
  [2, 2],
] as const) {
  test(`${count} particles in dimension ${d}: no other positions have less cost and energy, by a search over all pairs`, (t) => {
    const weights = equal(count);
    const tau = 0.15;
    const start = cloud(count, d === 1 ? [1] : [1, 0.8], 4);
    const energy = energyOf({ potential: "r^4/4 + r^2/5", interaction: "cos(r)" }, d, weights);
    const primal = (y: Float64Array) => squaredByPairs(y, start, weights, d) / (2 * tau) + energy.value(y);
    const values = start.slice();
    const stepper = createParticleStepper({ dimension: d, weights }, energy, settings(tau, 10, tight));
    const report = stepper.step(values);
    t.is(report.status, "converged");
    const best = Float64Array.from(nelderMead((y) => primal(Float64Array.from(y)), Array.from(start), 0.3));
    atMost(t, primal(values), primal(best) + 1e-15, `${primal(values) - primal(best)}`);
    atLeast(t, primal(values), primal(best) - 1e-11, `${primal(values) - primal(best)}`);
    alignTo(best, start, weights, d);
    below(t, rms(best, values, weights), 3e-6);
    near(t, report.cost, squaredByPairs(values, start, weights, d) / (2 * tau), 1e-14);
  });
}

test("a|x|²/2: eigenvalues of the second moments decrease by exactly a tau/2 until one is extinct", (t) => {
  for (const stretch of [[0.9], [1, 0.6], [1.5, 1, 0.8]]) {
    const d = stretch.length;
    const weights = equal(9);
    const values = cloud(9, stretch, 2);
    const spectrum = () => symmetricEigen(crossMoments(values, values, weights, d), d).values;
    const first = spectrum();
    const tau = (0.45 * first[0]) / 1.5;
    const stepper = createParticleStepper(
      { dimension: d, weights },
      energyOf({ potential: { matrix: 1.5 } }, d, weights),
      settings(tau, 10, tight),
    );
    for (let n = 1; n <= 4; n++) {
      t.is(stepper.step(values).status, "converged", `step ${n}`);
      spectrum().forEach((value, k) => {
        near(t, value, first[k] - 0.75 * n * tau, 1e-11 * first[d - 1]);
      });
    }
    const kept = values.slice();
    const report = stepper.step(values);
    t.deepEqual([report.status, report.reason], ["vacuum", "an eigenvalue of the covariance vanishes"]);
    t.deepEqual(values, kept);
  }
});

test("a step of rotated particles is the rotated step, reflections included", (t) => {
  const weights = equal(10);
  const energy = energyOf({ potential: "r^4/4", interaction: "r^2/2" }, 2, weights);
  const start = cloud(10, [1, 0.5], 8);
  const stepper = createParticleStepper({ dimension: 2, weights }, energy, settings(0.05, 10, tight));
  const straight = start.slice();
  stepper.step(straight);
  for (const reflect of [false, true]) {
    const turned = turn(start, 0.7, reflect);
    t.is(stepper.step(turned).status, "converged");
    below(t, rms(turned, turn(straight, 0.7, reflect), weights), 1e-11);
  }
});

test("along a run energy and cost decrease, Σ w y x' is symmetric and positive, two runs are bitwise the same", (t) => {
  const weights = Float64Array.from({ length: 15 }, (_, k) => (k + 1) / 120);
  const energy = energyOf({ potential: "(r^2 - 1)^2", interaction: "r^2/2 - log(r)" }, 2, weights);
  const run = () => {
    const stepper = createParticleStepper({ dimension: 2, weights }, energy, settings(0.02, 20));
    const values = cloud(15, [1, 0.7], 6);
    for (let n = 0; n < 20; n++) {
      const before = values.slice();
      const report = stepper.step(values);
      t.is(report.status, "converged");
      const slack = 1e-13 * (1 + Math.abs(stepper.energy(before)));
      atMost(t, stepper.energy(values) + report.cost, stepper.energy(before) + slack);
      const c = crossMoments(values, before, weights, 2);
      near(t, c[1], c[2], 1e-14);
      above(t, symmetricEigen(c, 2).values[0], 0);
    }
    return values;
  };
  t.deepEqual(run(), run());
});

test("a particle of weight 2/n moves as two particles at one place", (t) => {
  const merged = cloud(5, [1, 0.8], 9);
  const apart = Float64Array.of(...merged.subarray(0, 2), ...merged);
  const run = (values: Float64Array, weights: Float64Array) => {
    const energy = energyOf({ potential: "r^4/4" }, 2, weights);
    const stepper = createParticleStepper({ dimension: 2, weights }, energy, settings(0.1, 10, tight));
    for (let n = 0; n < 3; n++) t.is(stepper.step(values).status, "converged");
    return values;
  };
  const one = run(merged.slice(), Float64Array.of(2 / 6, 1 / 6, 1 / 6, 1 / 6, 1 / 6));
  const two = run(apart, equal(6));
  below(t, rms(two.subarray(2), one, equal(5)), 1e-11);
});

test("the reported distance bounds that from a step solved to round-off of a convex energy, and equals it for short steps", (t) => {
  const weights = equal(12);
  const energy = energyOf({ potential: "r^4/4" }, 2, weights);
  const start = cloud(12, [1, 0.8]);
  for (const [tau, tolerance] of [
    [0.2, 1e-4],
    [0.005, 1e-9],
  ] as const) {
    const [exact, rough] = [start.slice(), start.slice()];
    const solve = (values: Float64Array, options: { tolerance: number }) =>
      createParticleStepper({ dimension: 2, weights }, energy, settings(tau, 1, options)).step(values);
    t.is(solve(exact, { tolerance: 1e-30 }).status, "converged");
    const report = solve(rough, { tolerance });
    t.is(report.status, "converged");
    const ratio = Math.sqrt(squaredByPairs(rough, exact, weights, 2)) / (report.distance as number);
    above(t, report.distance, 1e-9, "the test needs a step that is not solved");
    below(t, ratio, 1.01, `${tau}: ${ratio}`);
    t.true(tau > 0.1 || ratio > 0.9, `${tau}: ${ratio}`);
  }
});

test("the reported residual is the slope per unit mass of cost over all pairs and energy, by central differences", (t) => {
  const weights = Float64Array.of(0.1, 0.4, 0.2, 0.3);
  const energy = energyOf({ potential: "r^4/4" }, 2, weights);
  const start = cloud(4, [1, 0.8]);
  const values = start.slice();
  const options = settings(0.2, 1, { tolerance: 1e-4 });
  const report = createParticleStepper({ dimension: 2, weights }, energy, options).step(values);
  t.is(report.status, "converged");
  const primal = (y: Float64Array) => squaredByPairs(y, start, weights, 2) / 0.4 + energy.value(y);
  const squares = values.reduce((sum, _, k) => {
    const at = (s: number) => primal(values.map((value, j) => (j === k ? value + s : value)));
    return sum + ((at(1e-5) - at(-1e-5)) / 2e-5) ** 2 / weights[Math.floor(k / 2)];
  }, 0);
  above(t, report.residual, 1e-6, `the test needs a step that is not solved: ${report.residual}`);
  near(t, Math.sqrt(squares), report.residual, { relative: 1e-3 });
});

test("energies that are not finite, not smooth or change under rotations end a step with a status, the state unchanged", (t) => {
  const weights = equal(6);
  const start = cloud(6, [1, 0.8]);
  const ending = (energy: ParticleEnergy, from = start, tau = 0.5) => {
    const values = from.slice();
    const { status, reason } = createParticleStepper({ dimension: 2, weights }, energy, settings(tau, 2, tight)).step(
      values,
    );
    t.deepEqual(values, from);
    return [status, reason];
  };
  t.deepEqual(ending(energyOf({ potential: "log(r - 5)" }, 2, weights)), [
    "nonFinite",
    "the energy is not finite at the start",
  ]);
  t.deepEqual(
    ending(
      energyOf(
        {
          potential: {
            matrix: [
              [1, 0],
              [0, 2],
            ],
          },
        },
        2,
        weights,
      ),
      start,
      0.01,
    ),
    ["stalled", "the energy changes under rotations"],
  );
  t.is(ending(energyOf({ potential: "abs(r - 0.9)" }, 2, weights))[0], "maxIterations");
  const broken = start.slice().fill(Number.NaN, 3, 4);
  t.is(ending(energyOf({ potential: "r^2" }, 2, weights), broken)[0], "nonFinite");
  const line = start.map((value, k) => (k % 2 === 0 ? value : 0));
  t.is(ending(energyOf({ potential: "r^2" }, 2, weights), line)[0], "vacuum");
});
