import { chemicalPotential } from "../model/energy.js";
import type { StepReport } from "../model/evolution.js";
import type { Problem } from "../model/problem.js";
import { advised } from "../model/reasons.js";
import { toTree } from "./dual-point.js";
import { createDualEnergy } from "./energy.js";
import { isFrozen } from "./exchange/term.js";
import type { FlowNewton } from "./flows/flow-newton.js";
import { beginStep, createHistory, historyOf, keepHistory } from "./history.js";
import { lazily } from "./lazily.js";
import { createNewton, type Start } from "./newton/newton.js";
import type { NewtonResult } from "./newton/result.js";
import type { StepParts } from "./parts.js";
import { createGridParts } from "./parts-grid.js";
import { createLineParts } from "./parts-line.js";
import { raiseVacuum } from "./raise-vacuum.js";

/** Iterations of the dual from a warm start before the fallback takes over, where there is one. */
const WARM_ITERATIONS = 15;
/** The same right after a step that needed the fallback. */
const HARD_ITERATIONS = 6;
/** The same in deep wells, at which the fallback is no better. */
const DEEP_ITERATIONS = 80;
/** Iterations of the dual on two axes before flows become unknowns of their own. */
const QUICK_ITERATIONS = 4;
/** Gap over mass times scale after these at which the dual is given as many again. */
const PROMISING = 1e-5;
const MAX_ITERATIONS = 300;
/** Gap over mass times scale above which the extrapolated potential is compared with the previous one, … */
const POOR_START = 1e-6;
/** … and both with that of an implicit Euler step, where there is one. */
const HOPELESS_START = 1e-2;

/** Of failures in steep potentials. */
const REMEDY = "a narrower domain or smaller steps";

export interface StageOptions {
  readonly tau: number;
  /** Gap at which a stage counts as solved, energy units. */
  readonly tolGap: number;
  /** Gap that is accepted where the iteration gets no further and there is nothing to fall back on, or vacuum. */
  readonly tolStagnant: number;
}

/** One minimization of a minimizing movement, made again and again. */
export interface Stage {
  readonly parts: StepParts;
  /** Potential of the last minimizer, in tree coordinates. */
  readonly tree: Float64Array;
  /** Raises densities so small that they have no potential, as `advance` does. */
  raiseVacuum(density: Float64Array): void;
  /** From now on reports hold the history of their iterations. */
  keepHistory(): void;
  /**
   * Replaces `density` by argmin over f of C_tau(density, f) + E(f).
   *
   * @param ahead time from the last minimizer to this one, in units of that from the one before to the last
   * @param eta per cell and edge, differences of potential (head minus tail) with which exchange goes on by itself: its
   *   dual term is tau K theta psi(xi - eta). Cost, gap and energy are then those of the problem with that term. Only
   *   with the mobility at the previous density
   */
  advance(density: Float64Array, ahead: number, eta?: Float64Array): StepReport;
}

/**
 * The minimization of a step (docs/method.md, eqs. 1-6).
 *
 * Newton's method in the dual, started from the extrapolated potential, solves nearly every minimization. Where it
 * takes too many iterations, because steps are long or tails steep, a second method takes over: on one axis the
 * interior-point method, on two the iteration on flows and potential at once where the mobility is known before the
 * step. Either way the kept density is conservative and comes with its duality gap.
 */
export function createStage(problem: Problem, { tau, tolGap, tolStagnant }: StageOptions): Stage {
  const { mesh } = problem;
  const createParts = mesh.cells.length === 1 ? createLineParts : createGridParts;
  const history = createHistory();
  const parts = createParts(problem, tau, tolGap, history);
  const { topology, newtonParts, fallback, densityFloor, tolResidual } = parts;
  const guess = fallback !== undefined || isFrozen(problem) ? parts.guess : createFrozenGuess(problem, tau);
  const { transport, exchange, energy } = newtonParts;
  const newton = createNewton(newtonParts, {
    tolGap,
    tolStagnant: fallback === undefined || !energy.hasTails ? tolStagnant : tolGap,
    tolNewton: 1e-7,
    tolResidual,
    maxGrowth: 3,
  });
  const kept = new Float64Array(problem.initial.length);
  const tree = new Float64Array(problem.initial.length);
  const treePrev = new Float64Array(problem.initial.length);
  const begin = new Float64Array(problem.initial.length);
  const starts: Start[] = [{ worthwhile: POOR_START, fill: (target) => target.set(treePrev) }];
  if (guess !== undefined) {
    starts.push({ worthwhile: HOPELESS_START, fill: (target) => guess(current, target) });
  }
  const createFlows = parts.flows;
  const flows = createFlows && lazily(() => createFlows({ tolGap, tolStagnant }));
  let current = problem.initial;
  let done = 0;
  let hard = false;

  /** Starts the first step at the chemical potential of the initial density. */
  function startAt(density: Float64Array): void {
    toTree(topology, chemicalPotential(problem, density, kept), tree);
  }

  /** Extrapolates the potential linearly in time: the start of the next iteration. */
  function extrapolate(ahead: number): void {
    for (let k = 0; k < tree.length; k++) {
      const last = tree[k];
      tree[k] = last + ahead * (last - treePrev[k]);
      treePrev[k] = last;
    }
  }

  /** The dual iteration, and where it takes too long the fallback; `tree` and `kept` receive what they find. */
  function solve(density: Float64Array, isDriven: boolean): NewtonResult {
    if (flows !== undefined && !isDriven) return solveWithFlows(flows());
    if (isDriven || !fallback?.serves(density)) return newton(tree, kept, MAX_ITERATIONS, starts);
    const deep = newtonParts.tails !== undefined;
    begin.set(tree);
    const patience = deep ? DEEP_ITERATIONS : hard ? HARD_ITERATIONS : WARM_ITERATIONS;
    const warm = newton(tree, kept, patience, starts, deep ? undefined : { iterations: hard ? 1 : 3 });
    hard = warm.status !== "converged";
    if (!hard) return warm;
    const parts = [warm];
    const isSolved = (): boolean => parts[parts.length - 1].status === "converged";
    for (let way = 0; way < fallback.ways && !isSolved(); way++) {
      fallback.begin(density, way);
      parts.push(fallback.solve(tolGap, kept, tree));
      if (way > 0 || isSolved()) continue;
      // The dual iteration once more, with all the time it takes.
      tree.set(begin);
      parts.push(newton(tree, kept, MAX_ITERATIONS, starts));
    }
    if (!isSolved()) parts.push(newton(tree, kept, MAX_ITERATIONS, []));
    return joined(parts);
  }

  /** The dual iteration where it is quick, else the one on flows and potential at once, from the same start. */
  function solveWithFlows(flows: FlowNewton): NewtonResult {
    const start = tree.slice();
    const results: NewtonResult[] = [];
    const attempt = (solve: () => NewtonResult): boolean => {
      tree.set(start);
      results.push(solve());
      return results[results.length - 1].status === "converged";
    };
    let isQuick = !hard && attempt(() => newton(tree, kept, QUICK_ITERATIONS, starts));
    if (!hard && !isQuick && results[0].certificate.gap <= PROMISING * problem.mass * energy.scale) {
      start.set(tree);
      isQuick = attempt(() => newton(tree, kept, QUICK_ITERATIONS, []));
    }
    if (!isQuick) {
      const isSolved = attempt(() => flows(tree, kept));
      hard = results[results.length - 1].iterations > QUICK_ITERATIONS;
      if (!isSolved) attempt(() => newton(tree, kept, MAX_ITERATIONS, starts));
    }
    return joined(results);
  }

  return {
    parts,
    tree,
    raiseVacuum: (density) => raiseVacuum(density, densityFloor),
    keepHistory: () => keepHistory(history),
    advance(density, ahead, eta) {
      raiseVacuum(density, densityFloor);
      beginStep(history);
      current = density;
      if (done === 0) startAt(density);
      if (done < 2) treePrev.set(tree);
      else extrapolate(ahead);
      done++;
      transport.load(density);
      exchange.load(density, eta);
      const { iterations, backtracks, certificate, ...ending } = solve(density, eta !== undefined);
      for (let k = 0; k < density.length; k++) density[k] = kept[k] / mesh.cellVolume;
      const { gap, cost, residual } = certificate;
      const figures = { iterations, backtracks, gap, cost, residual, ...historyOf(history) };
      return { ...advised(ending, problem, REMEDY), ...figures };
    },
  };
}

/** The result of the last iteration, whose reason tells of the one before where both have failed. */
function told(before: NewtonResult, last: NewtonResult): NewtonResult {
  if (before.status === "converged" || last.status === "converged") return last;
  return { ...last, reason: `${last.reason}; before that, ${before.reason}` };
}

/** The result of the last of several iterations, with the work of all. */
function joined(results: readonly NewtonResult[]): NewtonResult {
  const [before, last] = results.length > 1 ? results.slice(-2) : [results[0], results[0]];
  const iterations = results.reduce((sum, result) => sum + result.iterations, 0);
  const backtracks = results.reduce((sum, result) => sum + result.backtracks, 0);
  return { ...told(before, last), iterations, backtracks };
}

/** The potential of a step with the mobility frozen at the previous density. */
function createFrozenGuess(problem: Problem, tau: number): NonNullable<StepParts["guess"]> {
  const frozen: Problem = { ...problem, exchange: { ...problem.exchange, mobilityAt: "previous" } };
  const tolGap = POOR_START * problem.mass * createDualEnergy(problem).scale;
  const stage = lazily(() => createStage(frozen, { tau, tolGap, tolStagnant: tolGap }));
  return (density, tree) => {
    stage().advance(density.slice(), 1);
    tree.set(stage().tree);
  };
}
