import test from "ava";
import type { Objective } from "../../../src/numerics/lbfgs.js";
import { minimizeTrustRegion } from "../../../src/numerics/trust-region.js";
import { above, atMost, below, near } from "../../support/matchers.js";
import { barrier, powell, quadratic, rosenbrock, wood } from "../../support/objectives.js";

const options = { tolerance: 1e-9, maxIterations: 300, radius: 1, mostRadius: 100, difference: 1e-5 };

const away = (x: Float64Array, target: number): number => Math.max(...x.map((value) => Math.abs(value - target)));

const cases: readonly [name: string, objective: Objective, start: number[]][] = [
  ["Rosenbrock's in 2 dimensions", rosenbrock, [-1.2, 1]],
  ["Rosenbrock's in 10 dimensions", rosenbrock, new Array(10).fill(0.3)],
  ["Wood's", wood, [-3, -1, -3, -1]],
  ["a barrier, infinite beyond it", barrier, [0.01, 40, 3]],
];

for (const [name, objective, start] of cases) {
  test(`the minimum of a function is found to 1e-8: ${name}`, (t) => {
    const x = Float64Array.from(start);
    const report = minimizeTrustRegion(objective, x, options);
    t.is(report.status, "converged");
    below(t, away(x, 1), 1e-8, `${x}`);
    const gradient = new Float64Array(x.length);
    t.is(objective(x, gradient), report.value);
    atMost(t, Math.abs(Math.hypot(...gradient) - report.gradientNorm), 1e-14 * report.gradientNorm);
    above(t, report.evaluations, report.iterations);
  });
}

test("a quadratic of condition 1e8 is minimized", (t) => {
  const x = new Float64Array(6).fill(3);
  const report = minimizeTrustRegion(quadratic(1e8), x, { ...options, tolerance: 1e-6 });
  t.is(report.status, "converged");
  atMost(t, away(x, 1), 1e-6);
});

test("a minimum with a singular Hessian is approached as its flat directions allow", (t) => {
  const x = Float64Array.of(3, -1, 0, 1);
  const report = minimizeTrustRegion(powell, x, options);
  t.is(report.status, "converged");
  // The gradient is cubic along the null space.
  below(t, away(x, 0), 1e-3);
  below(t, report.value, 1e-12);
});

test("the number of iterations is bounded, and the best point kept", (t) => {
  const x = Float64Array.of(-1.2, 1);
  const report = minimizeTrustRegion(rosenbrock, x, { ...options, maxIterations: 3 });
  t.is(report.status, "maxIterations");
  t.is(report.iterations, 3);
  below(t, report.value, rosenbrock(Float64Array.of(-1.2, 1), new Float64Array(2)));
});

test("a start out of bounds is noticed, and left", (t) => {
  const x = Float64Array.of(-1, 2);
  t.is(minimizeTrustRegion(barrier, x, options).status, "nonFinite");
  t.deepEqual([...x], [-1, 2]);
});

test("a gradient that points uphill stalls the search", (t) => {
  const x = Float64Array.of(1);
  const wrong: Objective = (at, gradient) => {
    gradient[0] = -2 * at[0];
    return at[0] ** 2;
  };
  t.is(minimizeTrustRegion(wrong, x, options).status, "stalled");
  t.is(x[0], 1);
});

test("at a minimum nothing is done", (t) => {
  const report = minimizeTrustRegion(rosenbrock, Float64Array.of(1, 1), options);
  t.like(report, { status: "converged", iterations: 0, evaluations: 1 });
});

/** (x² - 1)²/4 + y²/2: a saddle at 0, minima at (±1, 0). */
const doubleWell: Objective = (at, gradient) => {
  const [x, y] = at as unknown as [number, number];
  gradient.set([x * (x * x - 1), y]);
  return (x * x - 1) ** 2 / 4 + (y * y) / 2;
};

test("from close to a saddle the direction of negative curvature is followed to a minimum", (t) => {
  const x = Float64Array.of(1e-7, 0.5);
  const report = minimizeTrustRegion(doubleWell, x, options);
  t.is(report.status, "converged");
  near(t, x[0], 1, 1e-8, `${x}`);
  near(t, x[1], 0, 1e-8, `${x}`);
});
