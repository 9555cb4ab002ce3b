import type { ConservativeSolver } from "./conservative-blocks.js";
import { createConservativeSolver } from "./conservative-solver.js";
import { createDissectedSolver } from "./dissected-solver.js";
import type { FlowSystem } from "./flow-system.js";

/**
 * Factors by blocks on one axis, by nested dissection on two.
 *
 * @param steps that the factors are made for; undefined where they were too large or too expensive for that
 */
export function createFlowSolver(system: FlowSystem, steps: number): ConservativeSolver | undefined {
  return system.counts.length === 1 ? createLineSolver(system) : createDissectedSolver(system, steps);
}

function createLineSolver(system: FlowSystem): ConservativeSolver {
  const { counts, layers, forward, backward, tails, heads, byTail, byHead } = system;
  const within = new Float64Array(counts[0] * layers * layers);
  const solver = createConservativeSolver({ cells: counts[0], layers, forward, backward, within });
  return {
    ...solver,
    factor() {
      within.fill(0);
      for (let k = 0; k < byTail.length; k++) {
        const [cell, e] = [Math.floor(k / tails.length) * layers, k % tails.length];
        const toHead = (cell + heads[e]) * layers + tails[e];
        const toTail = (cell + tails[e]) * layers + heads[e];
        within[toHead] = within[toHead] + byTail[k];
        within[toTail] = within[toTail] + byHead[k];
      }
      solver.factor();
    },
  };
}
