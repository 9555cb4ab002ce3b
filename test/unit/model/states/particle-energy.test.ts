import test from "ava";
import { createFunctional, type FunctionalSpec } from "../../../../src/model/states/functional.js";
import { createParticleEnergy } from "../../../../src/model/states/particle-energy.js";
import { standardNormal } from "../../../../src/model/states/sample.js";
import { near } from "../../../support/matchers.js";

const weights = Float64Array.of(0.1, 0.4, 0.2, 0.3);
const energyOf = (spec: FunctionalSpec, dimension: number, of = weights) =>
  createParticleEnergy(createFunctional(spec, dimension), of);

test("the energy is Σ w_i V(x_i) + ½ Σ_{i≠j} w_i w_j W(|x_i - x_j|), by both sums written out", (t) => {
  const energy = energyOf({ potential: "x1 + r^2", interaction: "r^3 + 1" }, 1);
  const x = Float64Array.of(0.5, -1, 2, 0.3);
  let exact = 0;
  x.forEach((a, i) => {
    exact += weights[i] * (a + a * a);
    x.forEach((b, j) => {
      if (i !== j) exact += 0.5 * weights[i] * weights[j] * (Math.abs(a - b) ** 3 + 1);
    });
  });
  near(t, energy.value(x), exact, 1e-15);
});

for (const d of [1, 2, 3]) {
  for (const spec of [
    { potential: "r^4/4 - x1" },
    { interaction: "r^4/4 - r^2/2 - log(r)" },
    { potential: { matrix: 2, centre: 1 }, interaction: "exp(-r)" },
  ]) {
    test(`${JSON.stringify(spec)} in dimension ${d}: the gradient is that of central differences`, (t) => {
      const energy = energyOf(spec, d);
      const x = standardNormal(4 * d, 2);
      const gradient = new Float64Array(4 * d).fill(Number.NaN);
      t.is(energy.gradient(x, gradient), energy.value(x));
      const h = 1e-5;
      gradient.forEach((slope, k) => {
        const at = (s: number) => energy.value(x.map((value, j) => (j === k ? value + s : value)));
        near(t, (at(h) - at(-h)) / (2 * h), slope, 1e-8 * (1 + Math.abs(slope)));
      });
    });
  }
}

test("forces of an interaction cancel: their sum is zero", (t) => {
  const gradient = new Float64Array(8);
  energyOf({ interaction: "r^4 - log(r)" }, 2).gradient(standardNormal(8, 3), gradient);
  for (const axis of [0, 1]) {
    near(
      t,
      gradient.reduce((sum, force, k) => sum + (k % 2 === axis ? force : 0), 0),
      0,
      1e-14,
    );
  }
});

test("particles that coincide do not push each other, and others feel both", (t) => {
  const energy = energyOf({ interaction: "r" }, 1, Float64Array.of(0.25, 0.25, 0.5));
  const gradient = new Float64Array(3);
  t.is(energy.gradient(Float64Array.of(0, 0, 2), gradient), 0.5);
  t.deepEqual([...gradient], [-0.125, -0.125, 0.25]);
});

test("a gradient is written anew, whatever was there, and entropies are left out", (t) => {
  const gradient = new Float64Array(4).fill(5);
  t.is(energyOf({ entropy: 1 }, 1).gradient(Float64Array.of(1, 2, 3, 4), gradient), 0);
  t.deepEqual([...gradient], [0, 0, 0, 0]);
});
