import { fitOrders, flagsOf, judge, observedOrders } from "../convergence/index.js";
import type { Measured } from "./measure.js";
import type { StudyPlan } from "./plan.js";
import type { LevelRecord, StudyRecord } from "./record.js";
import { transportOf } from "./schemes.js";
import type { LevelResult } from "./tasks.js";

/** What is known of a study's levels so far. */
export interface Findings {
  readonly results: readonly (LevelResult | undefined)[];
  readonly measured: readonly (Measured | undefined)[];
  readonly reference: { readonly kind: string; readonly description: string; readonly failure?: string };
  /** Total mass of the initial density. */
  readonly mass: number;
  readonly warnings: readonly string[];
}

const nothing: Measured = { errors: {}, referenceErrors: {} };

/** One level as a record; `missing` while there is no result. */
export function levelRecord(plan: StudyPlan, level: number, result?: LevelResult, measured = nothing): LevelRecord {
  const planned = plan.levels[level];
  if (planned === undefined) throw new RangeError(`no level ${level}`);
  const { steps, tau, cells, h } = planned;
  const shape = { level, steps, tau, cells, h, ...measured };
  if (result === undefined) {
    const unknown = { newtonMean: NaN, newtonMax: NaN, gapMax: NaN, residualMax: NaN, densityMin: NaN };
    return { ...shape, status: "missing", solverError: NaN, massDrift: NaN, energyMonotone: false, ...unknown };
  }
  const { stepsDone: _stepsDone, ...diagnostics } = result.summary;
  return { ...shape, ...diagnostics };
}

/** The record of a study from what is known: orders, fits, flags and verdict follow. */
export function assembleRecord(plan: StudyPlan, findings: Findings): StudyRecord {
  const { study } = plan;
  const { axis } = study.sweep;
  const levels = plan.levels.map((_, k) => levelRecord(plan, k, findings.results[k], findings.measured[k]));
  const orders = observedOrders(levels, study.errors, axis);
  const { kind, description, failure } = findings.reference;
  const { findings: judged, ...verdict } = judge({
    levels,
    sweep: axis,
    expect: study.expect,
    mass: findings.mass,
    reference: kind,
    referenceFailure: failure,
  });
  return {
    id: study.id,
    title: study.title,
    question: study.question,
    scheme: study.scheme.name,
    transport: transportOf(study.scheme),
    axis,
    errors: study.errors,
    reference: { kind, description },
    levels: levels.map((level, k) => ({
      ...level,
      orders: orders[k]?.orders ?? {},
      ordersH: orders[k]?.ordersH ?? {},
      flags: flagsOf(level, study.errors),
    })),
    verdict: { ...verdict, warnings: [...findings.warnings, ...verdict.warnings] },
    findings: judged,
    fits: fitOrders(levels, study.errors, axis),
  };
}
