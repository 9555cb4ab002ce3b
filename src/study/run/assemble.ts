import {
  findTraps,
  fitOrders,
  fitTensor,
  flagsOf,
  judge,
  type MeasuredLevel,
  observedOrders,
  type TrapInput,
  trapFlags,
} from "../../convergence/index.js";
import { schemeOf } from "../../schemes/schemes.js";
import type { LevelPlan } from "../plan/levels.js";
import type { StudyPlan } from "../plan/study-plan.js";
import type { JudgedLevel, LevelRecord, StudyRecord } from "../record/record.js";
import { type AssessedReference, type LevelBudget, unknownBudget } from "./assessment.js";

import type { Measured } from "./measure.js";
import type { LevelResult } from "./tasks.js";

/** What is known of a study's levels so far. */
export interface Findings {
  readonly results: readonly (LevelResult | undefined)[];
  readonly measured: readonly (Measured | undefined)[];
  /** Of levels that were ended: why. */
  readonly late?: readonly (string | undefined)[];
  readonly budgets: readonly (LevelBudget | undefined)[];
  readonly reference: AssessedReference;
  /** Total mass of the initial density. */
  readonly mass: number;
  /** Runs of the error budget that are left; absent once nothing is computed any more. */
  readonly pending?: number | undefined;
  readonly warnings: readonly string[];
}

/** L1 errors below this part of the mass are round-off. */
const roundOffShare = 1e-14;
const nothing: Measured = { errors: {}, referenceErrors: {} };

/**
 * One level as a record; `missing` while there is no result.
 *
 * @param result or why there is none, of a level that was ended
 */
export function levelRecord(
  plan: StudyPlan,
  level: number,
  result?: LevelResult | string,
  measured = nothing,
  budget = unknownBudget,
): LevelRecord {
  const planned = plan.levels[level];
  if (planned === undefined) throw new RangeError(`no level ${level}`);
  const { steps, tau, cells, h, parameter } = planned;
  const shape = { level, steps, tau, cells, h, ...(parameter && { parameter }), ...measured, ...budget };
  if (result === undefined || typeof result === "string") {
    const ending =
      result === undefined ? { status: "missing" as const } : { status: "timeout" as const, reason: result };
    const unknown = { newtonMean: NaN, newtonMax: NaN, gapMax: NaN, residualMax: NaN, densityMin: NaN };
    return { ...shape, ...ending, solverError: NaN, massDrift: NaN, energyMonotone: false, ...unknown };
  }
  const { stepsDone: _stepsDone, ...diagnostics } = result.summary;
  const solverError = planned.on.solverError(result.summary, result.states[0]?.length ?? 0);
  return { ...shape, ...diagnostics, solverError };
}

/** Nothing where the solver's error is in L1. */
function solverMeasureOf(
  { on }: LevelPlan,
  { extent = Number.NaN }: LevelRecord,
): Pick<MeasuredLevel, "solverMeasure"> {
  return on.solverPower === undefined ? {} : { solverMeasure: { power: on.solverPower, extent } };
}

/** The record of a study from what is known: orders, fits, flags and verdict follow. */
export function assembleRecord(plan: StudyPlan, findings: Findings): StudyRecord {
  const { study } = plan;
  const { id, title, question, scheme, errors, expect } = study;
  const { axis } = study.sweep;
  const { kind, traits, description, failure, iterate } = findings.reference;
  const levels = plan.levels.map((_, k) => {
    return levelRecord(plan, k, findings.results[k] ?? findings.late?.[k], findings.measured[k], findings.budgets[k]);
  });
  const roundOff = roundOffShare * findings.mass;
  const measured = levels.map((level, k) => ({ ...level, ...solverMeasureOf(plan.levels[k], level), roundOff }));
  const { exchange } = plan;
  const input = { levels: measured, sweep: axis, expect, errors, mass: findings.mass, reference: traits, exchange };
  const { caveat } = plan.budget ?? {};
  const obstacle = obstacleOf(plan, findings);
  const { findings: judged, ...verdict } = judge({ ...input, referenceFailure: failure, obstacle, caveat });
  return {
    id,
    title,
    question,
    scheme: scheme.name,
    transport: schemeOf(scheme).transport(scheme, study.model),
    axis,
    ...(study.sweep.axis === "parameter" ? { parameter: study.sweep.path } : {}),
    errors,
    reference: { kind, description },
    ...(iterate === undefined ? {} : { iterate }),
    levels: judgedLevels(levels, input),
    verdict: { ...verdict, warnings: [...findings.warnings, ...verdict.warnings] },
    ...(findings.pending === undefined ? {} : { pending: findings.pending }),
    findings: judged,
    fits: fitOrders(measured, errors, axis),
    ...(axis === "tensor" ? { tensorFit: fitTensor(measured, errors) } : {}),
  };
}

/** Why levels and reference alone are not judged: a budget that is not computed may tell that they are wrong. */
function obstacleOf({ budget }: StudyPlan, { pending }: Findings): string | undefined {
  if (budget === undefined || pending === undefined) return budget?.obstacle;
  if (pending === 0) return "the limits of the error budget are not settled yet";
  return `${pending} ${pending === 1 ? "run" : "runs"} of the error budget ${pending === 1 ? "has" : "have"} not been computed`;
}

/** Levels with their orders and flags. */
function judgedLevels(levels: readonly LevelRecord[], input: TrapInput): JudgedLevel[] {
  const orders = observedOrders(input.levels, input.errors, input.sweep);
  const traps = findTraps(input);
  return levels.map((level, k) => ({
    ...level,
    orders: orders[k]?.orders ?? {},
    ordersH: orders[k]?.ordersH ?? {},
    flags: [...flagsOf(input.levels[k], input.errors), ...trapFlags(traps, k, input.errors)],
  }));
}
