import type { Direction, Iterate } from "./assembly.js";
import { linearize } from "./linearization.js";
import { createDirectionSolver, type DirectionSolver } from "./newton-system.js";
import type { PathProblem } from "./path-objective.js";
import type { PathSpace } from "./path-space.js";

/** Directions tried until all upwind edges at rest agree with their mobility; if none does, the last one is taken. */
const MAX_TURNS = 10;

/**
 * The Newton direction where the mobility of an upwind edge at rest is that of one of its layers: where the flux would
 * leave the other layer, the edge is taken the other way around, up to a few times, and the linearization with it.
 */
export function createTurningSolver({ space, scale, terminal }: PathProblem): DirectionSolver {
  const solve = createDirectionSolver(space, scale, terminal);
  const hint = new Float64Array(space.intervals * space.nodes);
  return (at, model, barrier, direction) => {
    hint.set(at.phi);
    for (let turn = 0; ; turn++) {
      if (!solve(at, model, barrier, direction)) return false;
      if (turn === MAX_TURNS || !turnsAround(space, at, hint, direction)) return true;
      for (let k = 0; k < hint.length; k++) hint[k] = at.phi[k] + direction.phi[k];
      linearize(space, at.path, hint, model);
    }
  };
}

/** Whether an edge at rest is about to move against the difference of the potentials `phi`. */
function turnsAround(space: PathSpace, { path }: Iterate, phi: Float64Array, direction: Direction): boolean {
  const { edges, links, layers, nodes, tails, heads } = space;
  for (let k = 0; k < path.across.length; k++) {
    if (path.across[k] !== 0) continue;
    const first = Math.floor(k / links) * nodes + Math.floor((k % links) / edges) * layers;
    const tail = first + tails[k % edges];
    const head = first + heads[k % edges];
    if ((phi[tail] - phi[head]) * direction.across[k] < 0) return true;
  }
  return false;
}
