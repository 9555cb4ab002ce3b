import test from "ava";
import { createStateModel, initialState, type NodeSpec } from "../../src/model/states/state-model.js";
import { createGromov } from "../../src/schemes/gromov/gromov.js";
import { createInputConvex } from "../../src/schemes/input-convex/input-convex.js";
import { createSliced } from "../../src/schemes/sliced/sliced.js";
import { near } from "../support/matchers.js";

/*
 * The relative entropy of a Gaussian to another, with the factor of the entropy and every constant in its place:
 * KL = [tr(T^-1 S) + (m - n)' T^-1 (m - n) - d - log(det S / det T)] / 2, and 0 to itself.
 */
const target = { mean: 0, covariance: 0.8 };
const nodes: NodeSpec = { rule: "gauss-hermite", count: 12, seed: 1 };
const settings = { tau: 0.1, steps: 1, tolerance: 1e-14 };

/** Energies of N(0, variance I) in the plane by every scheme. */
function energies(variance: number): Record<string, number> {
  const spec = { dimension: 2, state: { kind: "gaussian", mean: 0, covariance: variance }, finalTime: 0.1 } as const;
  const model = createStateModel({ ...spec, functional: { kl: target } });
  const [gaussian, points] = [initialState(model), initialState(model, { nodes })];
  const problem = { functional: model.functional, initial: gaussian, finalTime: 0.1 };
  return {
    sliced: createSliced(problem, { ...settings, directions: 8, rule: "uniform", seed: 1 }).energy(gaussian.values),
    gromov: createGromov(problem, { ...settings, onNonInvariant: "refuse" }).energy(gaussian.values),
    "input-convex": createInputConvex(
      { ...problem, initial: points },
      { ...settings, width: 0, penalty: 0, seed: 1 },
    ).energy(points.values),
  };
}

for (const variance of [0.8, 0.3, 2]) {
  test(`every scheme knows the relative entropy of N(0, ${variance} I) to N(0, 0.8 I)`, (t) => {
    const ratio = variance / 0.8;
    for (const [name, value] of Object.entries(energies(variance))) {
      near(t, value, ratio - 1 - Math.log(ratio), 1e-8, `${name}: ${value}`);
    }
  });
}
