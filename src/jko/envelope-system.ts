import { createLadderSolver, type LadderSystem, type LadderTopology } from "../numerics/ladder.js";
import { createDoubledSystem, doubleTopology, JOINED } from "./doubled-ladder.js";
import type { DualState } from "./dual-state.js";

/** Keeps nodes between faces without mobility from being isolated; far below any mobility. */
const SMALLEST = 1e-290;

/** Solves the Newton system of a state some of whose cells are off the envelope, into `tree`. */
export type EnvelopeSolver = (system: LadderSystem, state: DualState, tree: Float64Array) => void;

/**
 * Newton systems where faces meet, with the generalized Hessian of Q_tau (docs/method.md, "Newton's method"). Q_tau
 * sees the convex envelope of mu + x²/(2 tau) only: a cell between faces that have met receives nothing, whatever its
 * potential, and transport couples the cells on either side of it directly.
 *
 * Every node is split in two, one on the chain of faces, one with the ground and the exchange. The two are joined
 * unless the cell is off the envelope. The result is a ladder with twice the layers. Without it the cells between faces
 * that have met would stay coupled to transport, and Newton's method would creep.
 */
export function createEnvelopeSolver(topology: LadderTopology): EnvelopeSolver {
  const { cells, layers } = topology;
  const edges = topology.tails.length;
  const solve = createLadderSolver(doubleTopology(topology));
  const doubled = createDoubledSystem(topology);
  const doubledTree = new Float64Array(2 * cells * layers);

  function fill({ ground, along, across, source, flow }: LadderSystem, off: Uint8Array): void {
    for (let i = 0; i < cells; i++) {
      const node = i * layers;
      for (let layer = 0; layer < layers; layer++) {
        doubled.ground[2 * node + layer] = ground[node + layer];
        doubled.source[2 * node + layer] = source[node + layer];
        if (i < cells - 1) doubled.along[2 * node + layers + layer] = Math.max(SMALLEST, along[node + layer]);
        doubled.across[i * (edges + layers) + edges + layer] = off[node + layer] === 1 ? 0 : JOINED;
      }
      for (let e = 0; e < edges; e++) {
        doubled.across[i * (edges + layers) + e] = across[i * edges + e];
        doubled.flow[i * (edges + layers) + e] = flow[i * edges + e];
      }
    }
  }

  return (system, { off }, tree) => {
    fill(system, off);
    solve(doubled, doubledTree);
    for (let i = 0; i < cells; i++) {
      for (let layer = 0; layer < layers; layer++) {
        tree[i * layers + layer] = doubledTree[2 * i * layers + layer];
      }
    }
  };
}
