export { baselineFile, readBaseline, type SkippedBaseline } from "./baseline.js";
export { type BenchOptions, runBench } from "./bench/bench.js";
export { builtInCases, planCase } from "./bench/cases.js";
export { type PrecisionLine, runPrecision } from "./bench/precision.js";
export type { BenchCase, BenchEnding, BenchEvent, BenchPoint, BenchRecord } from "./bench/record.js";
export { distanceStudy } from "./distance.js";
export { energiesOf } from "./energies.js";
export { InterruptedError, type PlannedLevel, type StudyEvent, type StudyListener } from "./events.js";
export { runStudy } from "./execute.js";
export { flowStudy } from "./flow.js";
export { snapshotSteps } from "./flow-task.js";
export { availableNames, listStudies, type StudySummary } from "./list.js";
export { type LoadedStudy, type LoadOptions, loadStudy, placeError } from "./load.js";
export type {
  DistanceEnd,
  DistanceOptions,
  DistanceResult,
  EnergyCurve,
  FlowOptions,
  FlowResult,
  FlowSnapshot,
  RunOptions,
} from "./options.js";
export { planStudy, type StudyPlan } from "./plan.js";
export type { StudyRecord } from "./record.js";
export { removeStaleTemporaries, replaceFiles } from "./replace-file.js";
export type { Study } from "./schema.js";
export { isToSearch, planSearch } from "./search/plan.js";
export type { SearchRecord } from "./search/record.js";
export { SearchEnded, type SearchProgress, searchStudy } from "./search/run.js";
export { storeFolder } from "./store.js";
export { type EntrySummary, inspectStore, pruneStore } from "./store-contents.js";
export { flowFile, isCurrent, levelToShow, readFlow, trajectoryFile } from "./stored-flow.js";
export { hasResult, readResult, type StoredResult } from "./stored-record.js";
export { studyHash } from "./study-hash.js";
