/*
 * One step over input-convex maps against a brute-force minimization of its definition on a line,
 *
 *   mean of abs(y_i - x_i)² / (2 tau) + F(y_1, ..., y_n),
 *
 * over positions y, which derivatives of convex functions reach whenever they are in the order of x: nothing is lost by
 * maps, nothing of the network's code is used, and where it matters that the order is kept, no order is imposed.
 */
import test from "ava";
import { createFunctional, type FunctionalSpec } from "../../src/model/states/functional.js";
import { particleState } from "../../src/model/states/state.js";
import { createInputConvex } from "../../src/schemes/input-convex/input-convex.js";
import { near } from "../support/matchers.js";
import type { Objective } from "../support/minimize.js";
import { compareStep } from "../support/step-oracle.js";

type Line = (x: number) => number;

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

/** Σ V(y_i) / n + ½ Σ over i ≠ j of W(|y_i - y_j|) / n². */
function lineEnergy(potential: Line, interaction: Line = () => 0): Objective {
  return (y) =>
    mean(y.map(potential)) +
    mean(y.map((u, i) => mean(y.map((v, j) => (i === j ? 0 : interaction(Math.abs(u - v))))))) / 2;
}

function compareParticles(
  t: Parameters<typeof compareStep>[0],
  start: number[],
  tau: number,
  spec: FunctionalSpec,
  energy: Objective,
) {
  const initial = particleState(Float64Array.from(start), 1);
  const settings = { tau, steps: 1, tolerance: 1e-14, width: 8, penalty: 1e-13, seed: 1 };
  const stepper = createInputConvex({ functional: createFunctional(spec, 1), initial, finalTime: tau }, settings);
  const oracle = {
    start,
    movement: (y: readonly number[]) => mean(y.map((value, i) => (value - start[i]) ** 2)) / (2 * tau),
    energy,
    compared: (y: readonly number[]) => y,
  };
  return compareStep(t, stepper, initial, oracle, Array.from);
}

test("particles in a quadratic potential move by the resolvent (x + tau a b) / (1 + tau a)", (t) => {
  const start = [-1.2, 0.1, 0.9, 2];
  const spec = { potential: { matrix: 2, centre: 0.5 } };
  const values = compareParticles(
    t,
    start,
    0.2,
    spec,
    lineEnergy((x) => (x - 0.5) ** 2),
  );
  values.forEach((value, i) => {
    near(t, value, (start[i] + 0.2) / 1.4, 1e-6);
  });
});

test("particles in a double well, three and four, in any order of their labels", (t) => {
  const energy = lineEnergy((x) => x ** 4 / 4 - x ** 2 / 2);
  compareParticles(t, [-1.6, 0.3, 0.9], 0.25, { potential: "x1^4 / 4 - x1^2 / 2" }, energy);
  compareParticles(t, [0.9, -1.6, 0.3, -0.2], 0.1, { potential: "x1^4 / 4 - x1^2 / 2" }, energy);
});

test("particles that repel each other in a quadratic potential", (t) => {
  const energy = lineEnergy(
    (x) => x ** 2 / 2,
    (r) => -Math.log(r),
  );
  compareParticles(t, [-0.8, 0.1, 0.7], 0.1, { potential: "x1^2 / 2", interaction: "-log(r)" }, energy);
});
