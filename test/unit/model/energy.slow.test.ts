import test from "ava";
import { chemicalPotential, energyAbove, energyOf, massOf } from "../../../src/model/energy.js";
import { createModel, discretize } from "../../../src/model/model.js";
import { above, near } from "../../support/matchers.js";

const problemOn = (cells: number, temperature = 1) =>
  discretize(
    createModel({
      domain: [[-2, 2]],
      graph: { nodes: ["a", "b"], edges: [["a", "b", 1]] },
      potential: { a: "x^2", b: "1 + x" },
      energy: { temperature },
      initial: 1,
      finalTime: 1,
    }),
    [cells],
  );

test("the energy is the sum of v (T f (log f - 1) + V f)", (t) => {
  const problem = problemOn(4, 0.5);
  const density = Float64Array.from([1, 2, 3, 4, 0.5, 0.25, 0, 7]);
  const terms = Array.from(density, (f, k) => (f === 0 ? 0 : 0.5 * f * (Math.log(f) - 1) + problem.potential[k] * f));
  const expected = terms.reduce((sum, term) => sum + term, 0) * problem.mesh.cellVolume;
  near(t, energyOf(problem, density), expected, 1e-14 * Math.abs(expected));
});

test("empty cells count nothing, negative densities give NaN", (t) => {
  const problem = problemOn(2);
  t.is(energyOf(problem, new Float64Array(4)), 0);
  t.true(Number.isNaN(energyOf(problem, Float64Array.from([1, 1, -1, 1]))));
});

test("the energy is summed with compensation: a million small terms beside a large one keep their digits", (t) => {
  const problem = { ...problemOn(500_000), potential: new Float64Array(1_000_000).fill(1) };
  const density = new Float64Array(1_000_000).fill(1);
  // f (log f - 1) + V f = 1e10 in cell 0 by its potential, 0 elsewhere but for a shift of 1e-7.
  problem.potential.fill(1 + 1e-7);
  problem.potential[0] = 1e10 + 1;
  const expected = (1e10 + 999_999 * (1 + 1e-7 - 1)) * problem.mesh.cellVolume;
  near(t, energyOf(problem, density), expected, { relative: 2e-16 });
});

test("the chemical potential is T log f + V, and constant at equilibrium", (t) => {
  const problem = problemOn(10, 0.5);
  const equilibrium = problem.potential.map((v) => 3 * Math.exp(-v / 0.5));
  const mu = chemicalPotential(problem, equilibrium, new Float64Array(20));
  for (const value of mu) near(t, value, 0.5 * Math.log(3), 1e-14);
  t.is(chemicalPotential(problem, new Float64Array(20), mu)[3], -Infinity);
});

test("mass is the cell volume times the sum, compensated", (t) => {
  const problem = problemOn(4);
  t.is(massOf(problem, Float64Array.from([1, 1e16, 1, -1e16, 1, 0, 0, 0])), 3);
});

test("a large constant in the potential costs the energy above it no digits", (t) => {
  const model = (potential: string) =>
    createModel({ domain: [[-2, 2]], potential, initial: "1 + x^2", normalize: true, finalTime: 1 });
  const [low, far] = ["x^2", "x^2 + 1e5"].map((v) => discretize(model(v), [20]));
  if (low === undefined || far === undefined) return t.fail();
  // Round-off of the potential itself, 1e5 * 2^-53, is all that is left.
  const lowest = Math.min(...low.potential);
  near(t, energyAbove(far, far.initial), energyAbove(low, low.initial) - lowest, 3e-11);
  near(t, energyOf(far, far.initial) - energyOf(low, low.initial), 1e5, 1e-10);
  const moved = far.initial.map((f, k) => f + (k === 0 ? 1e-6 : k === 10 ? -1e-6 : 0));
  const change = (problem: typeof far) => energyAbove(problem, moved) - energyAbove(problem, far.initial);
  above(t, Math.abs(change(far)), 1e-7);
  near(t, change(far), change(low), 1e-14);
});
