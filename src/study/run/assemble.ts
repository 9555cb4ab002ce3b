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
import { meshScheme, stateScheme } from "../../schemes/schemes.js";
import { transportOf } from "../plan/schemes.js";
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
  return { ...shape, ...diagnostics, solverError: solverError(plan, result) };
}

/** Error the solver leaves, at most: on a mesh in L1. */
function solverError(plan: StudyPlan, { summary, states }: LevelResult): number {
  if (plan.kind === "states") return summary.solverError;
  return meshScheme(plan.study.scheme).solverError(summary, states[0]?.length ?? 0);
}

/** Nothing on a mesh, where it is L1. */
function solverMeasureOf(plan: StudyPlan, { extent = Number.NaN }: LevelRecord): Pick<MeasuredLevel, "solverMeasure"> {
  return plan.kind === "mesh" ? {} : { solverMeasure: { power: stateScheme(plan.study.scheme).distancePower, extent } };
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
  const measured = levels.map((level) => ({ ...level, ...solverMeasureOf(plan, level), roundOff }));
  const exchange = plan.kind === "mesh" ? plan.exchange : undefined;
  const input = { levels: measured, sweep: axis, expect, errors, mass: findings.mass, reference: traits, exchange };
  const { findings: judged, ...verdict } = judge({ ...input, referenceFailure: failure });
  return {
    id,
    title,
    question,
    scheme: scheme.name,
    transport: transportOf(study),
    axis,
    ...(study.sweep.axis === "parameter" ? { parameter: study.sweep.path } : {}),
    errors,
    reference: { kind, description },
    ...(iterate === undefined ? {} : { iterate }),
    levels: judgedLevels(levels, input),
    verdict: { ...verdict, warnings: [...findings.warnings, ...verdict.warnings] },
    findings: judged,
    fits: fitOrders(measured, errors, axis),
    ...(axis === "tensor" ? { tensorFit: fitTensor(measured, errors) } : {}),
  };
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
