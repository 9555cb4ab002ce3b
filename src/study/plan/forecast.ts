import { meshReferenceKinds } from "../../reference/kinds.js";
import { paceOf } from "../../schemes/schemes.js";
import { meshSize } from "../file/cells.js";
import type { PlannedReference } from "../file/schema.js";
import type { LevelPlan } from "./levels.js";
import { programMemory } from "./memory.js";
import { hasBudget, type StudyPlan } from "./study-plan.js";

/** What a run takes that finds nothing in its store. */
export interface Forecast {
  /** With one job at a time. */
  readonly secondsAlone: number;
  /** With as many as asked for. */
  readonly seconds: number;
  /** Bytes of the whole program. */
  readonly bytes: number;
}

/** The machine that a run is foretold for. */
export interface Machine {
  /** See machineSpeed. */
  readonly speed: number;
  readonly jobs: number;
}

/** Seconds of starting, planning and writing, on the machine that paces are of. */
const aroundSeconds = 1.4;
const noRuns = { limits: [], finer: [], regularized: [] };
/** Bytes of a further thread. */
const threadBytes = 4e7;
/** Arrays that are not collected yet: times what a job needs, up to a limit. */
const uncollected = 10;
const mostUncollected = 3e8;

/** Planned work times what it has taken in other studies, by the speed of the machine. */
export function forecastOf(plan: StudyPlan, { speed, jobs }: Machine): Forecast {
  const { levels, memory } = plan;
  const { limits, finer, regularized } = hasBudget(plan) ? plan.budget : noRuns;
  const own = [...levels, ...finer, ...regularized, ...references(plan)];
  const pace = paceOf(levels[0].variant);
  const times = [...own.map(({ cost }) => pace * cost), ...limits.map(({ cost }) => limitPace * cost)].map(
    (time) => (1e-6 * time) / speed,
  );
  const total = times.reduce((sum, time) => sum + time, 0);
  // What a job on states needs has the program in it.
  const job = hasBudget(plan) ? memory : memory - programMemory;
  const busy = Math.min(jobs, times.length);
  const around = aroundSeconds / speed;
  return {
    secondsAlone: around + total,
    seconds: around + Math.max(total / busy, ...times),
    bytes: programMemory + (busy - 1) * threadBytes + busy * (job + Math.min(uncollected * job, mostUncollected)),
  };
}

/** See Scheme.pace: of the limits of an error budget, refinements included. */
const limitPace = 1.5;
/** Part of the levels that a reference of states takes: most are closed forms. */
const stateReference = 0.02;

/**
 * Expected work of a reference in the units of levels.
 *
 * @param levels that share it
 */
export function referenceCost(reference: PlannedReference, levels: readonly LevelPlan[]): number {
  const kind = meshReferenceKinds.find(({ name }) => name === reference.kind);
  if (kind === undefined) return stateReference * levels.reduce((sum, { cost }) => sum + cost, 0);
  const finest = levels.at(-1) as LevelPlan;
  const perStep = finest.cost / finest.steps / meshSize(finest.cells);
  const pace = kind.pace ?? paceOf(finest.variant);
  return (perStep * kind.work(reference, finest) * pace) / paceOf(finest.variant);
}

/** The references of a study, one for all levels or one for each parameter. */
function references({ reference, iterate, levels }: StudyPlan): { readonly cost: number }[] {
  const variants = [...new Set(levels.map(({ variant }) => variant))];
  const kinds = [reference, ...(iterate === undefined ? [] : [iterate])];
  return variants.flatMap((variant) => {
    const own = levels.filter((level) => level.variant === variant);
    return kinds.map((kind) => ({ cost: referenceCost(kind, own) }));
  });
}
