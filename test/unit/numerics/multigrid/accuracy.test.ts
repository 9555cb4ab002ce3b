import test from "ava";
import type { LadderSystem } from "../../../../src/numerics/ladder.js";
import type { GridTopology } from "../../../../src/numerics/multigrid/grid-levels.js";
import { createMultigridSolver } from "../../../../src/numerics/multigrid/multigrid.js";
import { systemOf, topologyOf } from "../../../support/grid-systems.js";
import { atLeast, atMost } from "../../../support/matchers.js";

const steep = (x: number, y: number): number => Math.exp(-23 * ((x - 0.4) ** 2 + (y - 0.6) ** 2));

/** x · A x of a single layer. */
function energyOf({ sizes: [nx] }: GridTopology, { ground, along }: LadderSystem, x: Float64Array): number {
  const cells = x.length;
  let sum = 0;
  for (let k = 0; k < cells; k++) {
    sum += ground[k] * x[k] ** 2;
    if (along[k] > 0) sum += along[k] * (x[k + 1] - x[k]) ** 2;
    if (along[cells + k] > 0) sum += along[cells + k] * (x[k + nx] - x[k]) ** 2;
  }
  return sum;
}

test("the error of a single layer falls as it is asked to, in energy, in few iterations", (t) => {
  const topology = topologyOf([40, 32], "path", 1);
  for (const stiffness of [1, 1e2, 1e4]) {
    const system = systemOf(topology, steep, stiffness, 0);
    const solve = createMultigridSolver(topology);
    const [exact, solution] = [new Float64Array(40 * 32), new Float64Array(40 * 32)];
    solve(system, exact, 1e-14);
    const whole = energyOf(topology, system, exact);
    for (const tolerance of [0.1, 1e-2, 1e-4, 1e-8]) {
      const iterations = solve(system, solution, tolerance);
      const error = energyOf(
        topology,
        system,
        solution.map((value, k) => value - exact[k]),
      );
      // The norm of the residual is that of the preconditioner, which is within a small factor of the energy's.
      atMost(t, Math.sqrt(error / whole), 2 * tolerance, `${stiffness}, ${tolerance}`);
      atLeast(t, iterations, 1);
      atMost(t, iterations, Math.ceil(2 - 2 * Math.log10(tolerance)), `${stiffness}, ${tolerance}`);
    }
  }
});

test("a cell of which the residual has nearly all does not keep the others from being solved", (t) => {
  const topology = topologyOf([12, 9], "path", 1);
  const plain = systemOf(topology, () => 1, 3, 0);
  const solve = createMultigridSolver(topology);
  const exact = new Float64Array(12 * 9);
  // Of either colour, and cut off from the others by faces of no conductance.
  for (const cell of [5 * 12 + 5, 5 * 12 + 6]) {
    const system = { ...plain, ground: plain.ground.slice(), along: plain.along.slice(), source: plain.source.slice() };
    for (const face of [cell, cell - 1, 108 + cell, 108 + cell - 12]) system.along[face] = 0;
    solve(system, exact, 1e-14);
    exact[cell] = 0;
    const whole = energyOf(topology, system, exact);
    system.ground[cell] = 1e-60;
    system.source[cell] = -1e-12;
    const solution = new Float64Array(12 * 9);
    solve(system, solution, 0.02);
    solution[cell] = 0;
    const error = energyOf(
      topology,
      system,
      solution.map((value, k) => value - exact[k]),
    );
    atMost(t, Math.sqrt(error / whole), 0.3, `cell ${cell}`);
  }
});
