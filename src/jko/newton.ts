import type { StepEnding } from "../model/evolution.js";
import type { Problem } from "../model/problem.js";
import { afterIterations, shortfall } from "../model/reasons.js";
import type { LadderSystem } from "../numerics/ladder.js";
import type { BypassSolver } from "./bypass.js";
import { type Certificate, type Certifier, measureResidual, type ResidualSize } from "./certificate.js";
import { createDualState, type DualState, dualObjective, dualSlope, evaluateDual, fillNewtonSystem } from "./dual.js";
import type { DualPoint, Expand } from "./dual-point.js";
import type { DualEnergy } from "./energy.js";
import type { ExchangeTerm } from "./exchange/exchange.js";
import type { Tails } from "./tails.js";
import type { Transport } from "./transport/transport.js";

/** Solves a Newton system into tree coordinates; an iterative solver stops at the relative residual `tolerance`. */
export type NetworkSolver = (system: LadderSystem, tree: Float64Array, tolerance: number) => void;

/** The parts of one step's dual problem. */
export interface NewtonParts {
  readonly problem: Problem;
  readonly energy: DualEnergy;
  readonly transport: Transport;
  readonly exchange: ExchangeTerm;
  readonly solve: NetworkSolver;
  /** Takes the place of `solve` where cells are off the envelope; absent where it would be too large. */
  readonly bypass: BypassSolver | undefined;
  /** Sets tails right that Newton's method is slow at; absent where wells are not deep. */
  readonly tails?: Tails | undefined;
  readonly expand: Expand;
  /** Filled anew for every direction. */
  readonly system: NewtonSystem;
  readonly certify: Certifier;
  readonly newPoint: () => DualPoint;
}

/** A Newton system but for the flows of its edges, which are those of the state it is formed at. */
export type NewtonSystem = Omit<LadderSystem, "flow">;

export function createNewtonSystem(transport: Transport, exchange: ExchangeTerm, nodes: number): NewtonSystem {
  return {
    ground: new Float64Array(nodes),
    along: new Float64Array(transport.faceCount),
    across: exchange.across,
    source: new Float64Array(nodes),
  };
}

/** Another potential to start from. */
export interface Start {
  /** Gap relative to the mass (and the energy's scale) of the best start so far above which this one is worth its cost. */
  readonly worthwhile: number;
  /** Writes the potential in tree coordinates. */
  readonly fill: (tree: Float64Array) => void;
}

export interface NewtonSettings {
  /** Gap at which the step counts as solved, energy units. */
  readonly tolGap: number;
  /** Gap, not below the former, that is accepted where the iteration gets no further. */
  readonly tolStagnant: number;
  /** Largest change of mu, relative to the energy's scale, in the last iteration over cells that carry mass, … */
  readonly tolNewton: number;
  /** … or largest relative residual there after an iteration: quadratic convergence turns the former into less than this. */
  readonly tolResidual: number;
  /** Largest growth of mu in one iteration, relative to the energy's scale. */
  readonly maxGrowth: number;
}

export type NewtonResult = StepEnding & NewtonFigures;

export interface NewtonFigures {
  readonly iterations: number;
  readonly backtracks: number;
  readonly certificate: Certificate;
}

/** Share of the mean mass per cell below which a cell does not count as carrying mass. */
const EMPTY = 1e-12;
/** Armijo's constant. */
const SUFFICIENT = 1e-4;
/** A step is accepted without evaluating J if the slope at its end is at most this share of the one at its start. */
const FLAT = 0.1;
/** Bounds of the relative residual to which an iterative linear solver goes. */
const LOOSEST = 0.02;
const TIGHTEST = 1e-8;
/** Changes of mu, relative to the energy's scale, above this are far from the solution, … */
const FAR = 1;
/** … and so are masses below 0 that sum up to more than this part of the whole; there is always a little where there is vacuum. */
const DRAINED = 1e-13;
const DRAINED_VACUUM = 1e-7;
/** Factor by which caution falls where a whole step was too short, half of it in the exponent where it was about right, … */
const BOLDER = 4;
/** … down to this. */
const LEAST_CAUTION = 1e-8;
/** Iterations in which the gap has not halved after which round-off counts as reached. */
const STAGNANT_ITERATIONS = 3;
const MAX_BACKTRACKS = 30;
/** Relative residual that every cell is to reach, whatever its mass, … */
const TAIL = 0.5;
/** … or that many iterations more than the gap needs, as long as all masses are positive. */
const TAIL_ITERATIONS = 10;

/**
 * Damped Newton iteration on the dual objective J, with backtracking on J.
 *
 * Far from the solution a face gets a part of its secant mobility, the `caution`, where that is larger than the tangent:
 * the iteration survives displacements of many cells and vacuum. Caution grows where a step has to be shortened and falls
 * where J still falls at the end of a whole one; near the solution there is none.
 *
 * @returns solver(tree, kept, maxIterations, otherStarts): `tree` holds the start and receives the solution, `kept` the
 *   masses
 */
export function createNewton(
  parts: NewtonParts,
  settings: NewtonSettings,
): (tree: Float64Array, kept: Float64Array, maxIterations: number, otherStarts: readonly Start[]) => NewtonResult {
  const { problem, energy, transport, exchange, solve, bypass, tails, expand, system, certify, newPoint } = parts;
  const { mesh, graph } = problem;
  const { scale } = energy;
  const drainedFar = energy.hasTails ? DRAINED : DRAINED_VACUUM;
  // Tails that have been set right by themselves do not get better by waiting.
  const tailIterations = tails === undefined ? TAIL_ITERATIONS : 0;
  const layers = graph.layers.length;
  const nodes = mesh.size * layers;
  const newState = (): DualState =>
    createDualState(newPoint(), nodes, transport.faceCount, exchange.conductance.length);
  const carrying = (EMPTY * problem.mass) / mesh.size;
  let here = newState();
  let there = newState();
  const direction = newPoint();
  const residual: ResidualSize = { gapBound: 0, drained: 0, relative: 0 };

  function evaluate(state: DualState): void {
    expand(state.point);
    evaluateDual(problem, transport, exchange, state);
  }

  function settleTails(state: DualState): void {
    if (tails?.relax(state)) evaluate(state);
  }

  /** Solves for the direction; returns the derivative of J along it. */
  function findDirection(caution: number, tolerance: number): number {
    fillNewtonSystem(problem, energy, transport, exchange, here, caution, system);
    const filled = { ...system, flow: here.flow };
    if (caution === 0 && here.hasOff && bypass !== undefined) bypass(filled, here, direction.tree);
    else solve(filled, direction.tree, tolerance);
    expand(direction);
    tails?.restrain(direction, here.point, carrying);
    return dualSlope(here, direction);
  }

  /**
   * Relative residual of an inexact Newton step: of the size of the residual, so that convergence stays quadratic, but not
   * below what the demanded gap needs.
   */
  function forcingTerm(bound: number): number {
    const size = Math.sqrt(bound / (problem.mass * scale));
    const enough = 0.3 * Math.sqrt(settings.tolGap / bound);
    return Math.min(LOOSEST, Math.max(TIGHTEST, enough, 0.3 * size));
  }

  /** Largest growth of mu over cells that would then be asked for some mass; the others may move freely. */
  function steepestGrowth(carrying: number): number {
    const { mu } = direction;
    const { equilibrium } = here;
    let largest = 0;
    for (let k = 0; k < mu.length; k++) {
      const growth = mu[k];
      if (growth <= largest) continue;
      if (equilibrium[k] * Math.exp(growth / scale) >= carrying) largest = growth;
    }
    return largest;
  }

  /** Evaluates `there` at step lengths alpha, alpha/2, … until J has decreased; returns the number of halvings, or -1. */
  function search(slope: number, alpha: number): number {
    let objective = Number.NaN;
    let length = alpha;
    for (let halvings = 0; halvings <= MAX_BACKTRACKS; halvings++, length /= 2) {
      moveAlong(here.point.tree, length, direction.tree, there.point.tree);
      evaluate(there);
      // J is convex: a slope that is still (almost) falling at the end means that J has decreased.
      if (dualSlope(there, direction) <= -FLAT * slope) return halvings;
      if (Number.isNaN(objective)) objective = dualObjective(transport, exchange, here);
      const trial = dualObjective(transport, exchange, there);
      const roundOff = 1e-14 * (Math.abs(objective) + problem.mass * scale);
      if (trial <= objective + SUFFICIENT * length * slope + roundOff) return halvings;
    }
    return -1;
  }

  /** Evaluates `here` at the best start: the others are looked at while the best so far is poorer than they demand. */
  function start(tree: Float64Array, others: readonly Start[]): void {
    here.point.tree.set(tree);
    evaluate(here);
    settleTails(here);
    measureResidual(energy, layers, here, carrying, residual);
    let best = residual.gapBound;
    for (const { worthwhile, fill } of others) {
      if (best <= worthwhile * problem.mass * scale) return;
      fill(there.point.tree);
      evaluate(there);
      settleTails(there);
      measureResidual(energy, layers, there, carrying, residual);
      if (!(Number.isNaN(best) || residual.gapBound < best)) continue;
      best = residual.gapBound;
      [here, there] = [there, here];
    }
  }

  return (tree, kept, maxIterations, otherStarts) => {
    start(tree, otherStarts);
    measureResidual(energy, layers, here, carrying, residual);
    const { mass } = problem;
    let backtracks = 0;
    let change = Number.POSITIVE_INFINITY;
    let decrement = Number.POSITIVE_INFINITY;
    let near = residual.drained <= drainedFar * mass;
    let caution = 1;
    let waits = 0;
    let least = Number.POSITIVE_INFINITY;
    let stagnant = 0;
    const finish = (ending: StepEnding, iterations: number, certificate: Certificate): NewtonResult => {
      tree.set(here.point.tree);
      return { ...ending, iterations, backtracks, certificate };
    };
    /** Ends an iteration that does not reach what it should: what it has found may do. */
    const give = (status: keyof typeof endings, iterations: number): NewtonResult => {
      const certificate = certify(here, kept);
      const enough = certificate.gap <= settings.tolStagnant && certificate.positive;
      const short = enough
        ? undefined
        : `${endings[status]} ${afterIterations(iterations)}: ${shortOf(certificate, settings)}`;
      return finish(short === undefined ? solved : { status, reason: short }, iterations, certificate);
    };
    for (let iterations = 0; ; iterations++) {
      const bound = residual.gapBound;
      stagnant = bound < 0.5 * least ? 0 : stagnant + 1;
      least = Math.min(least, bound);
      const small = iterations > 0 && residual.relative <= settings.tolResidual;
      const stuck = stagnant >= STAGNANT_ITERATIONS && decrement <= settings.tolGap;
      const settled = small || stuck || change <= settings.tolNewton * scale;
      if (settled && (bound <= settings.tolGap || decrement <= settings.tolGap)) {
        const certificate = certify(here, kept);
        const tailsSettled =
          certificate.relativeResidual <= TAIL || (waits++ >= tailIterations && certificate.positive);
        if (certificate.gap <= (stuck ? settings.tolStagnant : settings.tolGap) && tailsSettled) {
          return finish(solved, iterations, certificate);
        }
      }
      if (iterations >= maxIterations) return give("maxIterations", iterations);
      const tolerance = forcingTerm(bound);
      let slope = findDirection(near ? 0 : caution, tolerance);
      if (near && !(slope < 0)) {
        near = false;
        slope = findDirection(caution, tolerance);
      }
      if (Number.isNaN(slope)) return give("nonFinite", iterations);
      const alpha = Math.min(1, (settings.maxGrowth * scale) / steepestGrowth(carrying));
      const halvings = search(slope, alpha);
      if (halvings < 0) return give("stalled", iterations);
      backtracks += halvings;
      caution = adapt(caution, near, halvings, dualSlope(there, direction) / slope);
      change = largestChange(direction.mu, here.equilibrium, carrying);
      decrement = -slope;
      [here, there] = [there, here];
      settleTails(here);
      measureResidual(energy, layers, here, carrying, residual);
      near = halvings === 0 && change <= FAR * scale && residual.drained <= drainedFar * mass;
    }
  };
}

const solved = { status: "converged" } as const;

const endings = {
  maxIterations: "Newton's method for the dual of the step has not converged",
  stalled: "no part of a Newton step lowers the dual of the step",
  nonFinite: "the Newton step of the dual of the step is not a number",
} as const;

/** What a certificate lacks. */
function shortOf({ gap, positive }: Certificate, { tolStagnant }: NewtonSettings): string {
  if (positive || !(gap <= tolStagnant)) return shortfall("a duality gap", gap, tolStagnant);
  return "cells of the tails that should hold mass are empty";
}

/** Caution after a step that was halved so many times and ended at that part of its first slope. */
function adapt(caution: number, near: boolean, halvings: number, slopeLeft: number): number {
  if (halvings > 0) return Math.min(1, caution * BOLDER ** Math.min(2, halvings));
  if (near || slopeLeft <= FLAT) return caution;
  return Math.max(LEAST_CAUTION, slopeLeft > 0.5 ? caution / BOLDER : caution / Math.sqrt(BOLDER));
}

function moveAlong(from: Float64Array, length: number, direction: Float64Array, to: Float64Array): void {
  for (let k = 0; k < to.length; k++) to[k] = from[k] + length * direction[k];
}

/** Largest change of mu over cells that are asked for at least this much mass. */
function largestChange(change: Float64Array, equilibrium: Float64Array, floor: number): number {
  let largest = 0;
  for (let k = 0; k < change.length; k++) {
    const size = Math.abs(change[k]);
    if (size > largest && equilibrium[k] >= floor) largest = size;
  }
  return largest;
}
