import { shortfall } from "../../model/reasons.js";
import { isWithin } from "../../numerics/finite.js";
import { addRow, type History } from "../history.js";
import { converged, failed, type NewtonEnding } from "../newton/result.js";
import type { Barrier, Direction, Iterate } from "./assembly.js";
import { createCertificate, type PathCertificate } from "./certificate.js";
import { actionOf, createLinearization, type Linearization, linearize } from "./linearization.js";
import { createDirectionSolver } from "./newton-system.js";
import { objectiveOf, objectiveSlope, type PathProblem } from "./path-objective.js";
import { createPath, type PathSpace } from "./path-space.js";
import { movePath, stepLimit, takeStep } from "./path-step.js";
import type { Terminal } from "./terminal.js";
import { createTurningSolver } from "./upwind-turns.js";

/** How an iteration ended. */
export type PathResult = NewtonEnding & PathFigures;

export interface PathFigures {
  readonly iterations: number;
  readonly backtracks: number;
  readonly certificate: PathCertificate;
  /** Action of the path, without the scale. */
  readonly action: number;
}

/** What a minimization needs beside its start. */
export interface PathOptions {
  /** Total mass of the densities. */
  readonly mass: number;
  /** Gap at which the iteration has converged, … */
  readonly tolGap: number;
  /** … or, if that is larger, this part of the scaled action. */
  readonly tolRelative: number;
  /** Size of the objective per mass, by which round-off is judged; `start` takes the action of the start. */
  readonly unit: number | "start";
  /** Strength of the barrier at the start, in that unit. */
  readonly strength: number;
  /** Iterations after which the status is `maxIterations`. */
  readonly maxIterations: number;
}

/** The minimization over paths; owns its buffers. */
export interface PathNewton {
  /** Holds the start, and afterwards what was found. */
  readonly iterate: Iterate;
  /** The linearization of what was found. */
  readonly model: Linearization;
  /** Weights of the barrier, by node of every interval: a density each, which sets its scale. */
  readonly weight: Float64Array;
  /** Minimizes from `iterate`, whose densities must be positive and follow from its fluxes. */
  solve(options: PathOptions): PathResult;
}

/** Part of the linear prediction by which the barrier objective has to fall. */
const SUFFICIENT_DECREASE = 1e-4;
/** Part of the objective, or of its unit, below which its changes are round-off. */
const ROUND_OFF = 1e-14;
/** Halvings of a step after which the iteration has stalled. */
const MAX_HALVINGS = 40;
/** The barrier fades when the gap is at most this many times what the barrier itself leaves. */
const CENTRED = 2;
/**
 * Iterations whose predicted decrease is below round-off, without half the gap, after which the iteration has stalled.
 */
const PATIENCE = 60;

/**
 * Minimizes scale * action + h sum U(end) over the paths from a given density (docs/method.md, eq. 9), by Newton's
 * method in the fluxes.
 *
 * Densities follow from the fluxes, so that mass is conserved to round-off in every iterate. Inner densities have no
 * energy that keeps them positive, and the minimum may lie where some vanish. So they get a logarithmic barrier that
 * fades with the gap. It is weighted by a density, so that it is as strong in tails, and has primal-dual multipliers.
 * The step is limited to keep densities positive, then halved until the barrier objective falls (Armijo).
 */
export function createPathNewton(
  space: PathSpace,
  scale: number,
  terminal: Terminal | undefined,
  history: History,
): PathNewton {
  const { intervals, nodes, width } = space;
  const inner = (intervals - 1) * nodes;
  const problem: PathProblem = { space, scale, terminal };
  const newArray = (): Float64Array => new Float64Array(intervals * nodes);
  const iterate: Iterate = { path: createPath(space), phi: newArray(), slack: newArray() };
  const direction: Direction = { ...createPath(space), phi: newArray(), slack: newArray() };
  const barrier: Barrier = { strength: 0, weight: newArray() };
  const trial = createPath(space);
  const [model, trialModel] = [createLinearization(space), createLinearization(space)];
  const certify = createCertificate(space, scale, terminal);
  // The quadratic model of an upwind edge holds for one direction of its flux. If the flux turned around in one go, the
  // layer that gains by the model might be drained. With a given end all fluxes must move together.
  const isOpen = terminal !== undefined;
  const freedom = { isOpen, stopsAtZero: !space.smooth && isOpen };
  const findDirection = freedom.stopsAtZero
    ? createTurningSolver(problem)
    : createDirectionSolver(space, scale, terminal);

  /** Linearizes the start, and sets barrier and slacks for it; returns the size of the objective per mass. */
  function start({ unit, mass, strength }: PathOptions): number {
    linearize(space, iterate.path, iterate.phi, model);
    const size = unit === "start" ? (scale * actionOf(space, iterate.path, model)) / mass : unit;
    barrier.strength = intervals > 1 ? strength * size : 0;
    for (let k = 0; k < inner; k++) {
      iterate.slack[k] = (barrier.strength * barrier.weight[k]) / iterate.path.density[k + nodes];
    }
    return size;
  }

  /** Halves the step until the objective falls by `descent`, but for `slack`; `trial` is the path that it reaches. */
  function search(
    before: number,
    descent: number,
    slack: number,
  ): { readonly length: number; readonly halvings: number } {
    let length = freedom.stopsAtZero ? 1 : stepLimit(space, iterate, direction);
    let halvings = 0;
    for (; halvings < MAX_HALVINGS; halvings++, length *= 0.5) {
      movePath(space, iterate, direction, length, freedom, trial);
      const reached = objectiveOf(problem, trial, iterate.phi, barrier, trialModel);
      if (reached <= before + SUFFICIENT_DECREASE * length * descent + slack) break;
    }
    return { length, halvings };
  }

  function solve(options: PathOptions): PathResult {
    const { mass, tolGap, tolRelative, maxIterations } = options;
    const unit = start(options);
    const strength = options.strength * unit;
    let barrierMass = 0;
    for (let k = 0; k < inner; k++) barrierMass += width * barrier.weight[k];
    let certificate = certify(iterate, model, mass);
    let best = Number.POSITIVE_INFINITY;
    let since = 0;
    let backtracks = 0;
    let lengthBefore = Number.NaN;
    for (let iterations = 0; ; iterations++) {
      const tolerance = Math.max(tolGap, tolRelative * scale * actionOf(space, iterate.path, model));
      const done = (ending: NewtonEnding): PathResult => {
        return { ...ending, iterations, backtracks, certificate, action: actionOf(space, iterate.path, model) };
      };
      const fail = (status: keyof typeof endings, what: string = endings[status]): PathResult => {
        return done(failed(status, what, iterations, shortfall("a duality gap", certificate.gap, tolerance)));
      };
      const row = { phase: "path", iteration: iterations, barrier: barrier.strength, length: lengthBefore } as const;
      addRow(history, certificate, { ...row, tolerance });
      if (isWithin(certificate.gap, tolerance)) return done(converged);
      if (iterations === maxIterations) return fail("maxIterations");
      if (since > PATIENCE) return fail("stalled", atRoundOff);

      if (!findDirection(iterate, model, barrier, direction)) return fail("nonFinite");
      const before = objectiveOf(problem, iterate.path, iterate.phi, barrier, model);
      const descent = objectiveSlope(problem, iterate, barrier, model, direction);
      const slack = ROUND_OFF * (mass * unit + Math.abs(before));
      const { length, halvings } = search(before, descent, slack);
      backtracks += halvings;
      if (halvings === MAX_HALVINGS) return fail("stalled");

      takeStep(space, iterate, direction, length, trial);
      lengthBefore = length;
      linearize(space, iterate.path, iterate.phi, model);
      certificate = certify(iterate, model, mass);
      if (certificate.gap < 0.5 * best || -descent > slack) since = 0;
      else since++;
      best = Math.min(best, certificate.gap);
      if (certificate.gap <= CENTRED * barrier.strength * barrierMass) {
        barrier.strength *= Math.min(0.1, Math.sqrt(barrier.strength / strength));
      }
    }
  }

  return { iterate, model, weight: barrier.weight, solve };
}

const endings = {
  maxIterations: "Newton's method for the path has not converged",
  stalled: "no part of a Newton step lowers the action and energy of the path",
  nonFinite: "the Newton system of the path has no finite solution",
} as const;
const atRoundOff = "the path is as good as round-off allows";
