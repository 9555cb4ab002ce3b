import type { Finding } from "../convergence/expectation.js";
import type { ErrorValues } from "../convergence/names.js";
import type { Verdict } from "../convergence/verdict.js";

export type { Finding } from "../convergence/expectation.js";
export { type ErrorName, type ErrorValues, type NormName, normNames } from "../convergence/names.js";
export type { Verdict } from "../convergence/verdict.js";

export type LevelStatus = "ok" | "stalled" | "maxIterations" | "nonFinite" | "vacuum" | "caustic" | "missing";

/** One level of a sweep as run: the only currency of tables, files, figures and verdicts. */
export interface LevelRecord {
  readonly level: number;
  readonly steps: number;
  readonly tau: number;
  /** Cells per axis. */
  readonly cells: readonly number[];
  readonly h: number;
  readonly status: LevelStatus;
  readonly errors: ErrorValues;
  /** Estimated error of the reference, in the same norms. */
  readonly referenceErrors: ErrorValues;
  readonly solverError: number;
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
  /** Observed order along the swept axis (tau for tau, joint and tensor; h for h). */
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
  readonly axis: "tau" | "h" | "joint" | "tensor";
  /** Error names in the study's order. */
  readonly errors: readonly string[];
  /** Kind of reference used, and its description in one sentence. */
  readonly reference: { readonly kind: string; readonly description: string };
  readonly levels: readonly JudgedLevel[];
  readonly verdict: Verdict;
  /** What the verdict rests on, one per reason. */
  readonly findings: readonly Finding[];
  /** Least-squares slopes per error over the unflagged levels. */
  readonly fits: Readonly<Record<string, { readonly order: number; readonly levels: number }>>;
}
