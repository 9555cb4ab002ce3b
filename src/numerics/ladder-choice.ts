import { createLadderSolver, type LadderSolver, type LadderSystem, type LadderTopology } from "./ladder.js";
import { createIterativeLadderSolver } from "./ladder-iterative.js";

/**
 * Solves a ladder system into `tree`, an iterative solver as closely as `tolerance` asks for.
 *
 * @returns the work that it has taken, in units of `LadderWork`
 */
export type ChosenLadderSolver = (system: LadderSystem, tree: Float64Array, tolerance: number) => number;

/** Work of a solve, in units of about four nanoseconds (measured: npm run bench). */
export interface LadderWork {
  readonly direct: number;
  /** Of an iterative solve before the first iteration, and of each. */
  readonly begin: number;
  readonly iteration: number;
}

/** Layers up to which elimination is unrolled and nothing is faster. */
const FEW_LAYERS = 2;
const MOST_ITERATIONS = 400;
/** Iterations per decimal digit to be expected before there has been a solve. */
const FIRST_RATE = 1;
/** Direct solves in a row after which iterations are tried again: systems change along a run. */
const RETRY = 20;

export function ladderWork({ cells, layers, tails }: LadderTopology): LadderWork {
  const nodes = cells * layers;
  const links = cells * tails.length;
  return {
    direct: nodes * (layers ** 2 + 6 * layers),
    begin: 25 * nodes + 8 * links,
    iteration: 15 * nodes + 5 * links,
  };
}

/**
 * The faster of the two solvers for every system: elimination, whose cost is known, or iterations, whose number is
 * expected to be as many per digit as at the last system. Iterations that come to cost as much as elimination are cut;
 * systems that they do not solve are eliminated. Counts decide, never times: results are the same on any machine.
 */
export function createChosenLadderSolver(topology: LadderTopology): ChosenLadderSolver {
  const { direct, begin, iteration } = ladderWork(topology);
  let eliminate: LadderSolver | undefined;
  const elimination = (system: LadderSystem, tree: Float64Array): number => {
    eliminate ??= createLadderSolver(topology);
    eliminate(system, tree);
    return direct;
  };
  const affordable = Math.min(MOST_ITERATIONS, Math.floor((direct - begin) / iteration));
  if (topology.layers <= FEW_LAYERS || affordable < 1) return elimination;

  const iterate = createIterativeLadderSolver(topology);
  let rate = FIRST_RATE;
  let eliminated = 0;
  return (system, tree, tolerance) => {
    const digits = Math.max(1, -Math.log10(tolerance));
    if (rate * digits > affordable && eliminated++ < RETRY) return elimination(system, tree);
    eliminated = 0;
    const { iterations, isSolved } = iterate(system, tree, tolerance, affordable);
    const work = begin + iterations * iteration;
    if (isSolved) rate = iterations / digits;
    else if (iterations > 0) rate = Number.POSITIVE_INFINITY;
    return isSolved ? work : work + elimination(system, tree);
  };
}
