import type { PlannedLevel } from "./events.js";
import type { Study } from "./schema.js";

/** A study unrolled into what has to be computed: pure data. */
export interface StudyPlan {
  readonly study: Study;
  readonly levels: readonly PlannedLevel[];
  /** Kind of reference, after `auto` has been resolved. */
  readonly referenceKind: string;
  /** Bytes the largest concurrent set of jobs needs, estimated. */
  readonly memory: number;
  /** Advice that does not stop the run. */
  readonly warnings: readonly string[];
}
