import type { ConservativeSolver } from "./conservative-blocks.js";
import { createConservativeSolver } from "./conservative-solver.js";
import { createDissectedSolver } from "./dissected-solver.js";
import type { FlowSystem } from "./flow-system.js";

/** Factors by blocks on one axis, by nested dissection on two; undefined where factors were too large. */
export function createFlowSolver(system: FlowSystem): ConservativeSolver | undefined {
  return system.counts.length === 1 ? createLineSolver(system) : createDissectedSolver(system);
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
