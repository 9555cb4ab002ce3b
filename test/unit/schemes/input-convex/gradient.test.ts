import test from "ava";
import { createFunctional, type FunctionalSpec } from "../../../../src/model/states/functional.js";
import { standardNormal } from "../../../../src/model/states/sample.js";
import { type ParticleLayout, particleState } from "../../../../src/model/states/state.js";
import { createNodeEnergy } from "../../../../src/schemes/input-convex/energy.js";
import { createMapMetric } from "../../../../src/schemes/input-convex/map-metric.js";
import { createNetwork } from "../../../../src/schemes/input-convex/network.js";
import { startParameters } from "../../../../src/schemes/input-convex/start.js";
import { createStepLoss } from "../../../../src/schemes/input-convex/step-loss.js";
import { above, atMost, below, near } from "../../../support/matchers.js";

const dimension = 3;
const width = 2;
const count = 9;

/** Weighted points of some density, and parameters away from the start. */
function instance(spec: FunctionalSpec, { tau = 1e8, penalty = 0 } = {}) {
  const positions = standardNormal(count * dimension, 5);
  const raw = Float64Array.from({ length: count }, (_, i) => 1 + (i % 4));
  const total = raw.reduce((sum, weight) => sum + weight, 0);
  const logDensity = standardNormal(count, 6);
  const state = particleState(
    positions,
    dimension,
    raw.map((weight) => weight / total),
    logDensity,
  );
  const layout = state.layout as ParticleLayout;
  const functional = createFunctional(spec, dimension);
  const network = createNetwork(dimension, width, count);
  const loss = createStepLoss(functional, layout, network, { tau, penalty });
  loss.begin(state.values);
  const start = startParameters(width, loss.points, layout.weights, 3);
  const noise = standardNormal(start.length, 7);
  const params = start.map((value, k) => value + 0.4 * noise[k]);
  return { state, layout, functional, network, loss, params };
}

/** Derivative by differences of fourth order. */
function differences(value: (params: Float64Array) => number, params: Float64Array): Float64Array {
  const h = 2e-4;
  return params.map((_, k) => {
    const at = (step: number): number => value(params.map((p, j) => (j === k ? p + step : p)));
    return (8 * (at(h) - at(-h)) - (at(2 * h) - at(-2 * h))) / (12 * h);
  });
}

const scale = (v: Float64Array): number => v.reduce((most, entry) => Math.max(most, Math.abs(entry)), 0);

const terms: readonly [name: string, spec: FunctionalSpec, options?: { tau?: number; penalty?: number }][] = [
  ["potential", { potential: "x1^4/4 + sin(x2)*x3 + r" }],
  [
    "quadratic potential",
    {
      potential: {
        matrix: [
          [2, 0.5, 0],
          [0.5, 1, 0],
          [0, 0, 3],
        ],
        centre: 0.3,
      },
    },
  ],
  ["entropy", { entropy: 1.3 }],
  ["internal energy", { internal: { exponent: 2.5 } }],
  ["singular interaction", { interaction: "r^2/2 - log(r)" }],
  ["movement", { potential: "1e-9*x1" }, { tau: 0.01 }],
  ["penalty", { potential: "1e-9*x1" }, { penalty: 0.7 }],
  [
    "all",
    { potential: "x1^2*x2^2", entropy: 0.5, internal: { exponent: 3 }, interaction: "r^3" },
    { tau: 0.1, penalty: 0.1 },
  ],
];

for (const [name, spec, options] of terms) {
  test(`the gradient by all parameters is that of differences to 1e-8: ${name}`, (t) => {
    const { loss, params } = instance(spec, options);
    const gradient = new Float64Array(params.length);
    loss.value(params, gradient);
    const scratch = new Float64Array(params.length);
    const expected = differences((p) => loss.value(p, scratch), params);
    above(t, scale(expected), 0);
    const error = scale(gradient.map((entry, k) => entry - expected[k]));
    atMost(t, error, 1e-8 * scale(expected), `${error / scale(expected)}`);
  });
}

test("the loss is movement, energy of the state it moves to, and penalty", (t) => {
  const spec = { potential: "x1^2*x2^2", entropy: 0.5, internal: { exponent: 3 }, interaction: "r^3" };
  const { state, layout, functional, loss, params } = instance(spec, { tau: 0.1, penalty: 0.1 });
  const value = loss.value(params, new Float64Array(params.length));
  const moved = new Float64Array(state.values.length);
  const [cost, penalty] = [loss.cost, loss.penalty];
  t.true(loss.move(params, moved));
  let expectedCost = 0;
  for (let k = 0; k < count * dimension; k++) {
    const step = moved[k] - state.values[k];
    expectedCost += (layout.weights[Math.floor(k / dimension)] * step * step) / 0.2;
  }
  near(t, cost, expectedCost, { relative: 1e-13 });
  near(t, createNodeEnergy(functional, layout)(moved) + cost + penalty, value, 1e-12 * Math.abs(value));
});

test("the Hessian is the derivative of the map, and the Jacobian that by the parameters", (t) => {
  const network = createNetwork(dimension, width, 1);
  const point = standardNormal(dimension, 1);
  const params = standardNormal(network.size, 2);
  const [image, hessian] = [new Float64Array(dimension), new Float64Array(dimension * dimension)];
  const image2 = new Float64Array(dimension);
  const map = (p: Float64Array, x: Float64Array, a: number): number => {
    network.evaluate(p, x, image2);
    return image2[a];
  };
  network.evaluate(params, point, image, hessian);
  const jacobian = new Float64Array(dimension * network.size);
  network.jacobian(0, jacobian);
  for (let a = 0; a < dimension; a++) {
    const byPoint = differences((x) => map(params, x, a), point);
    const byParams = differences((p) => map(p, point, a), params);
    byPoint.forEach((entry, b) => {
      near(t, entry, hessian[a * dimension + b], 1e-9);
    });
    byParams.forEach((entry, k) => {
      near(t, entry, jacobian[a * network.size + k], 1e-9, `${a} ${k}`);
    });
  }
});

test("the map of the start is close to the identity, and keeps the mean", (t) => {
  const { loss, layout, network } = instance({ entropy: 1 });
  const params = startParameters(width, loss.points, layout.weights, 11);
  const images = new Float64Array(count * dimension);
  network.evaluate(params, loss.points, images);
  const change = images.map((value, k) => value - loss.points[k]);
  above(t, scale(change), 0);
  below(t, scale(change), 0.1);
  for (let a = 0; a < dimension; a++) {
    let mean = 0;
    for (let i = 0; i < count; i++) mean += layout.weights[i] * images[i * dimension + a];
    near(t, mean, 0, 1e-14);
  }
});

test("the metric measures parameters by the movement of the map: R'R is its Gram matrix, up to the damping", (t) => {
  const { loss, layout, network, params } = instance({ entropy: 1 });
  loss.value(params, new Float64Array(params.length));
  const metric = createMapMetric(network, layout.weights, { unit: () => 2, damping: 1e-12 });
  t.true(metric.build());
  const v = standardNormal(params.length, 8);
  const change = v.slice();
  metric.fromNatural(change);
  let movement = 0;
  const jacobian = new Float64Array(dimension * network.size);
  for (let i = 0; i < count; i++) {
    network.jacobian(i, jacobian);
    for (let a = 0; a < dimension; a++) {
      const moved = change.reduce((sum, entry, k) => sum + entry * jacobian[a * network.size + k], 0);
      movement += 4 * layout.weights[i] * moved ** 2;
    }
  }
  const length = v.reduce((sum, entry) => sum + entry * entry, 0);
  atMost(t, movement, length * (1 + 1e-9), `${movement / length}`);
  above(t, movement, 0.9 * length, `${movement / length}`);
  const [covector, expected] = [standardNormal(params.length, 9), change];
  const pairing = covector.reduce((sum, entry, k) => sum + entry * expected[k], 0);
  metric.toNatural(covector);
  const natural = covector.reduce((sum, entry, k) => sum + entry * v[k], 0);
  near(t, natural, pairing, 1e-9 * (1 + Math.abs(pairing)));
});
