/*
 * The step on two axes against brute force on tiny instances: the primal problem in the fluxes through faces and along
 * edges, written from its definition, minimized by dense Newton.
 */
import test from "ava";
import { jkoStep } from "../../src/jko/index.js";
import { mobilityNames } from "../../src/model/exchange.js";
import type { ModelSpec } from "../../src/model/model.js";
import { above, atMost, below, near } from "../support/matchers.js";
import { problemOf } from "../support/runs.js";
import { createSweptModel } from "../support/swept-model.js";

interface Instance {
  readonly name: string;
  readonly spec: ModelSpec;
  readonly cells: readonly [number, number];
}

const square = [
  [0, 1],
  [0, 1],
] as const;

const twoLayers: ModelSpec = {
  domain: [
    [-1, 0.5],
    [0, 1],
  ],
  graph: { nodes: ["a", "b"], edges: [["a", "b", 0.7]] },
  potential: { a: "x + y^2", b: "x^2 - 2*y" },
  energy: { temperature: 0.6 },
  initial: { a: "1 + 0.5*sin(2*x + y)", b: "0.6 + 0.2*x*y" },
  finalTime: 0.1,
};

const instances: readonly Instance[] = [
  ...mobilityNames.map((mobility) => ({
    name: `two layers, 3 x 4 cells that are not square, ${mobility} mobility`,
    spec: { ...twoLayers, exchange: { mobility } },
    cells: [3, 4] as const,
  })),
  {
    name: "one layer, 6 x 3 cells, displacements of several cells",
    spec: { domain: square, potential: "6*x - 4*y", initial: "1 + 0.3*cos(3*x)*y", finalTime: 0.08 },
    cells: [6, 3],
  },
  {
    name: "one layer, slopes of the cumulative mass at their limits",
    spec: { domain: square, potential: "x*y", initial: "exp(-12*(x-0.3)^2 - 12*(y-0.2)^2)", finalTime: 0.03 },
    cells: [4, 5],
  },
  {
    name: "three layers on a cycle, two cells on an axis",
    spec: {
      domain: [
        [0, 1],
        [0, 3],
      ],
      graph: { family: "cycle", nodes: 3, weight: 2 },
      potential: { 0: "2*x - y", 1: "y", 2: "sin(2*x + y)" },
      exchange: { mobility: "logarithmic" },
      initial: { 0: "1 + x", 1: "1.5 - x", 2: "0.3 + y" },
      finalTime: 0.4,
    },
    cells: [2, 4],
  },
  {
    name: "two layers, one cell on an axis",
    spec: { ...twoLayers, finalTime: 0.3 },
    cells: [1, 6],
  },
];

const difference = (a: ArrayLike<number>, b: readonly number[]): number =>
  Math.max(...b.map((value, k) => Math.abs(a[k] - value)));

for (const { name, spec, cells } of instances) {
  test(`the kept density minimizes the discrete primal, and cost and gap are those of the minimum: ${name}`, (t) => {
    const problem = problemOf(spec, cells);
    const model = createSweptModel(problem, spec.finalTime);
    const minimum = model.minimize();
    below(t, minimum.gradient, 1e-10, `the oracle's own gradient is ${minimum.gradient}`);
    const step = jkoStep(problem, problem.initial, spec.finalTime, 1e-26);
    t.is(step.status, "converged");
    below(t, difference(step.density, minimum.density), 1e-11);
    const value = step.cost + model.energy(step.density);
    near(t, value, minimum.value, 1e-13);
    near(t, step.cost, model.cost(minimum.moved), 1e-11, "cost");
  });
}

test("the minimum of the oracle is one: every other set of fluxes is dearer, and the dual has the same value", (t) => {
  const problem = problemOf({ ...twoLayers, exchange: { mobility: "arithmetic" } }, [3, 4]);
  const model = createSweptModel(problem, 0.1);
  const { moved, density, value } = model.minimize();
  for (const j of moved.keys()) {
    for (const change of [1e-3, -1e-3]) {
      above(t, model.primal(moved.map((m, k) => (k === j ? m + change : m))), value + 1e-7);
    }
  }
  const mu = density.map((f, k) => 0.6 * Math.log(f) + problem.potential[k]);
  near(t, model.dual(mu) + value, 0, 1e-13, `${model.dual(mu)} ${value}`);
});

test("at every tolerance the gap bounds from above by how much the step misses the minimum", (t) => {
  for (const { spec, cells, name } of instances) {
    const problem = problemOf(spec, cells);
    const model = createSweptModel(problem, spec.finalTime);
    const { value } = model.minimize();
    for (const tolerance of [1e-2, 1e-5, 1e-8]) {
      const { density, cost, gap } = jkoStep(problem, problem.initial, spec.finalTime, tolerance);
      const missed = cost + model.energy(density) - value;
      above(t, missed, -1e-13, `${name}: missed ${missed}, gap ${gap}`);
      atMost(t, missed, gap + 1e-13, `${name}: missed ${missed}, gap ${gap}`);
    }
  }
});
