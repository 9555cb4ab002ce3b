import type { StepRow } from "../model/evolution.js";
import type { Domain } from "../model/mesh.js";
import type { StudyListener } from "./events.js";

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
  /** Cells of every axis, instead of `cells`. */
  readonly mesh?: readonly number[];
  /** Snapshots, both ends counted and evenly spaced; 2 when absent. */
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
  /** Lower and upper end of every axis. */
  readonly domain: Domain;
  /** Cells of every axis; they are numbered with the first axis fastest. */
  readonly cells: readonly number[];
  readonly layers: readonly string[];
  /** Cell centres, `[x]` or `[x, y]` per cell. */
  readonly centres: readonly (readonly number[])[];
  readonly rows: readonly StepRow[];
  readonly snapshots: readonly FlowSnapshot[];
}
