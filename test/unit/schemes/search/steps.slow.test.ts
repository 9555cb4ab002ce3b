import test from "ava";
import { createMobility } from "../../../../src/model/exchange.js";
import { ascentOf, driveOf, fillPotentials } from "../../../../src/schemes/search/edge-sums.js";
import { createSearch } from "../../../../src/schemes/search/search.js";
import { createWeightMover } from "../../../../src/schemes/search/weight-mover.js";
import { solveDense } from "../../../support/dense.js";
import { above, below, near } from "../../../support/matchers.js";
import { distance, flowOf, graph, nodeProblem, run, settings, start } from "./nodes.js";

/** tau -> 0 is approached at first order: the error halves with the step. */
function ratio(error: (steps: number) => number): number {
  return error(64) / error(128);
}

test("positions are of first order to c + exp(-a t)(x0 - c), weights to exp(tQ) f0 where V does not differ", (t) => {
  const problem = nodeProblem({ scheme: { objective: "0.75*(x1 + 2)^2" } });
  const exact = -2 + 3 * Math.exp(-1.5);
  const position = ratio((steps) => Math.abs(run(problem, steps).positions[0] - exact));
  const weights = flowOf(
    [
      [0, 1, 0],
      [1, 0, 2],
      [0, 2, 0],
    ],
    1,
    [1 / 6, 1 / 3, 1 / 2],
  );
  const weight = ratio((steps) => distance(run(problem, steps).weights, weights));
  near(t, position, 2, 0.1);
  near(t, weight, 2, 0.1);
});

test("with inertia positions are of first order to a damped oscillation", (t) => {
  const problem = nodeProblem({ scheme: { objective: "2*x1^2", order: 2, damping: 1 } });
  const omega = Math.sqrt(4 - 0.25);
  const exact = Math.exp(-0.5) * (Math.cos(omega) + (0.5 / omega) * Math.sin(omega));
  const position = ratio((steps) => Math.abs(run(problem, steps).positions[0] - exact));
  near(t, position, 2, 0.1);
});

test("without an entropy a step is that of backward Euler with the rates K (V - V')⁺, and of first order to exp(tQ) f0", (t) => {
  const values = Float64Array.of(1, 0, 0.5);
  const mover = createWeightMover({ ...settings, entropy: 0, mobility: "upwind" });
  const weights = Float64Array.from(start);
  mover.advance(weights, values);
  // a gives to b at rate 1, c to b at rate 2 * 0.5.
  const solved = solveDense(
    [
      [1.1, 0, 0],
      [-0.1, 1, -0.1],
      [0, 0, 1.1],
    ],
    start,
  );
  below(t, distance(weights, solved), 1e-15);
  const problem = nodeProblem({
    model: { functional: { entropy: 0 } },
    scheme: { objective: { a: 1, b: 0, c: 0.5 } },
  });
  const exact = flowOf(
    [
      [0, 1, 0],
      [0, 0, 0],
      [0, 1, 0],
    ],
    1,
    [1 / 6, 1 / 3, 1 / 2],
  );
  const error = ratio((steps) => distance(run(problem, steps).weights, exact));
  near(t, error, 2, 0.05);
});

test("an objective that is not finite ends a run with the node in the reason", (t) => {
  const { summary } = run(nodeProblem({ scheme: { objective: { a: 0, b: "log(x1 - 2)", c: 0 } } }), 4);
  t.is(summary.status, "nonFinite");
  t.regex(summary.reason ?? "", /node "b"/);
});

for (const order of [1, 2] as const) {
  test(`the energy of order ${order} decreases in every step, and mass is kept`, (t) => {
    const objective = "(x1 - g)^2 + 0.3*g";
    for (const steps of [8, 64]) {
      const { summary } = run(nodeProblem({ scheme: { objective, order } }), steps);
      t.is(summary.status, "ok");
      t.true(summary.energyMonotone);
      below(t, summary.massDrift, 1e-14);
      above(t, summary.densityMin, 0);
    }
  });
}

for (const [mobility, entropy] of [
  ["logarithmic", 1],
  ["upwind", 1],
  ["upwind", 0],
  ["weighted-logarithmic", 1],
  ["weighted-geometric", 1],
] as const) {
  test(`with inertia the energy decreases by gamma times twice the kinetic one, wherever positions move: ${mobility}, T = ${entropy}`, (t) => {
    const model = { exchange: { mobility }, functional: { entropy } };
    const objective = "2*(x1 - 0.5*g)^2 + 0.3*g";
    const problem = nodeProblem({ model, scheme: { objective, order: 2, damping: 0.7 } });
    const [coarse, fine] = [200, 400].map((steps) => {
      const stepper = createSearch(problem, { tau: 1 / steps, steps, tolerance: 1e-12 });
      const state = problem.initial.values.slice();
      const before = stepper.energy(state);
      let dissipated = 0;
      // The cost of a step is tau gamma times the kinetic energy: half of what it dissipates.
      for (let n = 0; n < steps; n++) dissipated += 2 * stepper.step(state).cost;
      return (before - stepper.energy(state)) / dissipated - 1;
    }) as [number, number];
    near(t, fine, 0, 0.02, `${coarse} ${fine}`);
    near(t, coarse / fine, 2, 0.3, `${coarse} ${fine}`);
  });
}

test("drive and ascent are sums over edges with their weights", (t) => {
  const [weights, mu, phi] = [Float64Array.from(start), Float64Array.of(1, 0, 3), Float64Array.of(0, 1, 5)];
  t.is(driveOf(graph, createMobility("arithmetic"), 1, weights, mu), 1 * 0.25 * 1 + 2 * 0.4 * 3);
  t.is(ascentOf(graph, weights, mu, phi), 1 * -1 * 0.5 + 2 * 12 * 0.8);
  const filled = new Float64Array(3);
  fillPotentials(2, weights, mu, filled);
  t.deepEqual(Array.from(filled), [1 + 2 * Math.log(0.2), 2 * Math.log(0.3), 3 + 2 * Math.log(0.5)]);
  fillPotentials(0, new Float64Array(3), mu, filled);
  t.deepEqual(filled, mu);
});

test("the cost of positions is ∑ f |x - x_n|²/(2 tau)", (t) => {
  const problem = nodeProblem({ scheme: { objective: "3*x1" } });
  const stepper = createSearch(problem, { tau: 0.1, steps: 10, tolerance: 1e-12 });
  const state = problem.initial.values.slice();
  const { cost } = stepper.step(state);
  // Slopes of 3 at all nodes, and V that does not differ: weights have a cost of their own, by their entropy alone.
  const still = createSearch(nodeProblem({ scheme: { objective: "0*x1" } }), { tau: 0.1, steps: 10, tolerance: 1e-12 });
  const own = still.step(problem.initial.values.slice()).cost;
  above(t, own, 0);
  near(t, cost - own, 0.3 ** 2 / 0.2, 1e-12);
});
