/*
 The second-order step: its order for every choice, on one and two axes, and what it keeps. Figures of the first-order
 choices.
 */
import test from "ava";
import { energyOf, massOf } from "../../src/model/energy.js";
import type { ModelSpec } from "../../src/model/model.js";
import type { Problem } from "../../src/model/problem.js";
import { above, atLeast, atMost, below, between, near } from "../support/matchers.js";
import { distanceL1, moveCells, problemOf, relativeDifference, runJko } from "../support/runs.js";

const tight = 1e-12;

function boxModes(exchange: ModelSpec["exchange"]): ModelSpec {
  return {
    domain: [[0, 1]],
    graph: { nodes: ["a", "b"], edges: [["a", "b", 3]] },
    potential: 0,
    exchange,
    initial: {
      a: "0.5*(1 + 0.5*cos(pi*x) + 0.3 + 0.15*cos(2*pi*x))",
      b: "0.5*(1 + 0.5*cos(pi*x) - 0.3 - 0.15*cos(2*pi*x))",
    },
    finalTime: 0.1,
  };
}

/** Cell averages of the closed form of the box modes at their final time. */
function exactModes({ mesh }: Problem): Float64Array {
  const t = 0.1;
  const average = (k: number, i: number): number =>
    (Math.sin(k * Math.PI * (i + 1) * mesh.h) - Math.sin(k * Math.PI * i * mesh.h)) / (k * Math.PI * mesh.h);
  return Float64Array.from({ length: 2 * mesh.size }, (_, index) => {
    const [i, sign] = [Math.floor(index / 2), index % 2 === 0 ? 1 : -1];
    const common = 1 + 0.5 * Math.exp(-(Math.PI ** 2) * t) * average(1, i);
    const own = 0.3 * Math.exp(-6 * t) + 0.15 * Math.exp(-(4 * Math.PI ** 2 + 6) * t) * average(2, i);
    return 0.5 * (common + sign * own);
  });
}

for (const [name, exchange, coarse, fine] of [
  ["previous", { mobility: "logarithmic" }, 1.402e-2, 5.033e-4],
  ["next", { mobility: "logarithmic", mobilityAt: "next" }, 1.227e-2, 4.235e-4],
  ["midpoint", { mobility: "logarithmic", mobilityAt: "midpoint" }, 1.282e-2, 4.547e-4],
  ["cosh", { mobility: "geometric", cost: "cosh" }, 1.471e-2, 5.36e-4],
  ["weighted cosh", { mobility: "weighted-geometric", cost: "cosh" }, 1.471e-2, 5.36e-4],
] as const) {
  test(`box modes at first order have the prototype's errors: ${name}`, (t) => {
    const problem = problemOf(boxModes(exchange), 200);
    const exact = exactModes(problem);
    for (const [steps, figure] of [
      [4, coarse],
      [128, fine],
    ] as const) {
      const error = distanceL1(problem, runJko(problem, steps).density, exact);
      near(t, error, figure, { relative: 5e-4 }, `${steps}: ${error}`);
    }
  });
}

/** Orders from the differences of runs with doubled steps. */
function ordersOf(problem: Problem, steps: readonly number[]): number[] {
  const densities = steps.map((count) => runJko(problem, count, tight, 2).density);
  const changes = densities.slice(1).map((density, k) => distanceL1(problem, density, densities[k]));
  return changes.slice(1).map((change, k) => Math.log2(changes[k] / change));
}

for (const [name, exchange] of [
  ["logarithmic", { mobility: "logarithmic" }],
  ["unit", { mobility: "unit" }],
  ["arithmetic, next", { mobility: "arithmetic", mobilityAt: "next" }],
  ["logarithmic, midpoint", { mobility: "logarithmic", mobilityAt: "midpoint" }],
  ["cosh", { mobility: "geometric", cost: "cosh" }],
  ["cosh, harmonic, next", { mobility: "harmonic", cost: "cosh", mobilityAt: "next" }],
] as const) {
  test(`order 2 on layers with different potentials: ${name}`, (t) => {
    const spec: ModelSpec = {
      domain: [[0, 1]],
      graph: { family: "path", nodes: 3, weight: 1 },
      potential: { 0: "0.5*cos(2*pi*x)", 1: "x", 2: "0.5*x^2" },
      exchange,
      initial: { 0: "1 + 0.6*cos(pi*x)", 1: "0.8 - 0.3*cos(2*pi*x)", 2: "0.7 + 0.2*cos(3*pi*x)" },
      finalTime: 0.1,
    };
    for (const order of ordersOf(problemOf(spec, 200), [8, 16, 32, 64])) between(t, order, 1.9, 2.2);
  });
}

test("order 2 on two axes: the splitting of swept transport cancels too", (t) => {
  const spec: ModelSpec = {
    domain: [
      [0, 1],
      [0, 1],
    ],
    graph: { nodes: ["a", "b"], edges: [["a", "b", 3]] },
    potential: "0.5*cos(pi*x)*cos(pi*y)",
    exchange: { mobility: "geometric" },
    initial: { a: "1 + 0.5*cos(pi*x)*cos(pi*y)", b: "1 + 0.4*cos(pi*(x + y))" },
    finalTime: 0.1,
  };
  for (const order of ordersOf(problemOf(spec, [16, 16]), [8, 16, 32, 64])) between(t, order, 1.9, 2.2);
});

const jump: ModelSpec = {
  ...boxModes({ mobility: "logarithmic" }),
  initial: { a: "x < 0.5 ? 2 : 0.2", b: "x < 0.25 ? 0.2 : 1" },
};

test("jumps: mass is exact, the energy falls, nothing overshoots", (t) => {
  const problem = problemOf(jump, 200);
  const marginal = (density: Float64Array): number[] =>
    Array.from({ length: 200 }, (_, i) => density[2 * i] + density[2 * i + 1]);
  const variation = (values: readonly number[]): number =>
    values.slice(1).reduce((sum, value, k) => sum + Math.abs(value - values[k]), 0);
  const before = marginal(problem.initial);
  for (const steps of [2, 4, 8, 16]) {
    const { summary, densities, rows } = runJko(problem, steps, tight, 2);
    t.is(summary.status, "ok");
    below(t, summary.massDrift, 1e-13);
    rows.slice(1).forEach(({ energy }, k) => {
      below(t, energy, rows[k]?.energy);
    });
    for (const density of densities) {
      const values = marginal(density);
      atMost(t, variation(values), variation(before) * 1.01, `${steps}: ${variation(values)} ${variation(before)}`);
      atMost(t, Math.max(...values), 1.001 * Math.max(...before));
      atLeast(t, Math.min(...values), 0.999 * Math.min(...before));
    }
  }
});

test("a vacuum is filled, densities stay positive; the equilibrium is a fixed point; long steps go to it", (t) => {
  const half = problemOf({ ...jump, initial: { a: "x < 0.5 ? 1 : 0", b: "x < 0.5 ? 1 : 0" } }, 50);
  const filled = runJko(half, 8, tight, 2);
  t.is(filled.summary.status, "ok");
  above(t, filled.summary.densityMin, 0);
  const bounded = problemOf({ ...jump, potential: { a: "3*x", b: "cos(4*x)" } }, 50);
  const equilibrium = bounded.potential.map((v) => Math.exp(-v));
  const still = runJko({ ...bounded, initial: equilibrium }, 3, tight, 2);
  below(t, relativeDifference(still.density, equilibrium), 1e-12);
  const long = { ...bounded, finalTime: 30 };
  const end = runJko(long, 3, tight, 2);
  const factor = bounded.mass / massOf(bounded, equilibrium);
  const lowest = energyOf(
    bounded,
    equilibrium.map((f) => f * factor),
  );
  below(t, (end.rows.at(-1)?.energy as number) - lowest, 1e-3);
});

test("reflection and relabelling commute with second-order steps", (t) => {
  const problem = problemOf({ ...jump, potential: { a: "x", b: "sin(3*x)" } }, 40);
  const reflect = (values: Float64Array) => moveCells(values, 2, (cell) => 39 - cell);
  const mirrored = { ...problem, potential: reflect(problem.potential), initial: reflect(problem.initial) };
  const plain = runJko(problem, 4, tight, 2).density;
  below(t, relativeDifference(runJko(mirrored, 4, tight, 2).density, reflect(plain)), 1e-9);
  const swap = (values: Float64Array) => values.map((_, k) => values[k % 2 === 0 ? k + 1 : k - 1]);
  const swapped = { ...problem, potential: swap(problem.potential), initial: swap(problem.initial) };
  below(t, relativeDifference(runJko(swapped, 4, tight, 2).density, swap(plain)), 1e-9);
});
