import type { Problem } from "../../model/problem.js";
import { type Certificate, type Certifier, measureResidual, type ResidualSize } from "../certificate.js";
import { dualSlope, evaluateDual, fillNewtonSystem } from "../dual.js";
import type { DualPoint, Expand } from "../dual-point.js";
import { createDualState, type DualState } from "../dual-state.js";
import type { DualEnergy } from "../energy.js";
import type { EnvelopeSolver } from "../envelope-system.js";
import type { ExchangeTerm } from "../exchange/term.js";
import { addRow, type History } from "../history.js";
import type { Tails } from "../tails/tails.js";
import type { Transport } from "../transport/transport.js";
import { nextCaution } from "./caution.js";
import { createLineSearch, largestChange, steepestGrowth } from "./line-search.js";
import { converged, failed, type NewtonEnding, type NewtonFailure, type NewtonResult } from "./result.js";
import { createStopping, isEnough, type NewtonSettings, shortOf } from "./stopping.js";
import type { NetworkSolver, NewtonSystem } from "./system.js";

/** The parts of one step's dual problem. */
export interface NewtonParts {
  readonly problem: Problem;
  readonly energy: DualEnergy;
  readonly transport: Transport;
  readonly exchange: ExchangeTerm;
  readonly solve: NetworkSolver;
  /** Takes the place of `solve` where cells are off the envelope; absent where it would be too large. */
  readonly solveOnEnvelope: EnvelopeSolver | undefined;
  /** Sets tails right that Newton's method is slow at; absent where wells are not deep. */
  readonly tails?: Tails | undefined;
  readonly expand: Expand;
  /** Filled anew for every direction. */
  readonly system: NewtonSystem;
  readonly certify: Certifier;
  readonly newPoint: () => DualPoint;
  readonly history: History;
}

/** Another potential to start from. */
export interface Start {
  /** Gap over mass times the energy's scale, of the best start so far, above which this one is worth its cost. */
  readonly worthwhile: number;
  /** Writes the potential in tree coordinates. */
  readonly fill: (tree: Float64Array) => void;
}

/**
 * Minimizes J.
 *
 * @param tree holds the start and receives the solution, in tree coordinates
 * @param kept receives the conservative masses
 */
export type Newton = (
  tree: Float64Array,
  kept: Float64Array,
  maxIterations: number,
  otherStarts: readonly Start[],
  patience?: Patience,
) => NewtonResult;

/** Progress below which an iteration that has another method behind it is left to that. */
export interface Patience {
  /** Iterations that are granted in any case. */
  readonly iterations: number;
}

/** Share of the mean mass per cell below which a cell does not count as carrying mass. */
const EMPTY = 1e-12;
/** Bounds of the relative residual to which an iterative linear solver goes. */
const LOOSEST = 0.02;
const TIGHTEST = 1e-8;
/** Changes of mu, relative to the energy's scale, above this are far from the solution. */
const FAR = 1;
/**
 * So are masses below 0 that sum up to more than this part of the whole. Where there is vacuum there is always a
 * little.
 */
const DRAINED = 1e-13;
const DRAINED_VACUUM = 1e-7;
/** Part of a gap that two iterations leave if they creep; gaps below this part of mass times scale may creep. */
const CREEPING = 0.4;
const SMALL = 1e-6;
/** Iterations that tails may take beyond those of the gap, as long as all masses are positive. */
const TAIL_ITERATIONS = 10;

/**
 * Damped Newton iteration on the dual objective J (docs/method.md, eq. 3), with backtracking on J.
 *
 * An iteration has five phases: test, direction, line search, caution, residual. Far from the solution a face gets a
 * part of its secant mobility, the caution, where that is larger than the tangent. So the iteration survives
 * displacements of many cells and vacuum. Near the solution caution is 0, and convergence is quadratic.
 */
export function createNewton(parts: NewtonParts, settings: NewtonSettings): Newton {
  const { problem, energy, transport, exchange, solve, solveOnEnvelope, tails, expand, system, certify, newPoint } =
    parts;
  const { history } = parts;
  const { mesh, graph, mass } = problem;
  const { scale } = energy;
  const drainedFar = (energy.hasTails ? DRAINED : DRAINED_VACUUM) * mass;
  // Tails that have been set right by themselves do not get better by waiting.
  const tailIterations = tails === undefined ? TAIL_ITERATIONS : 0;
  const layers = graph.layers.length;
  const nodes = mesh.size * layers;
  const newState = (): DualState =>
    createDualState(newPoint(), nodes, transport.faceCount, exchange.conductance.length);
  const carrying = (EMPTY * mass) / mesh.size;
  const search = createLineSearch(problem, energy, transport, exchange, evaluate);
  let here = newState();
  let there = newState();
  const direction = newPoint();
  const residual: ResidualSize = { gapBound: 0, drained: 0, relative: 0 };

  function evaluate(state: DualState): void {
    expand(state.point);
    evaluateDual(problem, transport, exchange, state);
  }

  /** Sets the tails of an evaluated state right, and measures its residual. */
  function measure(state: DualState): void {
    if (tails?.relax(state)) evaluate(state);
    measureResidual(energy, layers, state, carrying, residual);
  }

  /** Evaluates `here` at the best start: another one is looked at where the best so far is poorer than it demands. */
  function start(tree: Float64Array, others: readonly Start[]): void {
    here.point.tree.set(tree);
    evaluate(here);
    measure(here);
    let best = residual.gapBound;
    for (const { worthwhile, fill } of others) {
      if (best <= worthwhile * mass * scale) break;
      fill(there.point.tree);
      evaluate(there);
      measure(there);
      if (!(Number.isNaN(best) || residual.gapBound < best)) continue;
      best = residual.gapBound;
      swap();
    }
    measureResidual(energy, layers, here, carrying, residual);
  }

  function swap(): void {
    [here, there] = [there, here];
  }

  /** Solves for the direction; returns the derivative of J along it. */
  function findDirection(caution: number, tolerance: number): number {
    fillNewtonSystem(problem, energy, transport, exchange, here, caution, system);
    const filled = { ...system, flow: here.flow };
    if (caution === 0 && here.hasOff && solveOnEnvelope !== undefined) solveOnEnvelope(filled, here, direction.tree);
    else solve(filled, direction.tree, tolerance);
    expand(direction);
    tails?.restrain(direction, here.point, carrying);
    return dualSlope(here, direction);
  }

  /**
   * Relative residual of the linear system, of an inexact Newton step: of the size of the nonlinear residual, so that
   * convergence stays quadratic, but not below what the demanded gap needs.
   */
  function forcingTerm(): number {
    const size = Math.sqrt(residual.gapBound / (mass * scale));
    const enough = 0.3 * Math.sqrt(settings.tolGap / residual.gapBound);
    return Math.min(LOOSEST, Math.max(TIGHTEST, enough, 0.3 * size));
  }

  /** Adds the current iterate to the history: its certificate, and the step that led to it. */
  function record(kept: Float64Array, iteration: number, caution: number, length: number): void {
    if (history.rows === undefined) return;
    addRow(history, certify(here, kept), { phase: "dual", iteration, caution, length, tolerance: settings.tolGap });
  }

  return (tree, kept, maxIterations, otherStarts, patience) => {
    start(tree, otherStarts);
    const bounds: number[] = [];
    record(kept, 0, Number.NaN, Number.NaN);
    const stopping = createStopping(settings, scale, tailIterations);
    let backtracks = 0;
    let near = residual.drained <= drainedFar;
    let caution = 1;
    for (let iterations = 0; ; iterations++) {
      const finish = (ending: NewtonEnding, certificate: Certificate): NewtonResult => {
        tree.set(here.point.tree);
        return { ...ending, iterations, backtracks, certificate };
      };
      /** Ends an iteration that gets no further: what it has found may do. */
      const give = (status: NewtonFailure["status"]): NewtonResult => {
        const certificate = certify(here, kept);
        if (isEnough(certificate, settings)) return finish(converged, certificate);
        return finish(failed(status, endings[status], iterations, shortOf(certificate, settings)), certificate);
      };

      if (stopping.isCandidate(iterations, residual)) {
        const certificate = certify(here, kept);
        if (stopping.accepts(certificate)) return finish(converged, certificate);
      }
      if (iterations >= maxIterations) return give("maxIterations");
      bounds.push(residual.gapBound);
      if (patience !== undefined && isCreeping(bounds, mass * scale, patience)) return give("maxIterations");

      const tolerance = forcingTerm();
      let slope = findDirection(near ? 0 : caution, tolerance);
      if (near && !(slope < 0)) {
        near = false;
        slope = findDirection(caution, tolerance);
      }
      if (Number.isNaN(slope)) return give("nonFinite");

      const alpha = Math.min(1, (settings.maxGrowth * scale) / steepestGrowth(direction, here, scale, carrying));
      const halvings = search(here, there, direction, slope, alpha);
      if (halvings < 0) return give("stalled");
      backtracks += halvings;

      const used = near ? 0 : caution;
      caution = nextCaution(caution, near, halvings, dualSlope(there, direction) / slope);
      const change = largestChange(direction, here, carrying);
      stopping.note(change, -slope);

      swap();
      measure(here);
      near = halvings === 0 && change <= FAR * scale && residual.drained <= drainedFar;
      record(kept, iterations + 1, used, alpha / 2 ** halvings);
    }
  };
}

/** Whether the gap has hardly fallen in the last iterations, and is not small. */
function isCreeping(bounds: readonly number[], scale: number, { iterations }: Patience): boolean {
  const [before, last] = [bounds[bounds.length - 3], bounds[bounds.length - 1]];
  return bounds.length > Math.max(2, iterations) && last > SMALL * scale && !(last < CREEPING * before);
}

const endings = {
  maxIterations: "Newton's method for the dual of the step has not converged",
  stalled: "no part of a Newton step lowers the dual of the step",
  nonFinite: "the Newton step of the dual of the step is not a number",
} as const;
