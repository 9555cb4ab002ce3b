import type { LevelRecord, LevelSizes, StudyRecord } from "../record/record.js";

/** A level of a sweep as planned. */
export interface PlannedLevel extends LevelSizes {
  /** Expected work in arbitrary units, for longest-first scheduling and remaining-time estimates. */
  readonly cost: number;
}

/** What happens while a study runs; the executor prints nothing itself. */
export type StudyEvent =
  /** The levels are about to run; `cost` is their sum and that of the references. */
  | {
      readonly type: "started";
      readonly levels: readonly PlannedLevel[];
      readonly cost: number;
      /** Number of references that will be computed. */
      readonly references: number;
    }
  | { readonly type: "reference-started"; readonly kind: string }
  | {
      readonly type: "reference-finished";
      readonly kind: string;
      readonly description: string;
      readonly milliseconds: number;
      readonly reused: boolean;
    }
  | { readonly type: "reference-failed"; readonly kind: string; readonly reason: string }
  | { readonly type: "level-started"; readonly level: PlannedLevel }
  | { readonly type: "level-progress"; readonly level: number; readonly step: number; readonly steps: number }
  /** Errors may still be missing: they follow in a `record` event once the reference is known. */
  | { readonly type: "level-finished"; readonly level: LevelRecord; readonly milliseconds: number }
  | { readonly type: "level-reused"; readonly level: LevelRecord }
  | { readonly type: "store-damaged"; readonly entry: string; readonly reason: string }
  | { readonly type: "warning"; readonly message: string }
  /** Every level has been compared with the reference; the verdict waits for runs of the error budget. */
  | { readonly type: "pending"; readonly record: StudyRecord }
  /** The record so far, with levels that have not run as `missing`; sent whenever it has changed. */
  | { readonly type: "record"; readonly record: StudyRecord };

export type StudyListener = (event: StudyEvent) => void;

/** What of an interrupted run is in the store. */
export interface Kept {
  readonly levels: number;
  /** References, and runs of the error budget. */
  readonly others: number;
}

/** The run was stopped by its AbortSignal; what had finished is in `record`, and as far as `kept` says in the store. */
export class InterruptedError extends Error {
  override readonly name = "InterruptedError";
  /** @param record what has been computed; undefined for a single trajectory */
  constructor(
    readonly record?: StudyRecord,
    readonly kept: Kept = { levels: 0, others: 0 },
  ) {
    super("interrupted");
  }
}
