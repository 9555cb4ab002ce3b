import type { Workspace } from "../../numerics/compiled/workspace.js";
import type { Certificate, Certifier } from "../certificate.js";
import type { DualPoint } from "../dual-point.js";
import { createDualState, type DualState } from "../dual-state.js";
import { addRow, type History } from "../history.js";
import { createDirection, type DualPasses } from "../passes/passes.js";
import { createPlainPasses, type PassParts } from "../passes/plain.js";
import { nextCaution } from "./caution.js";
import { createLineSearch } from "./line-search.js";
import { converged, failed, type NewtonEnding, type NewtonFailure, type NewtonResult } from "./result.js";
import { createStopping, isEnough, type NewtonSettings, shortOf } from "./stopping.js";

/** The parts of one step's dual problem. */
export interface NewtonParts extends PassParts {
  /** Fused passes, where there are some for the problem. */
  readonly passes?: DualPasses | undefined;
  readonly certify: Certifier;
  readonly newPoint: () => DualPoint;
  /** Where the arrays of the iteration live. */
  readonly workspace?: Workspace;
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
  const { problem, energy, transport, exchange, tails, certify, newPoint, history } = parts;
  const passes = parts.passes ?? createPlainPasses(parts);
  const { mesh, graph, mass } = problem;
  const { scale } = energy;
  const drainedFar = (energy.hasTails ? DRAINED : DRAINED_VACUUM) * mass;
  // Tails that have been set right by themselves do not get better by waiting.
  const tailIterations = tails === undefined ? TAIL_ITERATIONS : 0;
  const nodes = mesh.size * graph.layers.length;
  const newState = (): DualState =>
    createDualState(newPoint(), nodes, transport.faceCount, exchange.conductance.length, parts.workspace);
  const search = createLineSearch(problem, energy, transport, exchange, passes);
  let here = newState();
  let there = newState();
  const direction = createDirection(newPoint());

  /** Sets the tails of an evaluated state right. */
  function relax(state: DualState): void {
    if (tails?.relax(state)) passes.evaluate(state);
  }

  /** Evaluates `here` at the best start: another one is looked at where the best so far is poorer than it demands. */
  function start(tree: Float64Array, others: readonly Start[]): void {
    here.point.tree.set(tree);
    passes.evaluate(here);
    relax(here);
    for (const { worthwhile, fill } of others) {
      const best = here.size.gapBound;
      if (best <= worthwhile * mass * scale) break;
      fill(there.point.tree);
      passes.evaluate(there);
      relax(there);
      if (Number.isNaN(best) || there.size.gapBound < best) swap();
    }
  }

  function swap(): void {
    [here, there] = [there, here];
  }

  /**
   * Relative residual of the linear system, of an inexact Newton step: of the size of the nonlinear residual, so that
   * convergence stays quadratic, but not below what the demanded gap needs.
   */
  function forcingTerm(): number {
    const { gapBound } = here.size;
    const size = Math.sqrt(gapBound / (mass * scale));
    const enough = 0.3 * Math.sqrt(settings.tolGap / gapBound);
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
    let near = here.size.drained <= drainedFar;
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

      if (stopping.isCandidate(iterations, here.size)) {
        const certificate = certify(here, kept);
        if (stopping.accepts(certificate)) return finish(converged, certificate);
      }
      if (iterations >= maxIterations) return give("maxIterations");
      bounds.push(here.size.gapBound);
      if (patience !== undefined && isCreeping(bounds, mass * scale, patience)) return give("maxIterations");

      const tolerance = forcingTerm();
      passes.aim(here, near ? 0 : caution, tolerance, direction);
      if (near && !(direction.slope < 0)) {
        near = false;
        passes.aim(here, caution, tolerance, direction);
      }
      const { slope, growth, change } = direction;
      if (Number.isNaN(slope)) return give("nonFinite");

      const alpha = Math.min(1, (settings.maxGrowth * scale) / growth);
      const halvings = search(here, there, direction, alpha);
      if (halvings < 0) return give("stalled");
      backtracks += halvings;

      const used = near ? 0 : caution;
      caution = nextCaution(caution, near, halvings, there.slope / slope);
      stopping.note(change, -slope);

      swap();
      relax(here);
      near = halvings === 0 && change <= FAR * scale && here.size.drained <= drainedFar;
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
