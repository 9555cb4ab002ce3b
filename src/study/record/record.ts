import type { ErrorValues } from "../../convergence/error.js";
import type { Finding } from "../../convergence/expectation.js";
import type { Fit } from "../../convergence/fits.js";
import type { TensorFit } from "../../convergence/tensor-fit.js";
import type { Verdict } from "../../convergence/verdict.js";

export type { ErrorValues } from "../../convergence/error.js";
export type { Finding } from "../../convergence/expectation.js";
export type { Fit } from "../../convergence/fits.js";
export type { Estimate, TensorFit } from "../../convergence/tensor-fit.js";
export type { Verdict } from "../../convergence/verdict.js";

/** What a level of a parameter sweep sets. */
export interface SweptParameter {
  /** Path inside the study, e.g. `scheme.directions`. */
  readonly path: string;
  readonly value: number;
  /** What tends to 0 along the sweep, and orders are taken in: the value or its inverse. */
  readonly size: number;
}

export const levelStatuses = [
  "ok",
  "stalled",
  "maxIterations",
  "nonFinite",
  "vacuum",
  "caustic",
  "timeout",
  "missing",
] as const;
export type LevelStatus = (typeof levelStatuses)[number];

/** Whether a level has no result, and may have one when the study is run again. */
export function isUnfinished({ status }: { readonly status: LevelStatus }): boolean {
  return status === "missing" || status === "timeout";
}

/** Where a level is in its sweep. */
export interface LevelSizes {
  /** From 0. */
  readonly level: number;
  readonly steps: number;
  readonly tau: number;
  /** Cells per axis; empty for states without a mesh, whose `h` is NaN. */
  readonly cells: readonly number[];
  readonly h: number;
  /** Of a parameter sweep. */
  readonly parameter?: SweptParameter;
}

/** One level of a sweep as run: the only currency of tables, files, figures and verdicts. */
export interface LevelRecord extends LevelSizes {
  readonly status: LevelStatus;
  /** Why a level failed; absent only where a table was read back, which has no column for it. */
  readonly reason?: string | undefined;
  readonly errors: ErrorValues;
  /** Distance to the exact discrete iterate, by error name; absent where the study has no such second reference. */
  readonly iterateErrors?: ErrorValues;
  /** Estimated error of the reference, in the same norms. */
  readonly referenceErrors: ErrorValues;
  /** Of states at the end: root mean square distance from the mean, per axis. */
  readonly extent?: number;
  /** Error the solver leaves, at most: in L1, or of other states in the scheme's own metric. */
  readonly solverError: number;
  /** L1 distance of the final density to the limit tau -> 0 on the level's mesh; NaN when not available. */
  readonly timeError: number;
  /** Estimated L1 error of that limit; absent where there is none of the budget's own. */
  readonly limitError?: number;
  /** L1 distance of that limit to the reference, where it is known; no column. */
  readonly limitDistance?: number;
  /**
   * L1 distance of the final density to that of the scheme at the same steps on twice the cells; NaN when not
   * available.
   */
  readonly meshError: number;
  /**
   * Of a porous medium: L1 distance of the final density to that with twice the regularization; NaN when not available.
   */
  readonly regularizationError?: number;
  readonly newtonMean: number;
  readonly newtonMax: number;
  readonly gapMax: number;
  readonly residualMax: number;
  readonly massDrift: number;
  readonly energyMonotone: boolean;
  readonly densityMin: number;
}

/** A level with its orders against the previous one and its flags. */
export interface JudgedLevel extends LevelRecord {
  /** Observed order along the swept axis (tau for tau, joint and tensor; h for h; the size for parameter). */
  readonly orders: ErrorValues;
  /** Observed order in h, for joint and tensor sweeps. */
  readonly ordersH: ErrorValues;
  readonly flags: readonly string[];
}

/** Everything a report needs about one study. */
export interface StudyRecord {
  readonly id: string;
  readonly title: string;
  readonly question: string;
  readonly scheme: string;
  readonly transport: string;
  readonly axis: "tau" | "h" | "joint" | "tensor" | "parameter";
  /** Path of what a parameter sweep varies, e.g. `scheme.directions`. */
  readonly parameter?: string;
  /** What was changed in the study for this run, as it was given: `sweep.cells=200; model.finalTime=1`. */
  readonly overrides?: string;
  /** What the iterate errors are distances to, in one sentence. */
  readonly iterate?: string;
  /** Error names in the study's order. */
  readonly errors: readonly string[];
  /** Kind of reference used, and its description in one sentence. */
  readonly reference: { readonly kind: string; readonly description: string };
  readonly levels: readonly JudgedLevel[];
  readonly verdict: Verdict;
  /** While a study runs: runs of the error budget that are left, without which the verdict is none. */
  readonly pending?: number;
  /** What the verdict rests on, one per reason. */
  readonly findings: readonly Finding[];
  /** Power laws per error over the unflagged levels, along the swept axis; `NORM in h` for a tensor sweep. */
  readonly fits: Readonly<Record<string, Fit>>;
  /** e = A tau^p + B h^q per error; tensor sweeps only. */
  readonly tensorFit?: Readonly<Record<string, TensorFit>>;
}
