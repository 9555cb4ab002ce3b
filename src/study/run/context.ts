import type { StudyPlan } from "../plan/study-plan.js";
import type { Store } from "../record/store.js";
import type { StudyListener } from "./events.js";
import type { Pool } from "./pool.js";

/** Where results come from. */
export interface Shared {
  readonly pool: Pool;
  readonly store: Store;
}

/** What the parts of a running study share. */
export interface RunContext<P extends StudyPlan = StudyPlan> extends Shared {
  readonly plan: P;
  /** The pool for levels and the error budget, whose runs may be limited in time; references take what they take. */
  readonly limited: Pool;
  readonly emit: StudyListener;
}
