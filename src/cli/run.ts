import { availableParallelism } from "node:os";
import { join } from "node:path";
import { ExitCode } from "../errors.js";
import { studyProgress } from "../report/study-progress.js";
import { levelContent } from "../report/table/levels.js";
import { manifestOf, type RunTimes, runInfo } from "../report/table/manifest.js";
import {
  flowFile,
  flowStudy,
  hasResult,
  InterruptedError,
  isCurrent,
  type LoadedStudy,
  levelToShow,
  placeError,
  readResult,
  resultsFolder,
  runStudy,
  type StudyEvent,
  type StudyRecord,
  studyHash,
  trajectoryFile,
} from "../study/index.js";
import { formats, tableFiles, terminalFormat } from "../tables/formats.js";
import { jsonFile } from "../tables/json-file.js";
import type { Command } from "./command.js";
import { drawResult, framesShown } from "./draw.js";
import { type CommonOptions, type Parsed, readCommonOptions, readText, readWords, textOption } from "./options.js";
import { keptInStore, type Outputs, openOutputs } from "./outputs.js";
import { readProvenance } from "./package-info.js";
import { type PlannedStudy, selectStudies } from "./select.js";
import { type Terminal, worstOf } from "./terminal.js";
import { watched } from "./watched.js";

export const runCommand: Command = {
  formats,
  options: {
    out: textOption(
      "DIR",
      "Folder of the results; of several studies, DIR/<id> [default: results/<id>, beside the study's folder]",
    ),
    tag: textOption("TAG", "Also the studies in studies/ with this tag"),
  },
  examples: [
    ["box-modes", "A study of studies/; writes results/box-modes/"],
    ["my-study.yaml --out out --format csv > my.csv", "A file; the same table on standard output"],
    ["box-modes --set scheme.name=implicit-euler --out euler", "With a value changed"],
    ["--tag flagship", "All studies with a tag"],
  ],
  execute: run,
};

async function run(parsed: Parsed, terminal: Terminal): Promise<ExitCode> {
  const options = readCommonOptions(parsed, formats);
  const out = readText(parsed, "out");
  const selected = selectStudies({
    names: readWords(parsed, "studies"),
    tag: readText(parsed, "tag"),
    set: options.set,
  });
  const folder = (loaded: LoadedStudy): string =>
    out === undefined ? resultsFolder(loaded) : selected.length > 1 ? join(out, loaded.study.id) : out;
  const opened = selected.map((loaded) => {
    const isOwn = out !== undefined || options.set.length === 0 || !holdsOther(folder(loaded), loaded);
    if (isOwn) return openOutputs(folder(loaded), keptInStore);
    const kept = `${folder(loaded)} keeps the result of the study without --set`;
    terminal.warn(`${loaded.study.id}: ${kept}, nothing is written; give --out DIR to write this one`);
    return undefined;
  });
  const records: StudyRecord[] = [];
  const codes: ExitCode[] = [];
  for (const [k, loaded] of selected.entries()) {
    const outputs = opened[k];
    try {
      const record = await runOne(loaded, outputs, options, terminal);
      records.push(record);
      codes.push(record.verdict.exitCode === ExitCode.numerical ? ExitCode.numerical : ExitCode.pass);
      if (options.format === terminalFormat) {
        terminal.print(records.length > 1 ? "\n" : "");
        terminal.show(levelContent([record], false), options.format);
      }
      if (outputs !== undefined) await writeReport(loaded, record, outputs, options, terminal);
    } catch (error) {
      if (error instanceof InterruptedError) {
        tellInterrupted(error, terminal);
        if (outputs !== undefined) drawStored(outputs, terminal.warn);
        return ExitCode.interrupted;
      }
      codes.push(terminal.fail(placeError(error, loaded)));
    }
  }
  if (options.format !== terminalFormat && records.length > 0) {
    terminal.show(levelContent(records, selected.length > 1), options.format);
  }
  for (const { id, verdict } of records) {
    for (const warning of verdict.warnings) terminal.warn(`${id}: ${warning}`);
  }
  return worstOf(codes);
}

/** Runs a study and keeps its files, if there are any, up to date with every level. */
export async function runOne(
  { study, plan, overrides = [] }: PlannedStudy,
  outputs: Outputs | undefined,
  options: CommonOptions,
  terminal: Terminal,
): Promise<StudyRecord> {
  const { jobs, store, force } = options;
  const changes = overrides.map(({ text }) => text).join("; ");
  const changed = (record: StudyRecord): StudyRecord => (changes === "" ? record : { ...record, overrides: changes });
  const { stderr, signal } = terminal;
  const warn = (message: string): void => terminal.warn(`${study.id}: ${message}`);
  const times = createTimes(jobs ?? availableParallelism());
  const provenance = readProvenance();
  const hash = studyHash(study);
  // Levels are in the store as well: what an unfinished sweep has must not take the place of a whole result.
  const keepsOld = outputs !== undefined && hasWholeResult(outputs.folder);
  const save = (record: StudyRecord): void => {
    if (outputs === undefined || record.levels.every(({ status }) => status === "missing")) return;
    if (keepsOld && record.levels.some(({ status }) => status === "missing")) return;
    outputs.write({
      ...tableFiles(levelContent([record], false)),
      "manifest.json": jsonFile(manifestOf({ study, hash }, record, provenance)),
      "run.json": jsonFile(runInfo(times.now())),
    });
  };
  try {
    const computed = await watched(studyProgress(study.id), options, { stderr, warn }, (show) => {
      const onEvent = (event: StudyEvent): void => {
        times.note(event);
        show(event);
        if (event.type === "record") save(changed(event.record));
      };
      return runStudy(plan, { jobs, store, force, signal, onEvent });
    });
    const record = changed(computed);
    save(record);
    return record;
  } catch (error) {
    if (error instanceof InterruptedError && error.record !== undefined) save(changed(error.record));
    throw error;
  }
}

/** Whether a folder holds the result of another study than the one that is run. */
function holdsOther(folder: string, { study }: LoadedStudy): boolean {
  const result = storedResult(folder);
  return result !== undefined && result.hash !== studyHash(study);
}

/** Whether a folder holds the result of a sweep that came to its end. */
function hasWholeResult(folder: string): boolean {
  return storedResult(folder)?.record.levels.every(({ status }) => status !== "missing") ?? false;
}

/** The result in a folder; undefined where there is none that can be read. */
function storedResult(folder: string): ReturnType<typeof readResult> | undefined {
  try {
    return hasResult(folder) ? readResult(folder) : undefined;
  } catch {
    return undefined;
  }
}

/** Computes the trajectory that the report shows, unless it is there already, and draws everything. */
async function writeReport(
  { study, plan }: PlannedStudy,
  record: StudyRecord,
  outputs: Outputs,
  options: CommonOptions,
  terminal: Terminal,
): Promise<void> {
  const { signal, warn } = terminal;
  const level = levelToShow(plan, record);
  const hash = studyHash(study);
  if (level !== undefined && (options.force || !isCurrent(outputs.folder, hash, level, framesShown))) {
    const { level: own, steps, cells: mesh } = level;
    const shape = { level: own, steps, mesh, snapshots: framesShown };
    const flow = await watched(studyProgress(study.id), options, terminal, (onEvent) =>
      flowStudy(study, { ...shape, signal, onEvent }),
    );
    outputs.write({ [trajectoryFile]: flowFile(hash, flow) });
  }
  drawStored(outputs, warn);
}

/** Draws what there is; nothing, before the first level is done. */
function drawStored(outputs: Outputs, warn: (message: string) => void): void {
  if (hasResult(outputs.folder)) drawResult(outputs, warn);
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

/** @param again what goes on where it was interrupted */
export function tellInterrupted({ record }: InterruptedError, { note }: Terminal, again = "the same command"): void {
  const levels = record?.levels ?? [];
  const finished = levels.filter(({ status }) => status !== "missing").length;
  const kept = `${finished} of ${levels.length} levels of ${record?.id} are kept; ${again} goes on from there`;
  note(record === undefined ? "interrupted" : `interrupted: ${kept}`);
}
