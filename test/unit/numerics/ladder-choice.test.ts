import test from "ava";
import { createLadderSolver } from "../../../src/numerics/ladder.js";
import { createChosenLadderSolver, ladderWork } from "../../../src/numerics/ladder-choice.js";
import { createIterativeLadderSolver } from "../../../src/numerics/ladder-iterative.js";
import { ladderOf, stepLikeSystem } from "../../support/ladder-systems.js";
import { atMost, below, eachNear } from "../../support/matchers.js";

test("choice of ladder solvers: over a run it takes at most 1.5 times the work of the better one", (t) => {
  for (const [family, nodes] of [
    ["path", 3],
    ["cycle", 5],
    ["path", 12],
    ["complete", 8],
    ["complete", 24],
    ["hypercube", 16],
    ["star", 7],
  ] as const) {
    const topology = ladderOf(family, nodes, 12);
    const { direct, begin, iteration } = ladderWork(topology);
    const tree = new Float64Array(12 * nodes);
    for (const exchange of [0.01, 1, 100, 1e5]) {
      for (const tolerance of [1e-2, 1e-4, 1e-8]) {
        const system = stepLikeSystem(topology, 5, exchange);
        const { iterations } = createIterativeLadderSolver(topology)(system, tree, tolerance, 1000);
        const better = Math.min(direct, begin + iterations * iteration);
        const choose = createChosenLadderSolver(topology);
        let work = 0;
        for (let n = 0; n < 40; n++) work += choose(system, tree, tolerance);
        atMost(t, work / 40, 1.5 * better, `${family} of ${nodes}, exchange ${exchange}, tolerance ${tolerance}`);
      }
    }
  }
});

test("choice of ladder solvers: the work of a hypercube grows with its edges, not with the cube of its layers", (t) => {
  const perUnknown = [16, 64, 256].map((nodes) => {
    const topology = ladderOf("hypercube", nodes, 8);
    const work = createChosenLadderSolver(topology)(stepLikeSystem(topology, 5, 10), new Float64Array(8 * nodes), 1e-4);
    return work / (8 * nodes);
  });
  // Half as many edges again from 16 to 64 and a third from 64 to 256; elimination would take 16 times the work.
  below(t, perUnknown[1], 2 * perUnknown[0]);
  below(t, perUnknown[2], 1.7 * perUnknown[1]);
});

test("choice of ladder solvers: exchange too stiff for iterations is eliminated, to the last digit", (t) => {
  const topology = ladderOf("hypercube", 16, 6);
  const system = stepLikeSystem(topology, 1, 1);
  for (let k = 0; k < system.across.length; k += 3) system.across[k] = system.across[k] * 1e14;
  const [chosen, direct] = [new Float64Array(96), new Float64Array(96)];
  createChosenLadderSolver(topology)(system, chosen, 1e-2);
  createLadderSolver(topology)(system, direct);
  t.deepEqual(chosen, direct);
});

test("choice of ladder solvers: systems that turn out harder are solved as well", (t) => {
  const topology = ladderOf("path", 10, 6);
  const choose = createChosenLadderSolver(topology);
  const [chosen, direct] = [new Float64Array(60), new Float64Array(60)];
  for (const exchange of [0.01, 1e6, 0.01, 1e6]) {
    const system = stepLikeSystem(topology, 1, exchange);
    choose(system, chosen, 1e-10);
    createLadderSolver(topology)(system, direct);
    eachNear(t, chosen, direct, 1e-7);
  }
});
