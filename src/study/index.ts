export { InterruptedError, type PlannedLevel, type StudyEvent, type StudyListener } from "./events.js";
export { listStudies, type StudySummary } from "./list.js";
export { type LoadedStudy, type LoadOptions, loadStudy } from "./load.js";
export type { FlowOptions, FlowResult, FlowSnapshot, RunOptions } from "./options.js";
export type { StudyPlan } from "./plan.js";
export type { StudyRecord } from "./record.js";
export type { Study } from "./schema.js";

/*
 * To come, with these signatures:
 *   planStudy(study: Study): StudyPlan
 *   runStudy(study: Study, options?: RunOptions): Promise<StudyRecord>
 *   flowStudy(study: Study, options?: FlowOptions): Promise<FlowResult>
 *   studyHash(study: Study): string, sha256 of the canonical JSON
 */
