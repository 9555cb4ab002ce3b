import test from "ava";
import { InputError } from "../../../../src/errors.js";
import { unitBarenblatt } from "../../../../src/model/states/kinds/barenblatt.js";
import { momentsOf, type ParticleLayout, particleParts } from "../../../../src/model/states/state.js";
import {
  createStateModel,
  initialState,
  type NodeSpec,
  type StateModelSpec,
} from "../../../../src/model/states/state-model.js";
import { each, near } from "../../../support/matchers.js";

const [mean, covariance] = [
  [0.7, -0.4],
  [
    [1, -0.3],
    [-0.3, 2],
  ],
] as const;
const gaussian = (dimension = 2): StateModelSpec => ({
  dimension,
  state: dimension === 2 ? { kind: "gaussian", mean, covariance } : { kind: "gaussian", mean: 0, covariance: 1 },
  functional: { entropy: 1 },
  finalTime: 1,
});
const barenblatt = (exponent: number, scale = 1.5, centre = 0.25): StateModelSpec => ({
  dimension: 1,
  state: { kind: "barenblatt", scale, centre },
  functional: { internal: { exponent } },
  finalTime: 1,
});
const onNodes = (spec: StateModelSpec, nodes?: NodeSpec) => {
  const state = initialState(createStateModel(spec), { nodes });
  const layout = state.layout as ParticleLayout;
  return { state, layout, ...particleParts(layout, state.values), moments: momentsOf(state) };
};
const sumOf = (weights: Float64Array, f: (i: number) => number) =>
  weights.reduce((sum, weight, i) => sum + weight * f(i), 0);

test("a product rule has the moments of the Gaussian, and its entropy, up to the nodes left out", (t) => {
  const { layout, moments, logDensity } = onNodes(gaussian(), { rule: "gauss-hermite", count: 20, seed: 1 });
  t.is(layout.count, 276);
  t.true(layout.tracksDensity);
  near(
    t,
    sumOf(layout.weights, () => 1),
    1,
    1e-14,
  );
  mean.forEach((value, k) => {
    near(t, moments.mean[k], value, 1e-14);
  });
  covariance.flat().forEach((value, k) => {
    near(t, moments.covariance[k], value, 1e-9);
  });
  const entropy = sumOf(layout.weights, (i) => logDensity[i]);
  near(t, entropy + 0.5 * Math.log((2 * Math.PI * Math.E) ** 2 * 1.91), 0, 1e-9);
});

test("a random rule repeats itself by its seed, has equal weights and the density of the Gaussian", (t) => {
  const nodes = { rule: "random", count: 500, seed: 4 } as const;
  const { state, layout, positions, logDensity } = onNodes(gaussian(), nodes);
  t.deepEqual(state.values, onNodes(gaussian(), nodes).state.values);
  t.notDeepEqual(state.values, onNodes(gaussian(), { ...nodes, seed: 5 }).state.values);
  each(t, layout.weights, (weight) => weight === 1 / 500);
  const [x, y] = [positions[0] - mean[0], positions[1] - mean[1]];
  const form = (2 * x * x + 0.6 * x * y + y * y) / 1.91;
  near(t, logDensity[0] + Math.log(2 * Math.PI) + 0.5 * Math.log(1.91) + form / 2, 0, 1e-14);
});

test("numbers of nodes that are no rule, or far too many, are refused at their place", (t) => {
  const refused = (spec: StateModelSpec, nodes: NodeSpec) => {
    const error = t.throws(() => onNodes(spec, nodes), { instanceOf: InputError });
    t.is(error?.context.path, "scheme.nodes.count");
  };
  for (const count of [0, 1.5, 201]) refused(gaussian(), { rule: "gauss-hermite", count, seed: 1 });
  for (const count of [0, 2.5]) refused(gaussian(), { rule: "random", count, seed: 1 });
  refused(gaussian(8), { rule: "gauss-hermite", count: 20, seed: 1 });
  refused(gaussian(5), { rule: "gauss-hermite", count: 15, seed: 1 });
  refused(barenblatt(2), { rule: "gauss-hermite", count: 1, seed: 1 });
});

test("the Gauss rule of a Barenblatt profile has its variance and internal energy exactly", (t) => {
  for (const exponent of [1.5, 2, 3, 4.5]) {
    const power = 1 / (exponent - 1);
    const { layout, moments, logDensity } = onNodes(barenblatt(exponent), {
      rule: "gauss-hermite",
      count: 12,
      seed: 1,
    });
    // E y² = 1/(2p + 3), and ρ^{m-1} = (height/scale)^{m-1} (1 - y²).
    near(t, moments.mean[0], 0.25, 1e-14);
    near(t, moments.covariance[0] * (2 * power + 3), 1.5 ** 2, 1e-13);
    const { height } = unitBarenblatt(power);
    const energy = sumOf(layout.weights, (i) => Math.exp((exponent - 1) * logDensity[i]));
    const exact = (height / 1.5) ** (exponent - 1) * (1 - 1 / (2 * power + 3));
    near(t, energy, exact, { relative: 1e-13 });
  }
});

test("heights of profiles: 1/B(1/2, p + 1) where it is known", (t) => {
  const known: readonly (readonly [power: number, height: number])[] = [
    [1, 3 / 4],
    [0.5, 2 / Math.PI],
    [2, 15 / 16],
    [3, 35 / 32],
    [1.5, 8 / (3 * Math.PI)],
  ];
  for (const [power, height] of known) near(t, unitBarenblatt(power).height, height, { relative: 1e-14 }, `${power}`);
});

test("quantiles invert the distribution function: (2 + 3y - y³)/4 of a parabola, arcsin of a half circle", (t) => {
  const parabola = unitBarenblatt(1);
  const circle = unitBarenblatt(0.5);
  for (const share of [1e-9, 1e-4, 0.1, 0.4, 0.5, 0.75, 0.99, 1 - 1e-6]) {
    const y = parabola.quantile(share);
    near(t, ((1 + y) ** 2 * (2 - y)) / 4, share, 1e-15);
    const z = circle.quantile(share);
    near(t, 0.5 + (z * Math.sqrt((1 - z) * (1 + z)) + Math.asin(z)) / Math.PI, share, 1e-14);
  }
});

test("without a rule a profile lies on midpoints of equal masses; a random one repeats itself", (t) => {
  const { layout, positions, logDensity } = onNodes(barenblatt(2, 1, 0));
  t.is(layout.count, 64);
  positions.forEach((y, k) => {
    near(t, ((1 + y) ** 2 * (2 - y)) / 4, (k + 0.5) / 64, 1e-15);
    near(t, logDensity[k], Math.log(0.75 * (1 - y * y)), 1e-12);
  });
  const random = { rule: "random", count: 50, seed: 3 } as const;
  t.deepEqual(onNodes(barenblatt(2), random).state.values, onNodes(barenblatt(2), random).state.values);
  t.notDeepEqual(
    onNodes(barenblatt(2), random).state.values,
    onNodes(barenblatt(2), { ...random, seed: 4 }).state.values,
  );
  each(t, onNodes(barenblatt(2), random).logDensity, Number.isFinite);
});

test("a profile needs one axis, a positive scale and an internal energy", (t) => {
  const path = (spec: StateModelSpec) => t.throws(() => onNodes(spec), { instanceOf: InputError })?.context.path;
  t.is(path({ ...barenblatt(2), dimension: 2 }), "model.dimension");
  t.is(path(barenblatt(2, -1)), "model.state.scale");
  t.is(path({ ...barenblatt(2), functional: { entropy: 1 } }), "model.functional");
});
