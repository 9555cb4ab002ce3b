import test from "ava";
import { identityMatrix, multiply } from "../../../../src/numerics/dense.js";
import { spectralFunction, symmetricEigen } from "../../../../src/numerics/symmetric-eigen.js";
import { below, between, near } from "../../../support/matchers.js";
import { rootMeanSquare, runMaps, zeroOf } from "./runs.js";

const [A, b] = [Float64Array.of(1.2, 0.5, 0.5, 0.6), [0.7, -0.4]] as const;
const ornsteinUhlenbeck = {
  dimension: 2,
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
      centre: b,
    },
    entropy: 1,
  },
  finalTime: 0.9,
} as const;
const hermite20 = { rule: "gauss-hermite", count: 20, seed: 1 } as const;

/** Minimizing movements of a Gaussian in closed form: of V = (x - b)'A(x - b)/2 and the entropy. */
function gaussianIterate(steps: number, tau: number) {
  const B = identityMatrix(2).map((entry, k) => entry + tau * A[k]);
  const root = spectralFunction(symmetricEigen(B, 2), (value) => 1 / Math.sqrt(value));
  const inverse = spectralFunction(symmetricEigen(B, 2), (value) => 1 / value);
  const between = (inner: Float64Array) => multiply(multiply(root, inner, 2), root, 2);
  let mean = new Float64Array(2) as Float64Array;
  let covariance = Float64Array.of(1, -0.3, -0.3, 2) as Float64Array;
  const pull = multiply(A, Float64Array.from(b), 2);
  for (let n = 0; n < steps; n++) {
    mean = multiply(
      inverse,
      mean.map((entry, k) => entry + tau * pull[k]),
      2,
    );
    const stretch = (c: number) => 0.5 * (c + 2 * tau + Math.sqrt(c * c + 4 * tau * c));
    covariance = between(spectralFunction(symmetricEigen(between(covariance), 2), stretch));
  }
  return { mean, covariance };
}

const largest = (a: Float64Array, c: Float64Array) => Math.max(...a.map((entry, k) => Math.abs(entry - c[k])));

for (const width of [0, 4, 8]) {
  test(`a network of width ${width} makes the exact steps of a Gaussian, on 276 nodes, to 1e-7`, (t) => {
    const { summary, layout, moments, tau } = runMaps(ornsteinUhlenbeck, { steps: 9, width, nodes: hermite20 });
    t.is(layout.count, 276);
    t.is(summary.status, "ok");
    t.true(summary.energyMonotone);
    const exact = gaussianIterate(9, tau);
    below(t, largest(exact.covariance, Float64Array.of(1.085373, -0.73683, -0.73683, 2.114936)), 6e-7);
    below(t, largest(moments.covariance, exact.covariance), 1e-7, `${moments.covariance}`);
    below(t, largest(moments.mean, exact.mean), 1e-7, `${moments.mean}`);
    between(t, summary.solverError, 0, 1e-6);
  });
}

test("the density carried along is that of the Gaussian reached", (t) => {
  const { after, layout, tau } = runMaps(ornsteinUhlenbeck, { steps: 3, width: 4, nodes: hermite20 });
  const { mean, covariance } = gaussianIterate(3, tau);
  const [p, q, r] = [covariance[0], covariance[1], covariance[3]];
  const det = p * r - q * q;
  const error = rootMeanSquare(layout.weights, (i) => {
    const x = after.positions[2 * i] - mean[0];
    const y = after.positions[2 * i + 1] - mean[1];
    const form = (r * x * x - 2 * q * x * y + p * y * y) / det;
    return after.logDensity[i] + Math.log(2 * Math.PI) + 0.5 * Math.log(det) + 0.5 * form;
  });
  below(t, error, 1e-5);
});

test("one seed gives one result to the last bit, another seed another", (t) => {
  const final = (seed: number) =>
    runMaps(ornsteinUhlenbeck, { steps: 1, width: 2, nodes: { ...hermite20, count: 8 }, seed }).state;
  t.deepEqual(final(1), final(1));
  t.notDeepEqual(final(1), final(2));
});

for (const confinement of [0, 1]) {
  test(`a Barenblatt profile is scaled as in the exact steps, confinement ${confinement}`, (t) => {
    const potential = confinement === 0 ? {} : { potential: { matrix: confinement } };
    const spec = {
      dimension: 1,
      state: { kind: "barenblatt", scale: 1 },
      functional: { internal: { exponent: 2 }, ...potential },
      finalTime: 1,
    } as const;
    for (const width of [0, 4]) {
      const { summary, before, after, layout, tau } = runMaps(spec, { steps: 10, width, nodes: hermite20 });
      let scale = 1;
      for (let n = 0; n < 10; n++) {
        const last = scale;
        scale = zeroOf((s) => s - last - tau * (3 / s ** 2 - confinement * s), 0.1, 10);
      }
      const error = (i: number) => after.positions[i] - scale * before.positions[i];
      t.is(summary.status, "ok");
      t.true(summary.energyMonotone);
      below(t, rootMeanSquare(layout.weights, error), 1e-7, `width ${width}: ${rootMeanSquare(layout.weights, error)}`);
    }
  });
}

test("particles with a singular interaction stay on a self-similar path, r' = 1/r - r", (t) => {
  const spec = {
    dimension: 1,
    state: { kind: "particles", sample: "hermite", count: 12, scale: 0.5 },
    functional: { interaction: "r^2/2 - log(r)" },
    finalTime: 1,
  } as const;
  for (const width of [0, 3]) {
    const { summary, before, after, layout, tau } = runMaps(spec, { steps: 10, width });
    let radius = 0.5;
    for (let n = 0; n < 10; n++) {
      const last = radius;
      radius = zeroOf((r) => (r - last) / tau + r - 1 / r, 0.1, 10);
    }
    t.is(summary.status, "ok");
    const error = (i: number) => after.positions[i] - 2 * radius * before.positions[i];
    below(t, rootMeanSquare(layout.weights, error), 1e-7);
  }
});

test("six dimensions on random nodes follow the exact flow within the noise of the sample", (t) => {
  const d = 6;
  const a = Array.from({ length: d }, (_, k) => 0.5 + (1.5 * k) / (d - 1));
  const matrix = a.map((value, i) => a.map((_, j) => (i === j ? value : 0)));
  const { moments, summary } = runMaps(
    {
      dimension: d,
      state: { kind: "gaussian", mean: 0, covariance: 1 },
      functional: { potential: { matrix, centre: 0.5 }, entropy: 1 },
      finalTime: 0.9,
    },
    { steps: 18, width: 0, nodes: { rule: "random", count: 1000, seed: 1 } },
  );
  t.is(summary.status, "ok");
  // Diagonal parts of the exact flow; off the diagonal nothing correlates but by the sample.
  a.forEach((rate, k) => {
    const variance = 1 / rate + Math.exp(-1.8 * rate) * (1 - 1 / rate);
    near(t, moments.covariance[k * d + k], variance, { relative: 0.1 });
    near(t, moments.mean[k], 0.5 * (1 - Math.exp(-0.9 * rate)), 0.05);
  });
});
