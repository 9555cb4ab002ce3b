import test from "ava";
import { InputError } from "../../../../src/errors.js";
import { gaussianState, type State } from "../../../../src/model/states/state.js";
import type { StateModelSpec } from "../../../../src/model/states/state-model.js";
import { cholesky, logDeterminant } from "../../../../src/numerics/cholesky.js";
import { multiply, traceOfProduct } from "../../../../src/numerics/dense.js";
import { integrateNonStiff } from "../../../../src/numerics/numeric-library.js";
import { symmetricEigen } from "../../../../src/numerics/symmetric-eigen.js";
import { below, between } from "../../../support/matchers.js";
import { agree, compassSearch, gap, gaussianW2, solve, timeErrors } from "./support.js";

const matrix = [
  [1.2, 0.5],
  [0.5, 0.6],
];
const centre = [0.7, -0.4];
const state = {
  kind: "gaussian",
  mean: [0, 0],
  covariance: [
    [1, -0.3],
    [-0.3, 2],
  ],
} as const;
const correlated: StateModelSpec = {
  dimension: 2,
  finalTime: 0.9,
  state,
  functional: { potential: { matrix, centre }, entropy: 1 },
};

test("wasserstein limit: moments follow m' = -A(m - b), Sigma' = 2sI - A Sigma - Sigma A, in three dimensions", (t) => {
  const a = Float64Array.of(1.2, 0.5, 0.1, 0.5, 0.6, -0.2, 0.1, -0.2, 0);
  const rows = [0, 1, 2].map((i) => Array.from(a.subarray(3 * i, 3 * i + 3)));
  const spec: StateModelSpec = {
    dimension: 3,
    finalTime: 0.7,
    state: { kind: "gaussian", mean: [1, 2, 3], covariance: 2 },
    functional: { potential: { matrix: rows, centre: [0, 1, 0] }, entropy: 0.7 },
  };
  const rate = (y: readonly number[]) => {
    const deviation = Float64Array.of(y[0], y[1] - 1, y[2]);
    const product = multiply(a, Float64Array.from(y.slice(3)), 3);
    const pull = multiply(a, deviation, 3);
    return [
      ...Array.from(pull, (value) => -value),
      ...Array.from(product, (value, k) => {
        const swapped = product[(k % 3) * 3 + Math.floor(k / 3)];
        return (k % 4 === 0 ? 1.4 : 0) - value - swapped;
      }),
    ];
  };
  const start = [1, 2, 3, 2, 0, 0, 0, 2, 0, 0, 0, 2];
  const [expected] = integrateNonStiff(rate, start, [0.7], { tolerance: 1e-12, maxIterations: 1e5 });
  const { state: found, companion } = solve("limit", "wasserstein", spec, 1);
  below(t, gap(found.values, expected), 1e-10);
  t.is(companion, found);
});

test("wasserstein iterate of 2-D Gaussians: W2 errors 1.300e-2 ... 4.23e-4 over tau = .1 ... 1/320", (t) => {
  const errors = timeErrors("wasserstein", correlated, [9, 288], gaussianW2);
  t.true(agree(errors, ["1.300e-2", "4.23e-4"]), String(errors));
  const { state: found } = solve("iterate", "wasserstein", correlated, 9);
  below(t, gap([found.values[2], found.values[3], found.values[5]], [1.085373, -0.73683, 2.114936]), 5e-7);
});

test("wasserstein iterate minimizes W2²/(2 tau) + F among Gaussians", (t) => {
  const spec: StateModelSpec = { ...correlated, finalTime: 0.3 };
  const before = gaussianState([0, 0], [1, -0.3, -0.3, 2]);
  const step = (x: Float64Array) => {
    const next = gaussianState(x.subarray(0, 2), [x[2], x[3], x[3], x[4]]);
    const value = freeEnergy(next);
    return Number.isFinite(value) ? gaussianW2(next, before) ** 2 / 0.6 + value : Number.POSITIVE_INFINITY;
  };
  const found = compassSearch(step, [0, 0, 1, -0.3, 2]);
  const { values } = solve("iterate", "wasserstein", spec, 1).state;
  below(t, gap([values[0], values[1], values[2], values[3], values[5]], found), 1e-6, `${found} ${values}`);
});

/** F of a Gaussian in the potential of `correlated`, up to a constant. */
function freeEnergy({ values }: State): number {
  const factor = cholesky(values.subarray(2), 2);
  if (factor === undefined) return Number.NaN;
  const deviation = values.subarray(0, 2).map((value, i) => value - centre[i]);
  const a = Float64Array.from(matrix.flat());
  const pull = multiply(a, deviation, 2);
  const mean = deviation[0] * pull[0] + deviation[1] * pull[1];
  return (mean + traceOfProduct(a, values.subarray(2), 2) - logDeterminant(factor, 2)) / 2;
}

for (const geometry of ["wasserstein", "sliced", "gromov"] as const) {
  for (const entropy of [0, 0.8]) {
    test(`${geometry}: the exact iterate tends to the limit with order 1 as tau -> 0, entropy ${entropy}`, (t) => {
      const centred = {
        ...state,
        covariance: [
          [2, 0.4],
          [0.4, 1],
        ],
      } as const;
      const spec: StateModelSpec = {
        dimension: 2,
        finalTime: 0.05,
        state: geometry === "gromov" ? centred : state,
        functional: {
          potential: geometry === "gromov" ? { matrix: 1.5 } : { matrix, centre },
          ...(entropy > 0 ? { entropy } : {}),
        },
      };
      const [coarse = 0, fine = 0] = timeErrors(geometry, spec, [8, 64], gaussianW2);
      // Without entropy the Gromov–Wasserstein steps are exact at any tau.
      if (geometry === "gromov" && entropy === 0) {
        below(t, coarse, 1e-7);
        below(t, fine, 1e-7);
      } else {
        between(t, coarse / fine, 7.6, 8.4, `${coarse} ${fine}`);
        below(t, coarse, 1e-2, `${coarse} ${fine}`);
      }
    });
  }
}

const igwState = {
  kind: "gaussian",
  mean: [0, 0],
  covariance: [
    [3, 0],
    [0, 0.4],
  ],
} as const;
const igw: StateModelSpec = {
  dimension: 2,
  finalTime: 1,
  state: igwState,
  functional: { potential: { matrix: 1.5 }, entropy: 1 },
};

/** √(Σ (lambda_i - mu_i)²) of sorted eigenvalues. */
function eigenvalueDistance(a: State, b: State): number {
  const [p, q] = [a, b].map(({ values }) => symmetricEigen(values.subarray(2), 2).values);
  return Math.hypot(...Array.from(p, (value, k) => value - q?.[k]));
}

test("gromov: IGW errors 1.377e-2 ... 9.37e-4 over tau = .2 ... .0125, for a = 1.5 from eigenvalues 3 and .4", (t) => {
  const errors = timeErrors("gromov", igw, [5, 80], eigenvalueDistance);
  t.true(agree(errors, ["1.377e-2", "9.37e-4"]), String(errors));
});

test("gromov iterate minimizes IGW²/(2 tau) + F over the eigenvalues, paired with those of the potential", (t) => {
  const [a, tau, s] = [[0.5, 2] as const, 0.4, 1];
  const spec: StateModelSpec = {
    ...igw,
    finalTime: tau,
    functional: {
      potential: {
        matrix: [
          [0.5, 0],
          [0, 2],
        ],
      },
      entropy: s,
    },
  };
  const step = (x: Float64Array) => {
    const [p, q] = x as unknown as [number, number];
    if (!(p > 0 && q > 0)) return Number.POSITIVE_INFINITY;
    const cost = ((p - 3) ** 2 + (q - 0.4) ** 2) / (2 * tau);
    return cost + (a[0] * p + a[1] * q - s * Math.log(p * q)) / 2;
  };
  const found = compassSearch(step, [3, 0.4]);
  const { values } = solve("iterate", "gromov", spec, 1).state;
  below(t, gap([values[2], values[5]], found), 1e-7);
});

test("gromov: an eccentric potential turns to the Gaussian, and the result does not depend on its axes", (t) => {
  const spec = (rows: number[][]): StateModelSpec => ({
    ...igw,
    functional: { potential: { matrix: rows }, entropy: 1 },
  });
  const one = solve(
    "limit",
    "gromov",
    spec([
      [0.5, 0],
      [0, 2],
    ]),
    1,
  ).state;
  const other = solve(
    "limit",
    "gromov",
    spec([
      [2, 0],
      [0, 0.5],
    ]),
    1,
  ).state;
  t.deepEqual(one.values, other.values);
});

test("gromov: a Gaussian off the origin, and one that collapses, are refused with a reason", (t) => {
  const moved: StateModelSpec = { ...igw, state: { ...igwState, mean: [1, 0] } };
  t.throws(() => solve("limit", "gromov", moved, 1), { instanceOf: InputError, message: /centred at the origin/ });
  const pure: StateModelSpec = { ...igw, functional: { potential: { matrix: 1.5 } } };
  t.throws(() => solve("iterate", "gromov", pure, 4), { instanceOf: InputError, message: /collapses/ });
});

test("a Gaussian in a quartic potential has no reference of moments", (t) => {
  const spec: StateModelSpec = { ...correlated, functional: { potential: "r^4", entropy: 1 } };
  t.throws(() => solve("limit", "sliced", spec, 1), { instanceOf: InputError, message: /quadratic potential/ });
});
