import test from "ava";
import { InputError } from "../../../../src/errors.js";
import type { StateModelSpec } from "../../../../src/model/states/state-model.js";
import { traceOfProduct } from "../../../../src/numerics/dense.js";
import { type GaussianProblem, inBasis } from "../../../../src/reference/states/gaussian-problem.js";
import { covarianceRate } from "../../../../src/reference/states/sliced-gaussian.js";
import { slicedGaussianIterate } from "../../../../src/reference/states/sliced-step.js";
import { quarticMeans, sphereRule } from "../../../../src/reference/states/sphere.js";
import { above, below, between, near } from "../../../support/matchers.js";
import { compassSearch, gap, gaussianW2, solve, timeErrors } from "./support.js";

function problemOf(d: number, covariance: number[], matrix: number[], entropy: number): GaussianProblem {
  const [mean, centre] = [new Float64Array(d), new Float64Array(d)];
  return {
    dimension: d,
    mean,
    centre,
    covariance: Float64Array.from(covariance),
    matrix: Float64Array.from(matrix),
    entropy,
  };
}

test("means of theta_i² theta_k² / theta' Sigma theta are (a+2b)/(2a(a+b)²) and 1/(2(a+b)²) on the circle", (t) => {
  for (const [a, b] of [
    [2, 0.5],
    [1, 1],
    [30, 0.01],
  ] as const) {
    const found = quarticMeans(Float64Array.of(a * a, b * b));
    const cs = 1 / (2 * (a + b) ** 2);
    const expected = [(a + 2 * b) / (2 * a * (a + b) ** 2), cs, cs, (b + 2 * a) / (2 * b * (a + b) ** 2)];
    for (let k = 0; k < 4; k++) near(t, found[k], expected[k], { relative: 1e-13 });
  }
});

test("means over the sphere of R³ agree with the quadrature rule, and I_ii = 3/(d(d+2)) at the identity in any dimension", (t) => {
  const sigma = Float64Array.of(0.4, 1, 2.5);
  const rule = sphereRule(3, 2.5 / 0.4);
  const found = quarticMeans(sigma);
  for (let i = 0; i < 3; i++) {
    for (let k = 0; k < 3; k++) {
      let mean = 0;
      rule?.weights.forEach((weight, n) => {
        const square = (axis: number) => rule.directions[3 * n + axis] ** 2;
        const q = square(0) * 0.4 + square(1) + square(2) * 2.5;
        mean += (weight * square(i) * square(k)) / q;
      });
      near(t, mean, found[3 * i + k], 1e-14);
    }
  }
  const unit = quarticMeans(new Float64Array(7).fill(1));
  near(t, unit[0], 3 / 63, 1e-15);
  near(t, unit[1], 1 / 63, 1e-15);
});

test("at the identity the trace relaxes at rate 2d, traceless modes at rate d(d+2)", (t) => {
  for (const d of [1, 2, 3, 5]) {
    const identity = Array.from({ length: d * d }, (_, k) => (k % (d + 1) === 0 ? 1 : 0));
    const delta = 1e-6;
    const rate = (change: readonly number[]) => {
      const sigma = Float64Array.from(identity, (value, k) => value + delta * change[k]);
      return covarianceRate(problemOf(d, [...sigma], identity, 1), sigma).map((value) => value / delta);
    };
    const trace = rate(identity);
    near(t, trace[0] + 2 * d, 0, 1e-4, String(trace));
    if (d === 1) continue;
    const traceless = identity.map((_, k) => (k === 0 ? 1 : k === d + 1 ? -1 : 0));
    below(
      t,
      gap(
        rate(traceless),
        traceless.map((value) => -d * (d + 2) * value),
      ),
      1e-3,
    );
  }
});

test("without entropy N(0, I) in V = (3x² + .5y²)/2 moves at dSigma/dt = diag(-17, 3), not diag(-12, -2)", (t) => {
  const problem = problemOf(2, [1, 0, 0, 1], [3, 0, 0, 0.5], 0);
  below(t, gap(covarianceRate(problem, problem.covariance), [-17, 0, 0, 3]), 1e-12);
});

test("the sliced flow is not the Wasserstein flow at d times the speed: symmetric KL .135/.096/.031/.0011", (t) => {
  const printed = [".135", ".096", ".031", ".0011"];
  const found = [0.1, 0.25, 0.5, 1].map((finalTime) => {
    const spec: StateModelSpec = {
      dimension: 2,
      finalTime,
      state: {
        kind: "gaussian",
        mean: 0,
        covariance: [
          [4, 0],
          [0, 0.25],
        ],
      },
      functional: { potential: { matrix: 1 }, entropy: 1 },
    };
    const sliced = solve("limit", "sliced", spec, 1).state.values.subarray(2);
    const dilated = solve("limit", "wasserstein", spec, 1, {}, 2).state.values.subarray(2);
    // Symmetric Kullback–Leibler divergence of centred diagonal Gaussians, KL(p|q) + KL(q|p).
    return [0, 3].reduce((sum, k) => {
      const ratio = sliced[k] / dilated[k];
      return sum + (ratio + 1 / ratio - 2) / 2;
    }, 0);
  });
  printed.forEach((text, k) => {
    const digits = text.length - 1;
    t.is(Number(found[k].toFixed(digits)), Number(text), String(found));
  });
});

for (const d of [2, 3]) {
  test(`the exact step in ${d} dimensions leaves at the rate of the flow`, (t) => {
    const covariance = d === 2 ? [1, -0.3, -0.3, 2] : [1, -0.3, 0.1, -0.3, 2, 0.2, 0.1, 0.2, 0.7];
    const matrix = d === 2 ? [1.2, 0.5, 0.5, 0.6] : [1.2, 0.5, 0, 0.5, 0.6, 0.1, 0, 0.1, 1];
    const problem = problemOf(d, covariance, matrix, 0.9);
    const rate = covarianceRate(problem, problem.covariance);
    const quotient = (tau: number) => {
      const [after] = slicedGaussianIterate(problem).solve(tau, 1);
      return rate.map((_, k) => (after?.state.values[d + k] - covariance[k]) / tau);
    };
    const [one, half] = [quotient(4e-5), quotient(2e-5)];
    const extrapolated = half.map((value, k) => 2 * value - one[k]);
    below(t, gap(extrapolated, rate), 1e-5, `${extrapolated} ${rate}`);
  });
}

test("the exact step minimizes the mean over 720 directions of the cost on lines, plus F", (t) => {
  const problem = problemOf(2, [1, -0.3, -0.3, 2], [1.2, 0.5, 0.5, 0.6], 1);
  const tau = 0.3;
  const step = ([a = 0, b = 0, c = 0]: Float64Array) => {
    const determinant = a * c - b * b;
    if (!(a > 0 && determinant > 0)) return Number.POSITIVE_INFINITY;
    let cost = 0;
    for (let n = 0; n < 720; n++) {
      const [x, y] = [Math.cos((Math.PI * n) / 720), Math.sin((Math.PI * n) / 720)];
      cost +=
        (Math.sqrt(a * x * x + 2 * b * x * y + c * y * y) - Math.sqrt(x * x - 0.6 * x * y + 2 * y * y)) ** 2 / 720;
    }
    return (
      cost / (2 * tau) + (traceOfProduct(problem.matrix, Float64Array.of(a, b, b, c), 2) - Math.log(determinant)) / 2
    );
  };
  const found = compassSearch(step, [1, -0.3, 2]);
  const values = slicedGaussianIterate(problem).solve(tau, 1)[0]?.state.values;
  below(t, gap([values[2], values[3], values[5]], found), 1e-6, `${found} ${values}`);
});

test("turning the axes turns the exact step", (t) => {
  const turn = Float64Array.of(0.8, -0.6, 0.6, 0.8);
  const problem = problemOf(2, [1, -0.3, -0.3, 2], [1.2, 0.5, 0.5, 0.6], 1);
  const turned = {
    ...problem,
    covariance: inBasis(problem.covariance, turn, 2),
    matrix: inBasis(problem.matrix, turn, 2),
  };
  const [a, b] = [problem, turned].map((p) => slicedGaussianIterate(p).solve(0.2, 3)[2]?.state.values.slice(2));
  below(t, gap(inBasis(a as Float64Array, turn, 2), b as Float64Array), 1e-13);
});

test("a ball's closed form is the limit of eccentric steps, and holds in ten dimensions; other Gaussians there are refused", (t) => {
  const ball = problemOf(2, [2, 0, 0, 2], [1.5, 0, 0, 1.5], 1);
  const nearly = problemOf(2, [2, 0, 0, 2 + 1e-9], [1.5, 0, 0, 1.5], 1);
  const [a, b] = [ball, nearly].map((p) => slicedGaussianIterate(p).solve(0.2, 3)[2]?.state.values);
  below(t, gap(a, b), 2e-9);
  const spec = (covariance: number | number[][]): StateModelSpec => ({
    dimension: 10,
    finalTime: 0.2,
    state: { kind: "gaussian", mean: 1, covariance },
    functional: { potential: { matrix: 1 }, entropy: 1 },
  });
  const [coarse = 0, fine = 0] = timeErrors("sliced", spec(2), [100, 800], gaussianW2);
  between(t, coarse / fine, 7.6, 8.4, `${coarse} ${fine}`);
  const eccentric = Array.from({ length: 10 }, (_, i) => Array.from({ length: 10 }, (__, j) => (i === j ? 1 + i : 0)));
  const refused = t.throws(() => solve("iterate", "sliced", spec(eccentric), 1), { instanceOf: InputError });
  t.regex(String(refused?.message), /up to three dimensions/);
});

test("correlated Gaussians, T = .5: W2 errors 2.269e-2 ... 7.47e-4 over tau = .1 ... 1/320, of order .96 and more", (t) => {
  const spec: StateModelSpec = {
    dimension: 2,
    finalTime: 0.5,
    state: {
      kind: "gaussian",
      mean: 0,
      covariance: [
        [1, -0.3],
        [-0.3, 2],
      ],
    },
    functional: {
      potential: {
        matrix: [
          [1.2, 0.5],
          [0.5, 0.6],
        ],
        centre: [0.7, -0.4],
      },
      entropy: 1,
    },
  };
  const errors = timeErrors("sliced", spec, [5, 10, 80, 160], gaussianW2) as [number, number, number, number];
  above(t, Math.log2(errors[0] / errors[1]), 0.95, String(errors));
  above(t, Math.log2(errors[2] / errors[3]), 0.99, String(errors));
});
