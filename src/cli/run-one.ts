import { availableParallelism } from "node:os";
import { ExitCode } from "../errors.js";
import { levelContent } from "../report/table/levels.js";
import { manifestOf, type RunTimes, runInfo } from "../report/table/manifest.js";
import {
  hasResult,
  InterruptedError,
  isUnfinished,
  type LoadedStudy,
  readResult,
  runStudy,
  type StudyEvent,
  type StudyListener,
  type StudyRecord,
  studyHash,
} from "../study/index.js";
import { tableFiles } from "../tables/formats.js";
import { jsonFile } from "../tables/json-file.js";
import { drawResult } from "./draw.js";
import type { DrawOptions } from "./draw-options.js";
import { isDrawn } from "./drawn.js";
import { manifestKeeper } from "./manifest-file.js";
import type { RunCommandOptions, SweepOptions } from "./options.js";
import type { Outputs } from "./outputs.js";
import { readProvenance } from "./package-info.js";
import { seldom } from "./seldom.js";
import type { PlannedStudy } from "./select.js";
import type { Terminal } from "./terminal.js";
import { keepTrajectory } from "./trajectory.js";

/**
 * Runs a study and keeps its files, if there are any, up to date with every level.
 *
 * @param show told how it comes along
 */
export async function runOne(
  { study, plan, overrides = [] }: PlannedStudy,
  outputs: Outputs | undefined,
  options: SweepOptions,
  { signal }: Pick<Terminal, "signal">,
  show: StudyListener,
): Promise<StudyRecord> {
  const { jobs, store, force, levelTimeout } = options;
  const changes = overrides.map(({ text }) => text).join("; ");
  const changed = (record: StudyRecord): StudyRecord => (changes === "" ? record : { ...record, overrides: changes });
  const times = createTimes(jobs ?? availableParallelism());
  const provenance = readProvenance();
  const hash = studyHash(study);
  const keep = outputs && manifestKeeper(outputs.folder);
  // Levels are in the store as well: what an unfinished sweep has must not take the place of a whole result.
  const keepsOld = outputs !== undefined && hasWholeResult(outputs.folder);
  const save = (record: StudyRecord): void => {
    if (outputs === undefined || keep === undefined) return;
    if (record.levels.every(({ status }) => status === "missing")) return;
    if (keepsOld && record.levels.some(isUnfinished)) return;
    outputs.write({
      ...tableFiles(levelContent([record], false)),
      "manifest.json": keep(manifestOf({ study, hash }, record, provenance)),
      "run.json": jsonFile(runInfo(times.now())),
    });
  };
  const saveSoon = seldom((record: StudyRecord) => save(changed(record)));
  const onEvent = (event: StudyEvent): void => {
    times.note(event);
    show(event);
    if (event.type === "record") saveSoon(event.record);
  };
  try {
    const record = changed(await runStudy(plan, { jobs, store, force, levelTimeout, signal, onEvent }));
    saveSoon.stop();
    save(record);
    return record;
  } catch (error) {
    if (!(error instanceof InterruptedError && error.record !== undefined)) saveSoon.finish();
    else save(changed(error.record));
    throw error;
  } finally {
    saveSoon.stop();
  }
}

/**
 * What a run ends with: 4 where a level or the reference has failed, or contradicts it; a rate that is missed, or
 * cannot be judged, only where that is asked for.
 */
export function runExitCode({ verdict, findings }: StudyRecord, strict: boolean): ExitCode {
  if (strict) return verdict.exitCode;
  return findings.some(({ outcome }) => outcome === "failed") ? ExitCode.numerical : ExitCode.pass;
}

/** Whether a folder holds the result of another study than the one that is run. */
export function holdsOther(folder: string, { study }: LoadedStudy): boolean {
  const result = storedResult(folder);
  return result !== undefined && result.hash !== studyHash(study);
}

/** Whether a folder holds the result of a sweep that came to its end. */
function hasWholeResult(folder: string): boolean {
  return storedResult(folder)?.record.levels.every((level) => !isUnfinished(level)) ?? false;
}

/** The result in a folder; undefined where there is none that can be read. */
function storedResult(folder: string): ReturnType<typeof readResult> | undefined {
  try {
    return hasResult(folder) ? readResult(folder) : undefined;
  } catch {
    return undefined;
  }
}

/** Draws everything, with the trajectory that the report shows; nothing where that would give what is there. */
export async function writeReport(
  loaded: PlannedStudy,
  record: StudyRecord,
  outputs: Outputs,
  options: Pick<RunCommandOptions, "force" | "draw" | "store">,
  { signal, warn }: Pick<Terminal, "signal" | "warn">,
  onEvent: StudyListener,
): Promise<void> {
  const { force, draw } = options;
  await keepTrajectory(loaded, record, outputs, options, { signal }, onEvent);
  // Tables have just been written with the usual errors.
  if (!force && draw.errors === undefined && isDrawn(outputs.folder, draw)) return;
  drawStored(outputs, warn, draw);
}

/** Draws what there is; nothing, before the first level is done. */
export function drawStored(outputs: Outputs, warn: (message: string) => void, options: DrawOptions): void {
  if (hasResult(outputs.folder)) drawResult(outputs, warn, options);
}

/** Collects what `run.json` tells from the events of a run. */
function createTimes(jobs: number) {
  const started = new Date();
  const begin = performance.now();
  const levels: Record<string, number> = {};
  let reference: number | null = null;
  let reused = 0;
  return {
    note(event: StudyEvent): void {
      if (event.type === "level-finished") levels[event.level.level] = Math.round(event.milliseconds);
      if (event.type === "level-reused") reused++;
      if (event.type === "reference-finished" && !event.reused) reference = Math.round(event.milliseconds);
    },
    now: (): RunTimes => ({ started, milliseconds: performance.now() - begin, jobs, levels, reference, reused }),
  };
}
