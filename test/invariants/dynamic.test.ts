/*
 * What holds for every step in the dynamic metric, and for the metric itself.
 */
import test from "ava";
import { createDynamicJko, dynamicDistance } from "../../src/jko/dynamic/index.js";
import { createJko } from "../../src/jko/index.js";
import { massOf } from "../../src/model/energy.js";
import { type MobilityName, mobilityNames } from "../../src/model/exchange.js";
import type { ModelSpec } from "../../src/model/model.js";
import type { Problem } from "../../src/model/problem.js";
import { seededRandom } from "../../src/numerics/random.js";
import { evolve, meshAccounts } from "../../src/schemes/evolve.js";
import { above, atMost, below, finite, near } from "../support/matchers.js";
import { distanceL1, moveCells, moveProblem, problemOf, reflection, relativeDifference } from "../support/runs.js";

const spec: ModelSpec = {
  domain: [[-1, 2]],
  graph: {
    nodes: ["a", "b", "c"],
    edges: [
      ["a", "b", 1.5],
      ["b", "c", 0.7],
      ["c", "a", 2],
    ],
  },
  potential: { a: "x", b: "0.5*x^2", c: "sin(2*x)" },
  energy: { temperature: 0.7 },
  initial: { a: "1 + 0.3*x", b: "0.5 + 0.2*cos(x)", c: "exp(-4*x^2)" },
  finalTime: 0.4,
};
const problemWith = (mobility: MobilityName, cells = 12): Problem =>
  problemOf({ ...spec, exchange: { mobility } }, cells);

function step(problem: Problem, innerSteps: number, tau = 0.1, start = problem.initial) {
  const density = start.slice();
  const report = createDynamicJko(problem, { tau, steps: 1, tolerance: 1e-14, innerSteps }).step(density);
  return { ...report, density };
}

for (const mobility of mobilityNames) {
  test(`evolutions conserve mass, stay positive and obey the energy inequality: ${mobility}`, (t) => {
    for (const innerSteps of [1, 3]) {
      const problem = problemWith(mobility);
      const stepper = createDynamicJko(problem, { tau: 0.1, steps: 4, tolerance: 1e-12, innerSteps });
      const { summary } = evolve(meshAccounts(problem), stepper, 4, () => {});
      t.is(summary.status, "ok");
      below(t, summary.massDrift, 1e-13, JSON.stringify(summary));
      above(t, summary.densityMin, 0, JSON.stringify(summary));
      t.true(summary.energyMonotone, JSON.stringify(summary));
    }
  });

  test(`steps commute with reflection and relabelling of layers: ${mobility}`, (t) => {
    const problem = problemWith(mobility);
    const plain = step(problem, 2);
    const mirror = reflection(problem.mesh, 0);
    const mirrored = step(moveProblem(problem, problem.mesh, mirror), 2);
    below(t, relativeDifference(mirrored.density, moveCells(plain.density, 3, mirror)), 1e-8);
    const order = [2, 0, 1];
    const relabel = (values: Float64Array): Float64Array => values.map((_, k) => values[k - (k % 3) + order[k % 3]]);
    const { graph } = problem;
    const ends = (nodes: Int32Array): Int32Array => nodes.map((node) => order.indexOf(node));
    // Edges are turned around as well.
    const relabelled: Problem = {
      ...problem,
      graph: { ...graph, tails: ends(graph.heads), heads: ends(graph.tails) },
      potential: relabel(problem.potential),
      initial: relabel(problem.initial),
    };
    below(t, relativeDifference(step(relabelled, 2).density, relabel(plain.density)), 1e-8);
  });

  test(`the equilibrium is a fixed point: ${mobility}`, (t) => {
    const problem = problemWith(mobility);
    const equilibrium = problem.potential.map((v) => Math.exp(-v / problem.energy.temperatures[0]));
    for (const innerSteps of [1, 3]) {
      const result = step(problem, innerSteps, 0.5, equilibrium);
      t.is(result.status, "converged");
      below(t, relativeDifference(result.density, equilibrium), 1e-12);
    }
  });
}

/** Random positive densities of mass 1. */
function randomDensity(problem: Problem, seed: number): Float64Array {
  const random = seededRandom(seed);
  const density = problem.initial.map(() => 0.1 + random());
  const mass = massOf(problem, density);
  return density.map((f) => f / mass);
}

test("the distance is symmetric, zero for equal densities, and obeys the triangle inequality", (t) => {
  for (const mobility of mobilityNames.filter((name) => name !== "upwind")) {
    const problem = problemWith(mobility, 6);
    const distance = (a: Float64Array, b: Float64Array): number => {
      const result = dynamicDistance(problem, a, b, 4);
      t.is(result.status, "converged", mobility);
      return result.distance;
    };
    for (let seed = 1; seed <= 3; seed++) {
      const [a, b, c] = [1, 2, 3].map((k) => randomDensity(problem, 10 * seed + k)) as [
        Float64Array,
        Float64Array,
        Float64Array,
      ];
      near(t, distance(a, b), distance(b, a), { relative: 1e-8 }, mobility);
      atMost(t, distance(a, c), distance(a, b) + distance(b, c), mobility);
      t.is(distance(a, a), 0);
    }
  }
});

test("the path of a distance starts and ends at the densities, and its fluxes lead from one to the other", (t) => {
  const problem = problemWith("logarithmic", 6);
  const [a, b] = [randomDensity(problem, 1), randomDensity(problem, 2)];
  const { path, fluxes, action, distance, residual } = dynamicDistance(problem, a, b, 5);
  below(t, residual, 1e-14);
  t.is(path.length, 6);
  t.is(fluxes.along.length, 5);
  t.is(fluxes.across.length, 5);
  below(t, relativeDifference(path[0], a), 1e-15);
  below(t, relativeDifference(path[5], b), 1e-15);
  near(t, distance ** 2, 2 * action, 1e-14);
  for (const density of path) {
    near(t, massOf(problem, density), 1, 1e-13);
    above(t, Math.min(...density), 0);
  }
});

test("scaling all edge weights scales a distance that is all exchange", (t) => {
  const initial = { a: 0.6, b: 0.2, c: 0.2 };
  const shallow = { ...spec, domain: [[0, 1]] as const, potential: 0, initial };
  const problem = problemOf({ ...shallow, domain: [[0, 1]] }, 1);
  const strong = { ...problem, graph: { ...problem.graph, weights: problem.graph.weights.map((w) => 1e6 * w) } };
  const target = Float64Array.of(0.2, 0.5, 0.3);
  const ratio =
    dynamicDistance(problem, problem.initial, target, 3).distance /
    dynamicDistance(strong, problem.initial, target, 3).distance;
  near(t, ratio, 1e3, { relative: 1e-9 });
});

test("one cell and one layer each work alone", (t) => {
  const single = problemOf({ domain: [[0, 1]], potential: "x", initial: "1 + x", finalTime: 1 }, 1);
  below(t, relativeDifference(step(single, 2).density, single.initial), 1e-14);
  t.is(dynamicDistance(single, single.initial, single.initial, 2).distance, 0);
  const layer = problemOf({ domain: [[0, 1]], potential: "x", initial: "1 + x", finalTime: 1 }, 10);
  t.is(step(layer, 3).status, "converged");
});

test("densities of 1e-30 and of zero neither stop a step nor a distance", (t) => {
  const gaussian: ModelSpec = {
    domain: [[-8, 8]],
    graph: { nodes: [0, 1], edges: [[0, 1, 1]] },
    potential: "x^2/2",
    initial: { 0: "exp(-(x-1.5)^2)", 1: "0.1*exp(-(x-1.5)^2)" },
    finalTime: 1,
  };
  const problem = problemOf(gaussian, 40);
  t.is(step(problem, 3).status, "converged");
  const part = problem.initial.map((f, k) => (k < 40 ? 0 : f));
  t.is(step(problem, 2, 0.1, part).status, "converged");
  const half = part.map((f) => (f * massOf(problem, problem.initial)) / massOf(problem, part));
  const result = dynamicDistance(problem, problem.initial, half, 3);
  t.is(result.status, "converged");
  finite(t, result.distance);
});

test("strong and weak exchange: steps converge for weights from 1e-10 to 1e10", (t) => {
  for (const mobility of ["logarithmic", "unit"] as const) {
    for (const weight of [1e-10, 1e-4, 1e4, 1e10]) {
      const problem = problemWith(mobility, 10);
      const graph = { ...problem.graph, weights: problem.graph.weights.map((w) => w * weight) };
      const result = step({ ...problem, graph }, 2);
      t.is(result.status, "converged", `${mobility} ${weight}`);
      near(t, massOf(problem, result.density), 1, 1e-13);
    }
  }
});

test("one step differs from transport-then-exchange by O(tau^2), and from one inner step by O(tau^3)", (t) => {
  const smooth: ModelSpec = {
    domain: [[0, 1]],
    graph: { nodes: [0, 1], edges: [[0, 1, 2]] },
    potential: { 0: "0.3*cos(pi*x)", 1: "0.3*cos(2*pi*x)" },
    energy: { temperature: 0.1 },
    initial: { 0: "1 + 0.5*cos(pi*x)", 1: "0.6 - 0.2*cos(pi*x)" },
    finalTime: 1,
  };
  const problem = problemOf(smooth, 40);
  const differences = [0.02, 0.01, 0.005].map((tau) => {
    const fine = step(problem, 6, tau).density;
    const density = problem.initial.slice();
    createJko(problem, { tau, steps: 1, tolerance: 1e-14 }).step(density);
    return [distanceL1(problem, density, fine), distanceL1(problem, step(problem, 1, tau).density, fine)] as const;
  });
  const order = (kind: 0 | 1): number => Math.log2(differences[1]?.[kind] / differences[2]?.[kind]);
  above(t, order(0), 1.6);
  above(t, order(1), 2.5);
});

test("bad input is refused", (t) => {
  const problem = problemWith("logarithmic", 4);
  const { initial } = problem;
  const plane = problemOf(
    {
      domain: [
        [0, 1],
        [0, 1],
      ],
      potential: 0,
      initial: 1,
      finalTime: 1,
    },
    [2, 2],
  );
  const options = { tau: 0.1, steps: 1, tolerance: 1e-12, innerSteps: 1 };
  t.throws(() => createDynamicJko(plane, options), { message: /one axis/ });
  t.throws(() => createDynamicJko(problem, { ...options, innerSteps: 0 }), { message: /innerSteps/ });
  t.throws(() => createDynamicJko(problem, { ...options, tau: 0 }), { message: /tau/ });
  t.throws(
    () =>
      dynamicDistance(
        problem,
        initial,
        initial.map((f) => 2 * f),
        2,
      ),
    { message: /masses/ },
  );
  t.throws(() => dynamicDistance(problem, initial, initial.slice(1), 2), { message: /wrong number/ });
  t.throws(
    () =>
      dynamicDistance(
        problem,
        initial,
        initial.map((f) => -f),
        2,
      ),
    { message: /not negative/ },
  );
});
