export { availableNames, listStudies, type StudySummary } from "./file/list.js";
export { findStudy, type LoadedStudy, type LoadOptions, loadStudy, placeError } from "./file/load.js";
export { parseStudy } from "./file/parse.js";
export type { Study, StudyInput } from "./file/schema.js";
export { studyHash } from "./file/study-hash.js";
export { parseVary, type Variant, type VariedKey, variantsOf, variedIn } from "./file/vary.js";
export { flowStudy } from "./flow/flow.js";
export { snapshotSteps } from "./flow/flow-task.js";
export { type RecordedFlow, recordedFlow } from "./flow/recorded-flow.js";
export { framesShown } from "./flow/recording.js";
export { flowFile, isCurrent, levelToShow, readFlow, trajectoryFile } from "./flow/stored-flow.js";
export { planStudy } from "./plan/plan.js";
export type { StudyPlan } from "./plan/study-plan.js";
export { baselineFile, readBaseline, type SkippedBaseline } from "./record/baseline.js";
export { drawingHash } from "./record/code-hash.js";
export { committedFolder, resultFolder, storedIds } from "./record/folders.js";
export { isUnfinished, type StudyRecord } from "./record/record.js";
export { removeStaleTemporaries, replaceFiles } from "./record/replace-file.js";
export { storeFolder } from "./record/store.js";
export { type EntrySummary, inspectStore, pruneStore } from "./record/store-contents.js";
export { hasResult, readResult, type StoredResult } from "./record/stored-record.js";
export { shortNames, variantText, variedKeys } from "./record/variants.js";
export { InterruptedError, type Kept, type PlannedLevel, type StudyEvent, type StudyListener } from "./run/events.js";
export { runStudy } from "./run/execute.js";
export type {
  DistanceEnd,
  DistanceOptions,
  DistanceResult,
  EnergyCurve,
  FlowOptions,
  FlowResult,
  FlowSnapshot,
  RunOptions,
} from "./run/options.js";
