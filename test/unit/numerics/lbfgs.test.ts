import test from "ava";
import { minimizeLbfgs, type Objective } from "../../../src/numerics/lbfgs.js";
import { above, atMost, below, near } from "../../support/matchers.js";

const settings = { tolerance: 1e-10, maxIterations: 2000, reach: 1 };

/** Largest deviation from the known minimizer. */
const distance = (x: Float64Array, minimizer: readonly number[]) =>
  Math.max(...x.map((value, k) => Math.abs(value - minimizer[k])));

const rosenbrock: Objective = (x, gradient) => {
  let sum = 0;
  gradient.fill(0);
  for (let k = 0; k + 1 < x.length; k++) {
    const [a, b] = [x[k], x[k + 1]];
    const [u, v] = [b - a * a, 1 - a];
    sum += 100 * u * u + v * v;
    gradient[k] = gradient[k] - 400 * a * u - 2 * v;
    gradient[k + 1] = 200 * u;
  }
  return sum;
};

test("Rosenbrock's valley is followed to its end, in 2 and in 20 dimensions", (t) => {
  const small = Float64Array.of(-1.2, 1);
  const report = minimizeLbfgs(rosenbrock, small, settings);
  t.is(report.status, "converged");
  below(t, distance(small, [1, 1]), 1e-9);
  below(t, report.iterations, 60);
  const large = Float64Array.from({ length: 20 }, (_, k) => (k % 2 === 0 ? -1.2 : 1));
  t.is(minimizeLbfgs(rosenbrock, large, settings).status, "converged");
  below(t, distance(large, Array(20).fill(1)), 1e-9);
});

test("a quadratic form of condition 1e6 is minimized, and reported as it is", (t) => {
  const size = 30;
  const scale = (k: number) => 10 ** ((6 * k) / (size - 1));
  const x = new Float64Array(size).fill(1);
  const report = minimizeLbfgs(
    (at, gradient) => {
      let sum = 0;
      for (let k = 0; k < size; k++) {
        const deviation = at[k] - k;
        gradient[k] = scale(k) * deviation;
        sum += 0.5 * scale(k) * deviation * deviation;
      }
      return sum;
    },
    x,
    { tolerance: 1e-8, maxIterations: 10_000, reach: 1 },
  );
  t.is(report.status, "converged");
  atMost(t, report.gradientNorm, 1e-8);
  // The curvature is 1 at least.
  x.forEach((value, k) => {
    atMost(t, Math.abs(value - k), 1e-8);
  });
});

test("Wood's function: from the standard start to (1, 1, 1, 1), past the saddle at (-1, 1, -1, 1)", (t) => {
  const x = Float64Array.of(-3, -1, -3, -1);
  const wood: Objective = (at, gradient) => {
    const [a, b, c, d] = at as unknown as [number, number, number, number];
    const [u, v] = [b - a * a, d - c * c];
    gradient[0] = -400 * a * u - 2 * (1 - a);
    gradient[1] = 200 * u + 20.2 * (b - 1) + 19.8 * (d - 1);
    gradient[2] = -360 * c * v - 2 * (1 - c);
    gradient[3] = 180 * v + 20.2 * (d - 1) + 19.8 * (b - 1);
    const rest = 10.1 * ((b - 1) ** 2 + (d - 1) ** 2) + 19.8 * (b - 1) * (d - 1);
    return 100 * u * u + (1 - a) ** 2 + 90 * v * v + (1 - c) ** 2 + rest;
  };
  t.is(minimizeLbfgs(wood, x, settings).status, "converged");
  below(t, distance(x, [1, 1, 1, 1]), 1e-9, `${x}`);
});

test("Powell's singular function, whose Hessian is singular at the minimum, is minimized to 1e-10 in the slope", (t) => {
  const x = Float64Array.of(3, -1, 0, 1);
  const powell: Objective = (at, gradient) => {
    const [a, b, c, d] = at as unknown as [number, number, number, number];
    const [p, q, r, s] = [a + 10 * b, c - d, b - 2 * c, a - d];
    gradient[0] = 2 * p + 40 * s ** 3;
    gradient[1] = 20 * p + 4 * r ** 3;
    gradient[2] = 10 * q - 8 * r ** 3;
    gradient[3] = -10 * q - 40 * s ** 3;
    return p * p + 5 * q * q + r ** 4 + 10 * s ** 4;
  };
  const report = minimizeLbfgs(powell, x, settings);
  t.is(report.status, "converged");
  below(t, report.value, 1e-12);
  below(t, distance(x, [0, 0, 0, 0]), 1e-2);
});

/** a·x - mu Σ log x - mu log(1 - Σ x), out of bounds where a logarithm has no value. */
const barrier =
  (mu: number, slopes: readonly number[]): Objective =>
  (x, gradient) => {
    const rest = 1 - x.reduce((sum, value) => sum + value, 0);
    let sum = -mu * Math.log(rest);
    for (let k = 0; k < x.length; k++) {
      sum += slopes[k] * x[k] - mu * Math.log(x[k]);
      gradient[k] = slopes[k] - mu / x[k] + mu / rest;
    }
    return sum;
  };

test("a logarithmic barrier is not stepped over, and its minimum is where x_k (a_k + mu/rest) = mu", (t) => {
  for (const mu of [1, 1e-2, 1e-4]) {
    const slopes = [3, -1, 0.5];
    const x = Float64Array.of(0.3, 0.3, 0.3);
    const report = minimizeLbfgs(barrier(mu, slopes), x, { tolerance: 1e-9, maxIterations: 5000, reach: 1 });
    t.is(report.status, "converged", `${mu} ${JSON.stringify(report)}`);
    const rest = 1 - x.reduce((sum, value) => sum + value, 0);
    above(t, rest, 0);
    x.forEach((value, k) => {
      above(t, value, 0);
      near(t, value * (slopes[k] + mu / rest), mu, 1e-8 * mu + 1e-9);
    });
  }
});

test("below the round-off of the value, slopes alone lead to the minimum", (t) => {
  // A value of 1e6 hides changes below 1e-10: the slope at which the value no longer says anything is about 1e-5.
  const x = Float64Array.of(3, -2);
  const objective: Objective = (at, gradient) => {
    const [a, b] = at as unknown as [number, number];
    [gradient[0], gradient[1]] = [Math.sinh(a), 4 * b ** 3 + 2 * b];
    return 1e6 + Math.cosh(a) + b ** 4 + b * b;
  };
  const report = minimizeLbfgs(objective, x, { tolerance: 1e-9, maxIterations: 200, reach: 1 });
  t.is(report.status, "converged");
  below(t, distance(x, [0, 0]), 1e-9);
});

test("statuses: too few iterations, a start out of bounds, a function without a minimum", (t) => {
  const x = Float64Array.of(-1.2, 1);
  const few = minimizeLbfgs(rosenbrock, x, { tolerance: 1e-10, maxIterations: 3, reach: 1 });
  t.is(few.status, "maxIterations");
  t.is(few.iterations, 3);
  t.is(few.value, rosenbrock(x, new Float64Array(2)));
  t.is(minimizeLbfgs(rosenbrock, Float64Array.of(Number.NaN, 0), settings).status, "nonFinite");
  const linear: Objective = (_, gradient) => {
    gradient[0] = 1;
    return Number.NEGATIVE_INFINITY;
  };
  t.is(minimizeLbfgs(linear, Float64Array.of(0), settings).status, "nonFinite");
});

test("a kink stalls the search, at the kink", (t) => {
  const kink: Objective = (x, gradient) => {
    gradient[0] = Math.sign(x[0]) + 0.1;
    return Math.abs(x[0]) + 0.1 * x[0];
  };
  const x = Float64Array.of(3);
  t.is(minimizeLbfgs(kink, x, settings).status, "stalled");
  near(t, x[0], 0, 1e-9);
});

test("nothing is done at a minimum, and the value never rises on the way", (t) => {
  const x = Float64Array.of(1, 1);
  const report = minimizeLbfgs(rosenbrock, x, settings);
  t.deepEqual([report.status, report.iterations, report.evaluations], ["converged", 0, 1]);
  let last = Number.POSITIVE_INFINITY;
  for (let maxIterations = 0; maxIterations < 40; maxIterations++) {
    const { value } = minimizeLbfgs(rosenbrock, Float64Array.of(-1.2, 1), { ...settings, maxIterations });
    atMost(t, value, last + 1e-14);
    last = value;
  }
});
