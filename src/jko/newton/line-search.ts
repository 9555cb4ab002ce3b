import type { Problem } from "../../model/problem.js";
import { dualObjective } from "../dual.js";
import type { DualState } from "../dual-state.js";
import type { DualEnergy } from "../energy.js";
import type { ExchangeTerm } from "../exchange/term.js";
import type { Direction, DualPasses } from "../passes/passes.js";
import type { Transport } from "../transport/transport.js";

/** Armijo's constant. */
const SUFFICIENT = 1e-4;
/** A step is accepted without evaluating J if the slope at its end is at most this share of the one at its start. */
export const FLAT = 0.1;
const MAX_BACKTRACKS = 30;

/**
 * Moves from `here` along the direction, to step lengths alpha, alpha/2, … until J has decreased; `there` is the state
 * that it reaches.
 *
 * @returns the number of halvings, or -1 where none of them lowers J
 */
export type LineSearch = (here: DualState, there: DualState, direction: Direction, alpha: number) => number;

/** Backtracking by Armijo's rule on the dual objective J (docs/method.md, eq. 3). */
export function createLineSearch(
  problem: Problem,
  { scale }: DualEnergy,
  transport: Transport,
  exchange: ExchangeTerm,
  { move }: DualPasses,
): LineSearch {
  return (here, there, direction, alpha) => {
    const { slope } = direction;
    let objective = Number.NaN;
    let length = alpha;
    for (let halvings = 0; halvings <= MAX_BACKTRACKS; halvings++, length /= 2) {
      move(here, length, direction, there);
      // J is convex: where the slope at the end is still negative, or almost, J has decreased.
      if (there.slope <= -FLAT * slope) return halvings;
      if (Number.isNaN(objective)) objective = dualObjective(transport, exchange, here);
      const trial = dualObjective(transport, exchange, there);
      const roundOff = 1e-14 * (Math.abs(objective) + problem.mass * scale);
      if (trial <= objective + SUFFICIENT * length * slope + roundOff) return halvings;
    }
    return -1;
  };
}
