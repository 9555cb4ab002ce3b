import type { Problem } from "../../model/problem.js";
import { dualObjective, dualSlope } from "../dual.js";
import type { DualPoint } from "../dual-point.js";
import type { DualState } from "../dual-state.js";
import type { DualEnergy } from "../energy.js";
import type { ExchangeTerm } from "../exchange/term.js";
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
 * @param slope derivative of J at `here` along the direction, < 0
 * @returns the number of halvings, or -1 where none of them lowers J
 */
export type LineSearch = (
  here: DualState,
  there: DualState,
  direction: DualPoint,
  slope: number,
  alpha: number,
) => number;

/** Backtracking by Armijo's rule on the dual objective J (docs/method.md, eq. 3). */
export function createLineSearch(
  problem: Problem,
  { scale }: DualEnergy,
  transport: Transport,
  exchange: ExchangeTerm,
  evaluate: (state: DualState) => void,
): LineSearch {
  return (here, there, direction, slope, alpha) => {
    let objective = Number.NaN;
    let length = alpha;
    for (let halvings = 0; halvings <= MAX_BACKTRACKS; halvings++, length /= 2) {
      moveAlong(here.point.tree, length, direction.tree, there.point.tree);
      evaluate(there);
      // J is convex: where the slope at the end is still negative, or almost, J has decreased.
      if (dualSlope(there, direction) <= -FLAT * slope) return halvings;
      if (Number.isNaN(objective)) objective = dualObjective(transport, exchange, here);
      const trial = dualObjective(transport, exchange, there);
      const roundOff = 1e-14 * (Math.abs(objective) + problem.mass * scale);
      if (trial <= objective + SUFFICIENT * length * slope + roundOff) return halvings;
    }
    return -1;
  };
}

function moveAlong(from: Float64Array, length: number, direction: Float64Array, to: Float64Array): void {
  for (let k = 0; k < to.length; k++) to[k] = from[k] + length * direction[k];
}

/** Largest growth of mu over cells whose equilibrium mass would then be at least `carrying`; others may move freely. */
export function steepestGrowth({ mu }: DualPoint, { equilibrium }: DualState, scale: number, carrying: number): number {
  let largest = 0;
  for (let k = 0; k < mu.length; k++) {
    const growth = mu[k];
    if (growth <= largest) continue;
    if (equilibrium[k] * Math.exp(growth / scale) >= carrying) largest = growth;
  }
  return largest;
}

/** Largest change of mu over cells whose equilibrium mass is at least `carrying`. */
export function largestChange({ mu }: DualPoint, { equilibrium }: DualState, carrying: number): number {
  let largest = 0;
  for (let k = 0; k < mu.length; k++) {
    const size = Math.abs(mu[k]);
    if (size > largest && equilibrium[k] >= carrying) largest = size;
  }
  return largest;
}
