import type { StudyListener } from "./events.js";
import type { StudyPlan } from "./plan.js";
import type { Pool } from "./pool.js";
import type { Store } from "./store.js";

/** What the parts of a running study share. */
export interface RunContext {
  readonly plan: StudyPlan;
  readonly pool: Pool;
  readonly store: Store;
  readonly emit: StudyListener;
}
