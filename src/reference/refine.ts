import type { Problem } from "../model/problem.js";
import { distanceL1 } from "./cell-averages.js";
import { type Integration, integrateLimit, subdivisions } from "./integrate.js";
import type { LimitSystem } from "./limit-system.js";
import type { TimeFraction } from "./times.js";
import { type ReferenceDemand, ReferenceFailure } from "./types.js";

const defaultTolerance = 1e-7;
const firstSteps = 16;
const mostSteps = 1024;
/** Base steps that plans reckon with where a study leaves them open. */
export const defaultSteps = 256;
/** Steps of the runs that are extrapolated from, per base step. */
export const runsPerStep = subdivisions.reduce((sum, parts) => sum + parts, 0);

/** An integration with the number of base steps that was enough for it. */
export interface RefinedIntegration extends Integration {
  readonly steps: number;
}

/** A limit system with its initial data. */
export interface LimitRun {
  /** Of the reference. */
  readonly kind: string;
  readonly system: LimitSystem;
  readonly initial: Float64Array;
  readonly cellVolume: number;
  readonly finalTime: number;
  readonly mass: number;
  readonly times: readonly TimeFraction[];
}

/** What of a problem a limit system is integrated from. */
export function limitRunOf(
  kind: string,
  { initial, mesh, finalTime, mass }: Problem,
  system: LimitSystem,
  times: readonly TimeFraction[],
): LimitRun {
  return { kind, system, initial, cellVolume: mesh.cellVolume, finalTime, mass, times };
}

/** With so many base steps, or as many as the demand asks for. */
export function integrateGiven(run: LimitRun, steps: number | undefined, demand: ReferenceDemand): RefinedIntegration {
  return steps === undefined ? refineSteps(run, demand) : { ...integrateOrFail(run, steps), steps };
}

/** `integrateLimit` with a failure thrown: a reference that does not exist judges nothing. */
export function integrateOrFail(run: LimitRun, steps: number): Integration {
  const result = integrateLimit(run.system, run.initial, run.finalTime, run.times, steps);
  if (result.status === "converged") return result;
  throw new ReferenceFailure(
    run.kind,
    result.status,
    `Newton failed at t = ${result.reached} of ${run.finalTime} with ${steps} steps`,
  );
}

/**
 * Doubles the number of steps until the estimated relative L1 error in time is at most the demanded tolerance (1e-7).
 *
 * The estimate is the difference of the extrapolations of order 4 and 3, the largest over the demanded times. A first
 * guess that predicts the number of doublings saves the runs between. It gives up at 1024 steps with the best there is:
 * the estimate stays part of the result.
 */
export function refineSteps(run: LimitRun, { tolerance = defaultTolerance }: ReferenceDemand): RefinedIntegration {
  for (let steps = firstSteps; ; ) {
    const result = integrateOrFail(run, steps);
    const error = timeError(run, result);
    if (!Number.isFinite(error)) throw new ReferenceFailure(run.kind, "nonFinite", `the error in time is ${error}`);
    if (error <= tolerance * run.mass || steps >= mostSteps) return { ...result, steps };
    const doublings = Math.max(1, Math.ceil(Math.log2(error / (tolerance * run.mass)) / 3));
    steps = Math.min(steps * 2 ** Math.min(doublings, 4), mostSteps);
  }
}

function timeError({ cellVolume }: LimitRun, { densities, companions }: Integration): number {
  return densities.reduce((most, density, k) => Math.max(most, distanceL1(density, companions[k], cellVolume)), 0);
}
