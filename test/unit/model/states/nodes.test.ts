import test from "ava";
import { InputError } from "../../../../src/errors.js";
import { barenblattNodes } from "../../../../src/model/states/barenblatt.js";
import { gaussianNodes, type NodeSpec } from "../../../../src/model/states/nodes.js";
import { momentsOf, type ParticleLayout, particleParts } from "../../../../src/model/states/state.js";

const mean = Float64Array.of(0.7, -0.4);
const covariance = Float64Array.of(1, -0.3, -0.3, 2);
const rule = (kind: NodeSpec["rule"], count: number, seed = 1): NodeSpec => ({ rule: kind, count, seed });

function refusal(run: () => unknown): InputError {
  try {
    run();
  } catch (error) {
    if (error instanceof InputError) return error;
  }
  throw new Error("nothing was refused");
}

test("nodes of a product rule have the mean and covariance of the Gaussian, up to the weights left out", (t) => {
  const moments = momentsOf(gaussianNodes(mean, covariance, rule("gauss-hermite", 8)));
  moments.mean.forEach((value, k) => {
    t.true(Math.abs(value - (mean[k] as number)) < 1e-13);
  });
  moments.covariance.forEach((value, k) => {
    t.true(Math.abs(value - (covariance[k] as number)) < 1e-13);
  });
});

test("of many nodes those of negligible weight are left out, at no more than 1e-8 of the covariance", (t) => {
  const state = gaussianNodes(mean, covariance, rule("gauss-hermite", 24));
  const layout = state.layout as ParticleLayout;
  t.true(layout.count < 24 ** 2);
  t.true(layout.weights.every((weight) => weight > 9e-13));
  t.true(Math.abs(layout.weights.reduce((sum, weight) => sum + weight, 0) - 1) < 1e-14);
  momentsOf(state).covariance.forEach((value, k) => {
    t.true(Math.abs(value - (covariance[k] as number)) < 1e-8);
  });
});

for (const nodes of [rule("gauss-hermite", 6), rule("random", 50)]) {
  test(`${nodes.rule} nodes carry the log density of the Gaussian`, (t) => {
    const state = gaussianNodes(mean, covariance, nodes);
    const { positions, logDensity } = particleParts(state.layout as ParticleLayout, state.values);
    const determinant = 1.91;
    logDensity.forEach((value, i) => {
      const [x, y] = [(positions[2 * i] as number) - 0.7, (positions[2 * i + 1] as number) + 0.4];
      const form = (2 * x * x + 0.6 * x * y + y * y) / determinant;
      t.true(Math.abs(value + form / 2 + Math.log(2 * Math.PI) + Math.log(determinant) / 2) < 1e-12);
    });
  });
}

test("a random rule is seeded", (t) => {
  const values = (seed: number) => gaussianNodes(mean, covariance, rule("random", 40, seed)).values;
  t.deepEqual(values(3), values(3));
  t.notDeepEqual(values(3), values(4));
});

test("rules of too many nodes, or of none, are refused with a remedy", (t) => {
  const [zero, unit] = [new Float64Array(8), new Float64Array(64)];
  for (let k = 0; k < 8; k++) unit[9 * k] = 1;
  const tooMany = refusal(() => gaussianNodes(zero, unit, rule("gauss-hermite", 10)));
  t.like(tooMany.context, { path: "scheme.nodes.count", value: 10 });
  t.regex(tooMany.context.remedy ?? "", /rule: random/);
  for (const count of [1, 2.5, 201]) {
    const error = refusal(() => gaussianNodes(mean, covariance, rule("gauss-hermite", count)));
    t.like(error.context, { path: "scheme.nodes.count", value: count });
  }
});

for (const exponent of [1.5, 2, 3]) {
  test(`nodes of a Barenblatt profile have mass 1 and its second moment, exponent ${exponent}`, (t) => {
    const [scale, power] = [1.7, 1 / (exponent - 1)];
    const state = barenblattNodes({ scale, centre: 0.4 }, 1, exponent, rule("gauss-hermite", 32));
    const { weights } = state.layout as ParticleLayout;
    t.true(Math.abs(weights.reduce((sum, weight) => sum + weight, 0) - 1) < 1e-13);
    const moments = momentsOf(state);
    t.true(Math.abs((moments.mean[0] as number) - 0.4) < 1e-13);
    // The variance of (1 - y²)^p on (-1, 1) is 1/(2p + 3).
    t.true(Math.abs((moments.covariance[0] as number) - scale ** 2 / (2 * power + 3)) < 1e-13);
  });
}

test("the Barenblatt profile of exponent 2 is 3 (1 - y²) / (4 scale)", (t) => {
  const state = barenblattNodes({ scale: 2 }, 1, 2, rule("gauss-hermite", 9));
  const { positions, logDensity } = particleParts(state.layout as ParticleLayout, state.values);
  logDensity.forEach((value, i) => {
    t.true(Math.abs(Math.exp(value) - (3 / 8) * (1 - ((positions[i] as number) / 2) ** 2)) < 1e-14);
  });
});
