import { isOfStates, type MeshStudy, type Study } from "../file/schema.js";
import { checkExpectations, expectationWarnings, requireSweep } from "./expectations.js";
import { planLevels } from "./levels.js";
import { availableMemory } from "./memory.js";
import { planDensities } from "./mesh-plan.js";
import { planStates } from "./state-plan.js";
import type { MeshPlan, StudyPlan } from "./study-plan.js";
import { postponed } from "./trial.js";

/**
 * Unrolls and checks a study: everything that can be wrong with it is found here, before anything runs.
 *
 * @param available bytes a job may use
 * @throws {InputError} with the path inside the study
 */
export function planStudy(study: MeshStudy, available?: number): MeshPlan;
export function planStudy(study: Study, available?: number): StudyPlan;
export function planStudy(study: Study, available: number = availableMemory()): StudyPlan {
  const swept = requireSweep(study);
  checkExpectations(swept);
  const { advice, untried, ...plan } = isOfStates(swept)
    ? planStates(swept, planLevels(swept), available)
    : planDensities(swept, planLevels(swept), available);
  const warnings = [...advice, ...expectationWarnings(swept, plan.levels), ...untried.map(postponed)];
  return { ...plan, study: swept, warnings };
}
