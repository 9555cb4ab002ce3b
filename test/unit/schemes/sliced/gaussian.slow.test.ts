import test from "ava";
import { cholesky } from "../../../../src/numerics/cholesky.js";
import { multiply, transpose } from "../../../../src/numerics/dense.js";
import { createDirections } from "../../../../src/schemes/sliced/directions.js";
import { createCovarianceSystem, unpackSymmetric } from "../../../../src/schemes/sliced/gaussian-system.js";
import { createSliced } from "../../../../src/schemes/sliced/sliced.js";
import { above, atMost, below, each, near } from "../../../support/matchers.js";
import { compassSearch, largestDifference, optionsOf, positiveRoot, problemOf, walk } from "./setting.js";

const quadratic = {
  matrix: [
    [1.2, 0.5],
    [0.5, 0.6],
  ],
  centre: [0.7, -0.4],
} as const;
const state = {
  kind: "gaussian",
  mean: [0, 0],
  covariance: [
    [1, -0.3],
    [-0.3, 2],
  ],
} as const;
const plane = problemOf({ dimension: 2, state, functional: { potential: quadratic, entropy: 1 }, finalTime: 0.5 });

test("in one dimension a step is that of the Wasserstein distance: sigma' (1 + tau) = sigma + tau / sigma'", (t) => {
  const spec = { kind: "gaussian", mean: 2, covariance: 0.3 } as const;
  const functional = { potential: { matrix: 1 }, entropy: 1 };
  const problem = problemOf({ dimension: 1, state: { ...spec, mean: [2] }, functional, finalTime: 1 });
  const { values, reports } = walk(createSliced(problem, optionsOf({ tau: 0.2 })), problem.initial.values, 1);
  const sigma = positiveRoot(1.2, -Math.sqrt(0.3), -0.2);
  t.is(reports[0]?.status, "converged");
  below(t, largestDifference(values, [2 / 1.2, sigma ** 2]), 1e-14);
});

test("gradient and Hessian of the covariance part agree with differences", (t) => {
  const d = 3;
  const matrix = Float64Array.of(1, 0.2, 0, 0.2, -0.3, 0.1, 0, 0.1, 2);
  const system = createCovarianceSystem({ dimension: d, tau: 0.3, matrix, entropy: 0.7 });
  const vectors = createDirections(d, { directions: 9, rule: "random", seed: 3 }).ofStep(0);
  system.begin(vectors, Float64Array.of(1, 0, 0, 0, 2, 0.4, 0, 0.4, 0.5));
  const lower = cholesky(Float64Array.of(2, 0.3, 0.1, 0.3, 1, -0.2, 0.1, -0.2, 0.8), d) as Float64Array;
  const at = (change: Float64Array): number => {
    const middle = unpackSymmetric(change, d).map((x, k) => x + (k % (d + 1) === 0 ? 1 : 0));
    const covariance = multiply(multiply(lower, middle, d), transpose(lower, d), d);
    return system.value(covariance, cholesky(covariance, d) as Float64Array);
  };
  system.assemble(lower);
  const unit = (k: number, h: number) => new Float64Array(6).map((_, i) => (i === k ? h : 0));
  const h = 1e-4;
  for (let k = 0; k < 6; k++) {
    const slope = (at(unit(k, h)) - at(unit(k, -h))) / (2 * h);
    near(t, slope, system.gradient[k], 1e-7, `gradient ${k}`);
    for (let j = 0; j <= k; j++) {
      const shifted = (sign: number) => unit(k, h).map((x, i) => x + sign * unit(j, h)[i]);
      const back = (sign: number) => shifted(sign).map((x) => -x);
      const second = (at(shifted(1)) - at(shifted(-1)) - at(back(-1)) + at(back(1))) / (4 * h * h);
      near(t, second, system.hessian[k * 6 + j], 1e-6, `Hessian ${k} ${j}: ${second}`);
    }
  }
});

test("a step is the minimum that a search without derivatives finds, for random directions too", (t) => {
  const { initial } = plane;
  for (const rule of ["uniform", "random"] as const) {
    const options = optionsOf({ tau: 0.3, directions: 5, rule, seed: 8 });
    const vectors = createDirections(2, options).ofStep(0);
    const deviation = (m: ArrayLike<number>, l: number): number => {
      const [x, y] = [vectors[2 * l], vectors[2 * l + 1]];
      return Math.sqrt(x * x * m[0] + 2 * x * y * m[1] + y * y * m[2]);
    };
    // Unknowns: mean, then the entries (0, 0), (0, 1), (1, 1) of the covariance.
    const objective = (x: Float64Array): number => {
      const [a, b, p, q, r] = Array.from(x) as [number, number, number, number, number];
      const determinant = p * r - q * q;
      if (!(p > 0 && determinant > 0)) return Number.POSITIVE_INFINITY;
      let movement = 0;
      for (let l = 0; l < 5; l++) {
        movement += (vectors[2 * l] * a + vectors[2 * l + 1] * b) ** 2 / 5;
        movement += (deviation([p, q, r], l) - deviation([1, -0.3, 2], l)) ** 2 / 5;
      }
      const [u, v] = [a - 0.7, b + 0.4];
      const potential = 0.5 * (1.2 * (p + u * u) + (q + u * v) + 0.6 * (r + v * v));
      return movement / 0.6 + potential - 0.5 * Math.log(determinant);
    };
    const found = compassSearch(objective, Float64Array.of(0, 0, 1, -0.3, 2), 0.1, 1e-9);
    const { values, reports } = walk(createSliced(plane, options), initial.values, 1);
    const [a, b, p, q, , r] = Array.from(values) as [number, number, number, number, number, number];
    t.is(reports[0]?.status, "converged");
    below(t, largestDifference(found.x, [a, b, p, q, r]), 1e-6, rule);
    atMost(t, objective(Float64Array.of(a, b, p, q, r)), found.value + 1e-15, rule);
  }
});

test("translations and dilations take d steps of the Wasserstein distance in one", (t) => {
  const covariance = [
    [0.5, 0],
    [0, 0.5],
  ];
  const functional = { potential: { matrix: 1.5 }, entropy: 0.8 };
  const spec = { kind: "gaussian", mean: [1, -2], covariance } as const;
  const problem = problemOf({ dimension: 2, state: spec, functional, finalTime: 1 });
  const { values } = walk(createSliced(problem, optionsOf({ tau: 0.1 })), problem.initial.values, 1);
  const sigma = positiveRoot(1 + 0.2 * 1.5, -Math.sqrt(0.5), -0.2 * 0.8);
  below(t, largestDifference(values, [1 / 1.3, -2 / 1.3, sigma ** 2, 0, 0, sigma ** 2]), 1e-14);
});

test("steps converge to the limit equation with order 1", (t) => {
  const end = limitAt(0.5, [0, 0, 1, -0.3, 2]);
  const errors = [5, 10, 20, 40, 80, 160].map((steps) => {
    const options = optionsOf({ tau: 0.5 / steps, steps, directions: 256 });
    const { values, reports, excess } = walk(createSliced(plane, options), plane.initial.values, steps);
    each(t, reports, ({ status, residual }) => status === "converged" && residual < 1e-12);
    below(t, excess, 1e-14);
    const [a, b, p, q, , r] = Array.from(values);
    return Math.hypot(...[a, b, p, q, r].map((value, k) => value - end[k]));
  });
  const orders = errors.slice(1).map((error, k) => Math.log2(errors[k] / error));
  above(t, Math.min(...orders), 0.93, String(orders));
  above(t, orders[4], 0.99, String(orders));
});

test("the anisotropic modes are no dilation in time: symmetric KL .135, .096, .031, .0011 at t = .1, .25, .5, 1", (t) => {
  const covariance = [
    [4, 0],
    [0, 0.25],
  ];
  const functional = { potential: { matrix: 1 }, entropy: 1 };
  const spec = { kind: "gaussian", mean: [0, 0], covariance } as const;
  const problem = problemOf({ dimension: 2, state: spec, functional, finalTime: 1 });
  const [tau, expected] = [
    1 / 800,
    new Map([
      [80, 0.135],
      [200, 0.096],
      [400, 0.031],
      [800, 0.0011],
    ]),
  ];
  const stepper = createSliced(problem, optionsOf({ tau, steps: 800 }));
  const values = problem.initial.values.slice();
  for (let n = 1; n <= 800; n++) {
    stepper.step(values);
    const printed = expected.get(n);
    if (printed === undefined) continue;
    const dilated = [4, 0.25].map((start) => 1 + (start - 1) * Math.exp(-4 * n * tau));
    const ratios = [2, 5].map((k, axis) => values[k] / dilated[axis]);
    const divergence = ratios.reduce((sum, ratio) => sum + 0.5 * (ratio + 1 / ratio) - 1, 0);
    near(t, divergence, printed, { relative: 0.05 }, `${n}: ${divergence}`);
  }
});

test("random directions in many dimensions: solved to round-off, decreasing, and equal for equal seeds", (t) => {
  const d = 6;
  const covariance = Array.from({ length: d }, (_, i) => Array.from({ length: d }, (__, j) => (i === j ? 1 + i : 0.3)));
  const spec = { kind: "gaussian", mean: [1, 0, 0, 0, 0, -1], covariance } as const;
  const functional = { potential: { matrix: 0.7 }, entropy: 1 };
  const problem = problemOf({ dimension: d, state: spec, functional, finalTime: 1 });
  const run = (seed: number) =>
    walk(createSliced(problem, optionsOf({ directions: 100, rule: "random", seed })), problem.initial.values, 4);
  const [first, second, other] = [run(5), run(5), run(6)];
  t.is(first.reports.length, 4);
  each(t, first.reports, ({ residual }) => residual < 1e-12);
  below(t, first.excess, 1e-13);
  t.deepEqual(first.values, second.values);
  above(t, largestDifference(first.values, other.values), 1e-4);
});

test("without entropy a covariance that collapses ends with vacuum, an unbounded step with a reason; the state is kept", (t) => {
  const functional = (matrix: number[][]) => ({ potential: { matrix } });
  const run = (matrix: number[][]) => {
    const problem = problemOf({ dimension: 2, state, functional: functional(matrix), finalTime: 1 });
    return { problem, ...walk(createSliced(problem, optionsOf({ tau: 1, directions: 3 })), problem.initial.values, 1) };
  };
  const collapse = run([
    [500, 499],
    [499, 500],
  ]);
  t.is(collapse.reports[0]?.status, "vacuum");
  t.truthy(collapse.reports[0]?.reason);
  t.deepEqual(collapse.values, collapse.problem.initial.values);
  const unbounded = run([
    [-3, 0],
    [0, 1],
  ]);
  t.is(unbounded.reports[0]?.status, "nonFinite");
  t.deepEqual(unbounded.values, unbounded.problem.initial.values);
});

/**
 * Classical Runge–Kutta steps of m' = -d A (m - b), mean [(theta' S' theta) / (4 theta' S theta) theta theta'] = -(A -
 * S^-1) / 2.
 */
function limitAt(time: number, start: readonly number[]): number[] {
  const steps = 200;
  const h = time / steps;
  let y = [...start];
  const moved = (k: readonly number[], factor: number) => y.map((value, i) => value + factor * k[i]);
  for (let n = 0; n < steps; n++) {
    const k1 = limitRate(y);
    const k2 = limitRate(moved(k1, h / 2));
    const k3 = limitRate(moved(k2, h / 2));
    const k4 = limitRate(moved(k3, h));
    y = y.map((value, i) => {
      const [a, b, c, d] = [k1[i], k2[i], k3[i], k4[i]];
      return value + (h / 6) * (a + 2 * b + 2 * c + d);
    });
  }
  return y;
}

function limitRate(y: readonly number[]): number[] {
  const [a, b, p, q, r] = y as [number, number, number, number, number];
  const determinant = p * r - q * q;
  const rows = [0, 0, 0].map(() => [0, 0, 0, 0]);
  const count = 400;
  for (let l = 0; l < count; l++) {
    const [x, z] = [Math.cos((Math.PI * l) / count), Math.sin((Math.PI * l) / count)];
    const weight = 1 / (4 * count * (p * x * x + 2 * q * x * z + r * z * z));
    [x * x, x * z, z * z].forEach((left, i) => {
      [x * x, 2 * x * z, z * z].forEach((right, j) => {
        rows[i][j] = rows[i]?.[j] + weight * left * right;
      });
    });
  }
  [1.2 - r / determinant, 0.5 + q / determinant, 0.6 - p / determinant].forEach((value, i) => {
    rows[i][3] = -value / 2;
  });
  const [u, v] = [a - 0.7, b + 0.4];
  return [-2 * (1.2 * u + 0.5 * v), -2 * (0.5 * u + 0.6 * v), ...solveThree(rows)];
}

/** Cramer's rule. */
function solveThree(rows: readonly (readonly number[])[]): number[] {
  const determinant = (columns: readonly number[]): number => {
    const at = (i: number, j: number) => rows[i]?.[columns[j]];
    const minor = (j: number, k: number) => at(1, j) * at(2, k) - at(1, k) * at(2, j);
    return at(0, 0) * minor(1, 2) - at(0, 1) * minor(0, 2) + at(0, 2) * minor(0, 1);
  };
  const whole = determinant([0, 1, 2]);
  return [
    [3, 1, 2],
    [0, 3, 2],
    [0, 1, 3],
  ].map((columns) => determinant(columns) / whole);
}
