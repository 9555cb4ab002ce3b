import type { StepRow } from "../model/evolution.js";
import type { StudyListener } from "./events.js";

export { InterruptedError, type PlannedLevel, type StudyEvent, type StudyListener } from "./events.js";
export type { LoadOptions } from "./load.js";
export type { StudyPlan } from "./plan.js";
export type { StudyRecord } from "./record.js";
export type { Study } from "./schema.js";

/** How to run a study. */
export interface RunOptions {
  /** Worker threads; all cores when absent. Results do not depend on it. */
  readonly jobs?: number;
  /** Folder of stored levels; `JKO_STORE` or `.jko` in the current folder when absent, no store when false. */
  readonly store?: string | false;
  /** Recompute everything, and store it again. */
  readonly force?: boolean;
  readonly signal?: AbortSignal;
  readonly onEvent?: StudyListener;
}

/** One trajectory of a study, for `jko flow`. */
export interface FlowOptions {
  /** The finest level of the sweep when absent. */
  readonly steps?: number;
  readonly cells?: number;
  /** Snapshots, both ends counted; at least 2. */
  readonly snapshots?: number;
  readonly signal?: AbortSignal;
  readonly onEvent?: StudyListener;
}

export interface FlowSnapshot {
  readonly n: number;
  readonly t: number;
  /** Cell averages, index `cell * layers + layer`. */
  readonly density: Float64Array;
}

export interface FlowResult {
  readonly id: string;
  /** `ok`, or the status of the step that ended the trajectory: rows and snapshots stop there. */
  readonly status: string;
  readonly steps: number;
  readonly tau: number;
  readonly cells: readonly number[];
  readonly layers: readonly string[];
  /** Cell centres, `[x]` or `[x, y]` per cell. */
  readonly centres: readonly (readonly number[])[];
  readonly rows: readonly StepRow[];
  readonly snapshots: readonly FlowSnapshot[];
}

/** A study in a folder, for `jko list`; `problem` is set instead of the rest when the file is not a valid study. */
export interface StudySummary {
  readonly file: string;
  readonly id: string;
  readonly title: string;
  readonly question: string;
  readonly source: string;
  readonly tags: readonly string[];
  readonly scheme: string;
  readonly axis: string;
  /** E.g. `L1 1 in tau`. */
  readonly expected: readonly string[];
  readonly problem?: string;
}

/*
 * Signatures:
 *   loadStudy(argument: string, options?: LoadOptions): LoadedStudy
 *   listStudies(folder?: string): StudySummary[]            default: ./studies
 *   planStudy(study: Study): StudyPlan
 *   runStudy(study: Study, options?: RunOptions): Promise<StudyRecord>
 *   flowStudy(study: Study, options?: FlowOptions): Promise<FlowResult>
 *   studyHash(study: Study): string                          sha256 of the canonical JSON
 */
