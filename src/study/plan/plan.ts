import { isStateStudy, type MeshStudy, type StateStudy, type Study } from "../file/schema.js";
import { checkExpectations, requireSweep } from "./expectations.js";
import { availableMemory } from "./memory.js";
import { planMeshStudy } from "./mesh-plan.js";
import { planStateStudy } from "./state-plan.js";
import type { MeshPlan, StatePlan, StudyPlan } from "./study-plan.js";

/**
 * Unrolls and checks a study: everything that can be wrong with it is found here, before anything runs.
 *
 * @param available bytes a job may use
 * @throws {InputError} with the path inside the study
 */
export function planStudy(study: MeshStudy, available?: number): MeshPlan;
export function planStudy(study: StateStudy, available?: number): StatePlan;
export function planStudy(study: Study, available?: number): StudyPlan;
export function planStudy(study: Study, available: number = availableMemory()): StudyPlan {
  const swept = requireSweep(study);
  checkExpectations(swept);
  return isStateStudy(swept) ? planStateStudy(swept, available) : planMeshStudy(swept, available);
}
