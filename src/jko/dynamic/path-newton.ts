import type { IterationRow } from "../../model/evolution.js";
import { afterIterations, shortfall } from "../../model/reasons.js";
import { isWithin } from "../../numerics/finite.js";
import type { History } from "../history.js";
import type { NewtonEnding } from "../newton/result.js";
import type { Barrier, Direction, Iterate } from "./assembly.js";
import { createCertificate, type PathCertificate } from "./certificate.js";
import { actionOf, actionSlope, createLinearization, type Linearization, linearize } from "./linearization.js";
import { createDirectionSolver } from "./newton-system.js";
import { createPath, moveDensity, type Path, type PathSpace } from "./path-space.js";
import type { Terminal } from "./terminal.js";

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

/** No step takes a density or slack further than this part of the way to zero. */
const TO_BOUNDARY = 0.95;
/** Part of the linear prediction by which the barrier objective has to fall. */
const SUFFICIENT_DECREASE = 1e-4;
/** Part of the objective, or of its unit, below which its changes are round-off. */
const ROUND_OFF = 1e-14;
/** Directions tried until all upwind edges at rest agree with their mobility; if none does, the last one is taken. */
const MAX_TURNS = 10;
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
  const end = intervals * nodes;
  const iterate: Iterate = {
    path: createPath(space),
    phi: new Float64Array(intervals * nodes),
    slack: new Float64Array(intervals * nodes),
  };
  const trial = createPath(space);
  const direction: Direction = {
    ...createPath(space),
    phi: new Float64Array(intervals * nodes),
    slack: new Float64Array(intervals * nodes),
  };
  const barrier: Barrier = { strength: 0, weight: new Float64Array(intervals * nodes) };
  const hint = new Float64Array(intervals * nodes);
  const model = createLinearization(space);
  const trialModel = createLinearization(space);
  const solveDirection = createDirectionSolver(space, scale, terminal);
  const certify = createCertificate(space, scale, terminal);

  // The quadratic model of an upwind edge holds for one direction of its flux. If the flux turned around in one go, the
  // layer that gains by the model might be drained. With a given end all fluxes must move together.
  const stopsAtZero = !space.smooth && terminal !== undefined;

  /** The barrier objective of `path`; Infinity where a density is not positive. */
  function objective(path: typeof trial, linearization: typeof model): number {
    for (let k = nodes; k < path.density.length; k++) if (!(path.density[k] > 0)) return Infinity;
    linearize(space, path, iterate.phi, linearization);
    let sum = 0;
    for (let p = 0; terminal !== undefined && p < nodes; p++) sum += terminal.value(p, path.density[end + p]);
    for (let k = 0; barrier.strength > 0 && k < inner; k++) {
      sum -= barrier.strength * barrier.weight[k] * Math.log(path.density[k + nodes]);
    }
    return scale * actionOf(space, path, linearization) + width * sum;
  }

  /** Derivative of the barrier objective along the direction. */
  function slope(): number {
    let sum = scale * actionSlope(space, iterate.path, model, direction);
    for (let p = 0; terminal !== undefined && p < nodes; p++) {
      sum += width * terminal.slope(p, iterate.path.density[end + p]) * direction.density[end + p];
    }
    for (let k = 0; barrier.strength > 0 && k < inner; k++) {
      const relative = direction.density[k + nodes] / iterate.path.density[k + nodes];
      sum -= width * barrier.strength * barrier.weight[k] * relative;
    }
    return sum;
  }

  /**
   * The Newton direction. The mobility of an upwind edge at rest is that of one of its layers. Where the flux would
   * leave the other layer, the edge is taken the other way around, up to a few times.
   */
  function findDirection(): boolean {
    hint.set(iterate.phi);
    for (let turn = 0; ; turn++) {
      if (!solveDirection(iterate, model, barrier, direction)) return false;
      if (!stopsAtZero || turn === MAX_TURNS || !turnsAround(space, iterate.path, hint, direction)) return true;
      for (let k = 0; k < hint.length; k++) hint[k] = iterate.phi[k] + direction.phi[k];
      linearize(space, iterate.path, hint, model);
    }
  }

  /** Moves the path by `length` times the direction into `trial`. */
  function move(length: number): void {
    const { path } = iterate;
    for (let k = 0; k < trial.along.length; k++) {
      trial.along[k] = path.along[k] + length * direction.along[k];
    }
    for (let k = 0; k < trial.across.length; k++) {
      const flux = path.across[k];
      const moved = flux + length * direction.across[k];
      trial.across[k] = stopsAtZero && flux * moved < 0 ? 0 : moved;
    }
    for (let p = 0; p < nodes; p++) trial.density[p] = path.density[p];
    const moving = terminal === undefined ? intervals - 1 : intervals;
    for (let j = 0; j < moving; j++) moveDensity(space, trial, j, trial.density);
    for (let p = end; terminal === undefined && p < end + nodes; p++) trial.density[p] = path.density[p];
  }

  /** Takes over the trial path, and moves potentials and slacks. */
  function accept(length: number): void {
    const { path, phi, slack } = iterate;
    path.density.set(trial.density);
    path.along.set(trial.along);
    path.across.set(trial.across);
    let slackLength = 1;
    for (let k = 0; k < inner; k++) {
      const fall = -direction.slack[k] / slack[k];
      if (fall * slackLength > TO_BOUNDARY) slackLength = TO_BOUNDARY / fall;
    }
    for (let k = 0; k < phi.length; k++) phi[k] = phi[k] + length * direction.phi[k];
    for (let k = 0; k < inner; k++) slack[k] = slack[k] + slackLength * direction.slack[k];
  }

  /** Largest step length <= 1 that keeps the densities positive by the linearized continuity equation. */
  function stepLimit(): number {
    let length = 1;
    if (stopsAtZero) return length;
    for (let k = nodes; k < direction.density.length; k++) {
      const fall = -direction.density[k] / iterate.path.density[k];
      if (fall * length > TO_BOUNDARY) length = TO_BOUNDARY / fall;
    }
    return length;
  }

  function solve(options: PathOptions): PathResult {
    const { mass, tolGap, tolRelative, maxIterations } = options;
    let barrierMass = 0;
    for (let k = 0; k < inner; k++) barrierMass += width * barrier.weight[k];
    linearize(space, iterate.path, iterate.phi, model);
    const unit = options.unit === "start" ? (scale * actionOf(space, iterate.path, model)) / mass : options.unit;
    const strength = options.strength * unit;
    barrier.strength = intervals > 1 ? strength : 0;
    for (let k = 0; k < inner; k++) {
      iterate.slack[k] = (barrier.strength * barrier.weight[k]) / iterate.path.density[k + nodes];
    }
    let certificate = certify(iterate, model, mass);
    let best = Infinity;
    let since = 0;
    let backtracks = 0;
    let lengthBefore = Number.NaN;
    for (let iterations = 0; ; iterations++) {
      const done = (ending: NewtonEnding): PathResult => ({
        ...ending,
        iterations,
        backtracks,
        certificate,
        action: actionOf(space, iterate.path, model),
      });
      const tolerance = Math.max(tolGap, tolRelative * scale * actionOf(space, iterate.path, model));
      history.rows?.push(rowOf(iterations, certificate, barrier.strength, lengthBefore, tolerance));
      if (isWithin(certificate.gap, tolerance)) return done({ status: "converged" });
      const fail = (status: keyof typeof endings, what: string = endings[status]): PathResult => {
        const short = shortfall("a duality gap", certificate.gap, tolerance);
        return done({ status, reason: `${what} ${afterIterations(iterations)}: ${short}` });
      };
      if (iterations === maxIterations) return fail("maxIterations");
      if (since > PATIENCE) return fail("stalled", atRoundOff);
      if (!findDirection()) return fail("nonFinite");
      const before = objective(iterate.path, model);
      const descent = slope();
      let length = stepLimit();
      const slack = ROUND_OFF * (mass * unit + Math.abs(before));
      let halvings = 0;
      for (; halvings < MAX_HALVINGS; halvings++, length *= 0.5) {
        move(length);
        if (objective(trial, trialModel) <= before + SUFFICIENT_DECREASE * length * descent + slack) break;
      }
      backtracks += halvings;
      if (halvings === MAX_HALVINGS) return fail("stalled");
      accept(length);
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

function rowOf(
  iteration: number,
  { gap, residual }: PathCertificate,
  barrier: number,
  length: number,
  tolerance: number,
): IterationRow {
  return { stage: 1, phase: "path", iteration, gap, residual, caution: Number.NaN, barrier, length, tolerance };
}

const endings = {
  maxIterations: "Newton's method for the path has not converged",
  stalled: "no part of a Newton step lowers the action and energy of the path",
  nonFinite: "the Newton system of the path has no finite solution",
} as const;
const atRoundOff = "the path is as good as round-off allows";

/** Whether an edge at rest is about to move against the difference of the potentials `phi`. */
function turnsAround(space: PathSpace, path: Path, phi: Float64Array, direction: Direction): boolean {
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
