import test from "ava";
import { createLadderSolver } from "../../../src/numerics/ladder.js";
import { createIterativeLadderSolver } from "../../../src/numerics/ladder-iterative.js";
import { denseValues, ladderOf, stepLikeSystem, valuesOfTree } from "../../support/ladder-systems.js";
import { atMost, each, eachNear } from "../../support/matchers.js";

const families = ["path", "cycle", "grid", "hypercube", "complete", "star", "random"] as const;

for (const family of families) {
  test(`iterative ladder solver: ${family}: the values are those of a dense elimination`, (t) => {
    const topology = ladderOf(family, 4, 5);
    for (const exchange of [0.1, 10, 1000]) {
      const system = stepLikeSystem(topology, 3, exchange);
      const tree = new Float64Array(20);
      const { isSolved } = createIterativeLadderSolver(topology)(system, tree, 1e-14, 100);
      t.true(isSolved);
      eachNear(t, valuesOfTree(topology, tree), denseValues(topology, system), 1e-11);
    }
  });
}

test("iterative ladder solver: iterations to eight digits stay few, whatever the cells, the layers and the stiffness of exchange", (t) => {
  const most = { hypercube: 16, complete: 8, star: 10, random: 35, grid: 40 };
  for (const [family, bound] of Object.entries(most) as [keyof typeof most, number][]) {
    for (const [nodes, cells] of [
      [64, 10],
      [256, 10],
      [16, 200],
    ]) {
      const topology = ladderOf(family, nodes, cells);
      const solve = createIterativeLadderSolver(topology);
      const tree = new Float64Array(nodes * cells);
      for (const exchange of [0.01, 1, 100, 1e4]) {
        const { iterations, isSolved } = solve(stepLikeSystem(topology, 30, exchange), tree, 1e-8, 200);
        t.true(isSolved);
        atMost(t, iterations, bound, `${family} of ${nodes}, exchange ${exchange}`);
      }
    }
  }
});

test("iterative ladder solver: a looser tolerance takes fewer iterations, and the error follows it", (t) => {
  const topology = ladderOf("grid", 16, 12);
  const system = stepLikeSystem(topology, 3, 30);
  const exact = new Float64Array(16 * 12);
  createLadderSolver(topology)(system, exact);
  const solve = createIterativeLadderSolver(topology);
  const errors = [1e-2, 1e-4, 1e-6].map((tolerance) => {
    const tree = new Float64Array(16 * 12);
    const { iterations } = solve(system, tree, tolerance, 100);
    return { iterations, tolerance, error: Math.max(...tree.map((value, k) => Math.abs(value - exact[k]))) };
  });
  each(t, errors, ({ error, tolerance }) => error <= 30 * tolerance);
  t.deepEqual(
    errors.map(({ iterations }) => iterations),
    errors.map(({ iterations }) => iterations).sort((a, b) => a - b),
  );
  atMost(t, errors[0].iterations, errors[2].iterations - 2);
});

test("iterative ladder solver: nothing to solve takes no iteration", (t) => {
  const topology = ladderOf("cycle", 4, 3);
  const system = { ...stepLikeSystem(topology, 1, 1), source: new Float64Array(12), flow: new Float64Array(12) };
  const tree = new Float64Array(12).fill(1);
  const report = createIterativeLadderSolver(topology)(system, tree, 1e-8, 10);
  t.deepEqual(report, { iterations: 0, isSolved: true });
  t.deepEqual([...tree], [...new Float64Array(12)]);
});

test("iterative ladder solver: what iterations cannot solve is said, and nothing is written", (t) => {
  const topology = ladderOf("cycle", 4, 3);
  const stiff = stepLikeSystem(topology, 1, 1);
  stiff.across[5] = 1e12;
  const broken = stepLikeSystem(topology, 1, 1);
  broken.source[3] = Number.NaN;
  for (const [system, most] of [
    [stiff, 100],
    [broken, 100],
    [stepLikeSystem(topology, 1, 1), 1],
  ] as const) {
    const tree = new Float64Array(12).fill(7);
    t.false(createIterativeLadderSolver(topology)(system, tree, 1e-10, most).isSolved);
    t.deepEqual([...new Set(tree)], [7]);
  }
});
