import { isStateStudy, type Study } from "../file/schema.js";
import type { LevelPlan } from "./levels.js";
import { availableMemory } from "./memory.js";
import { type MeshPlan, planMeshStudy } from "./mesh-plan.js";
import { planStateStudy, type StatePlan } from "./state-plan.js";

/** What the plans of all studies have in common. */
export interface PlanCore {
  readonly levels: readonly LevelPlan[];
  /** Kind of reference, after `auto` has been resolved. */
  readonly referenceKind: string;
  /** Whether `auto` chose the reference. */
  readonly automatic: boolean;
  /** Estimated bytes of the largest single job. */
  readonly memory: number;
  /** Advice that does not stop the run. */
  readonly warnings: readonly string[];
}

/** A study unrolled into what has to be computed. */
export type StudyPlan = MeshPlan | StatePlan;

/**
 * Unrolls and checks a study: everything that can be wrong with it is found here, before anything runs.
 *
 * @param available bytes a job may use
 * @throws {InputError} with the path inside the study
 */
export function planStudy(study: Study, available: number = availableMemory()): StudyPlan {
  return isStateStudy(study) ? planStateStudy(study, available) : planMeshStudy(study, available);
}
