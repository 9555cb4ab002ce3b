import type { ErrorValues } from "./error.js";

/** Of states, which have errors of several dimensions: they are compared as parts of the state's extent. */
export interface SolverMeasure {
  /** Of a length in the unit of the solver's error. */
  readonly power: 0 | 1 | 2;
  /** Root mean square distance of a state from its mean, per axis. */
  readonly extent: number;
}

/** What of a level bears on orders and verdicts. */
export interface MeasuredLevel {
  readonly steps: number;
  readonly tau: number;
  readonly cells: readonly number[];
  readonly h: number;
  /** Of a parameter sweep. */
  readonly parameter?: { readonly path: string; readonly value: number; readonly size: number } | undefined;
  /** `ok`, or why there are no errors. */
  readonly status: string;
  /** Why, where the step that failed said so. */
  readonly reason?: string | undefined;
  readonly errors: ErrorValues;
  /** Estimated error of the reference, in the same norms. */
  readonly referenceErrors: ErrorValues;
  /** Error the solver leaves, at most. */
  readonly solverError: number;
  /**
   * What the solver's error is measured in: L1 when absent, else a power of a length, and lengths are by this extent.
   */
  readonly solverMeasure?: SolverMeasure;
  /** L1 errors due to the step size and due to the mesh; absent or NaN where not known. */
  readonly timeError?: number;
  readonly meshError?: number;
  /** Estimated L1 error of the limit behind the time error; 0 when absent, NaN where it cannot be trusted. */
  readonly limitError?: number;
  /** L1 distance of that limit to the reference, where it is known. */
  readonly limitDistance?: number;
  /** L1 error that is round-off; 0 when absent. */
  readonly roundOff?: number;
  readonly massDrift: number;
  readonly energyMonotone: boolean;
}

/** What a verdict has to know of the reference. */
export interface ReferenceTraits {
  /** Whether errors consist of one in time and one on the mesh, and an error budget tells those apart. */
  readonly isIndependent: boolean;
  /** Whether errors have a part in time: a reference at the steps of the level shows none. */
  readonly hasTimeError: boolean;
  /** What has to be added where an expectation is judged by it. */
  readonly caveat: string | null;
}

export type SweepAxis = "tau" | "h" | "joint" | "tensor" | "parameter";
/** Size along which an order is taken. */
export type SizeAxis = "tau" | "h" | "parameter";

/** Size of a level along an axis. */
export function sizeOf({ tau, h, parameter }: Pick<MeasuredLevel, "tau" | "h" | "parameter">, axis: SizeAxis): number {
  return axis === "tau" ? tau : axis === "h" ? h : (parameter?.size ?? Number.NaN);
}

/** The size along which a sweep takes its orders, tau where it changes both. */
export function mainAxis(sweep: SweepAxis): SizeAxis {
  return sweep === "h" || sweep === "parameter" ? sweep : "tau";
}

/** Whether a sweep changes the size along an axis. */
export function isSwept(sweep: SweepAxis, axis: SizeAxis): boolean {
  return sweep === axis || sweep === "joint" || sweep === "tensor";
}

/**
 * Lines of a sweep along which one size shrinks and, in a tensor sweep, the other is fixed: lists of indices into
 * `levels`, coarse to fine.
 */
export function linesAlong(
  levels: readonly Pick<MeasuredLevel, "steps" | "cells">[],
  sweep: SweepAxis,
  axis: SizeAxis,
): number[][] {
  if (!isSwept(sweep, axis)) return [];
  const lines = new Map<string, number[]>();
  for (const [k, { steps, cells }] of levels.entries()) {
    const key = sweep !== "tensor" ? "" : axis === "tau" ? cells.join("x") : String(steps);
    lines.set(key, [...(lines.get(key) ?? []), k]);
  }
  return [...lines.values()];
}
