/*
 * The limit system of other energies and costs: Jacobians against difference quotients, equilibria, independent
 * references against each other, and Barenblatt's solution.
 */
import test from "ava";
import type { ModelSpec } from "../../../src/model/model.js";
import type { Problem } from "../../../src/model/problem.js";
import { barenblattAverages, iterateBarenblatt } from "../../../src/reference/barenblatt.js";
import { createLimitSystem } from "../../../src/reference/limit-system.js";
import { above, below, eachNear, near } from "../../support/matchers.js";
import { problemOf, runJko } from "../../support/runs.js";

const base: ModelSpec = {
  domain: [[0, 1]],
  graph: { family: "path", nodes: 3, weight: 2 },
  potential: { 0: "0.5*cos(2*pi*x)", 1: "x", 2: "0.5*x^2" },
  initial: { 0: "1 + 0.6*cos(pi*x)", 1: "0.8 - 0.3*cos(2*pi*x)", 2: "0.7 + 0.2*cos(3*pi*x)" },
  finalTime: 0.1,
};
const cases: Readonly<Record<string, Partial<ModelSpec>>> = {
  "three temperatures, harmonic": {
    energy: { temperature: { 0: 1, 1: 0.4, 2: 2 } },
    exchange: { mobility: "harmonic" },
  },
  "three temperatures, unit": { energy: { temperature: { 0: 1, 1: 0.4, 2: 2 } }, exchange: { mobility: "unit" } },
  "porous medium, logarithmic": {
    energy: { kind: "porous-medium", exponent: 2.5 },
    exchange: { mobility: "logarithmic" },
  },
  "cosh, geometric": { exchange: { mobility: "geometric", cost: "cosh" } },
  "cosh, unit": { exchange: { mobility: "unit", cost: "cosh" } },
  "cosh, weighted-geometric": { exchange: { mobility: "weighted-geometric", cost: "cosh" } },
};

function rateOf(system: ReturnType<typeof createLimitSystem>, density: Float64Array): Float64Array {
  const rate = new Float64Array(density.length);
  system.evaluate(density, rate);
  return rate;
}

for (const [name, parts] of Object.entries(cases)) {
  for (const flux of ["slopes", "scharfetter-gummel", "upwind"] as const) {
    test(`${name}, ${flux}: the Jacobian is that of difference quotients, mass is conserved`, (t) => {
      const problem = problemOf({ ...base, ...parts } as ModelSpec, 12);
      const system = createLimitSystem(problem, flux);
      const { initial } = problem;
      const n = initial.length;
      const matrix = new Float64Array(n * n);
      const affine = new Float64Array(n);
      const dt = 0.01;
      const target = {
        reset: () => {
          matrix.fill(0);
          for (let k = 0; k < n; k++) matrix[k * n + k] = 1;
        },
        add: (row: number, column: number, value: number) => {
          matrix[row * n + column] = matrix[row * n + column] + value;
        },
      };
      system.linearize(initial, dt, target as never, affine);
      const rate = rateOf(system, initial);
      near(
        t,
        rate.reduce((sum, value) => sum + value, 0),
        0,
        1e-11 * Math.max(...rate.map(Math.abs)),
      );
      const scale = Math.max(...rate.map(Math.abs));
      for (let column = 0; column < n; column++) {
        const step = 1e-6 * initial[column];
        const moved = (sign: number) =>
          rateOf(
            system,
            initial.map((f, k) => (k === column ? f + sign * step : f)),
          );
        const [up, down] = [moved(1), moved(-1)];
        for (let row = 0; row < n; row++) {
          const quotient = (up[row] - down[row]) / (2 * step);
          const entry = ((row === column ? 1 : 0) - matrix[row * n + column]) / dt;
          near(t, entry, quotient, 1e-5 * (scale + Math.abs(quotient)), `${row} ${column}: ${entry} ${quotient}`);
        }
      }
      for (let row = 0; row < n; row++) {
        let expected = dt * rate[row];
        for (let column = 0; column < n; column++) {
          const slope = (row === column ? 1 : 0) - matrix[row * n + column];
          expected -= slope * initial[column];
        }
        near(t, affine[row], expected, 1e-9 * dt * scale, `affine ${row}`);
      }
    });
  }
}

test("steps of the scheme tend to the limit systems of other energies and costs", (t) => {
  for (const [name, parts] of Object.entries(cases)) {
    const problem = problemOf({ ...base, ...parts } as ModelSpec, 16);
    const rate = rateOf(createLimitSystem(problem, "slopes"), problem.initial);
    const miss = (tau: number): number => {
      const { density } = runJko({ ...problem, finalTime: tau }, 1, 1e-15);
      return density.reduce((most, f, k) => {
        return Math.max(most, Math.abs((f - problem.initial[k]) / tau - rate[k]));
      }, 0);
    };
    const [coarse, fine] = [miss(2e-5), miss(1e-5)];
    below(t, fine, 0.02 * Math.max(...rate.map(Math.abs)), `${name}: ${coarse} ${fine}`);
    above(t, coarse / fine, 1.8, `${name}: ${coarse} ${fine}`);
  }
});

const mesh = problemOf({ domain: [[-4, 4]], potential: 0, initial: 1, finalTime: 1 }, 640).mesh;
const profileOf = (exponent: number, sigma: number) => ({ mean: 0.3, sigma, exponent, mass: 1.7 });

test("Barenblatt profiles have their mass, mean and variance", (t) => {
  for (const exponent of [1.5, 2, 3, 4]) {
    const { density, companion } = barenblattAverages(profileOf(exponent, 0.6), mesh);
    const x = (i: number): number => -4 + (i + 0.5) * mesh.h;
    const moment = (power: number): number =>
      density.reduce((sum, f, i) => sum + f * mesh.h * (x(i) - 0.3) ** power, 0);
    near(t, moment(0), 1.7, 1e-9, `${exponent}: ${moment(0)}`);
    near(t, moment(1), 0, 1e-7);
    near(t, moment(2) / 1.7 + mesh.h ** 2 / 12, 0.36, 2e-4, `${exponent}: ${moment(2) / 1.7}`);
    eachNear(t, density, companion, 1e-6);
  }
});

/** Energy, transport and potential of the profile of width sigma, by sums over a fine mesh. */
function objective(sigma: number, from: number, exponent: number, tau: number, stiffness: number): number {
  const { density } = barenblattAverages({ ...profileOf(exponent, sigma), mean: 0 }, mesh);
  const energy = density.reduce((sum, f) => sum + (mesh.h * f ** exponent) / (exponent - 1), 0);
  return energy + 1.7 * ((sigma - from) ** 2 / (2 * tau) + 0.5 * stiffness * sigma ** 2);
}

test("the width after a step minimizes its functional", (t) => {
  for (const [exponent, stiffness, tau] of [
    [2, 0, 0.1],
    [2, 1, 0.3],
    [3, 0.5, 0.05],
    [1.5, 0, 0.2],
  ] as const) {
    const { sigma, mean } = iterateBarenblatt(profileOf(exponent, 0.6), tau, -0.2, stiffness);
    const value = (width: number): number => objective(width, 0.6, exponent, tau, stiffness);
    for (const d of [-0.02, 0.02]) below(t, value(sigma), value(sigma + d), `${exponent}: ${sigma}`);
    const quotient = (value(sigma + 1e-3) - value(sigma - 1e-3)) / 2e-3;
    near(t, quotient, 0, 5e-3, `${exponent}: ${quotient}`);
    near(t, mean, (0.3 - tau * stiffness * 0.2) / (1 + tau * stiffness), 1e-15);
  }
});

test("a porous medium in a box goes to an equilibrium at one level of U'(f) + V", (t) => {
  const problem: Problem = problemOf(
    {
      domain: [[0, 1]],
      potential: "0.5*x",
      energy: { kind: "porous-medium", exponent: 2, regularization: 1e-6 },
      initial: "1 + 0.5*cos(pi*x)",
      finalTime: 20,
    },
    40,
  );
  const { density, summary } = runJko(problem, 10);
  t.is(summary.status, "ok");
  const levels = density.map((f, k) => 2 * f + problem.potential[k]);
  below(t, Math.max(...levels) - Math.min(...levels), 1e-5);
});
