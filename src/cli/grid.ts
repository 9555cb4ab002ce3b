import { join } from "node:path";
import { ExitCode } from "../errors.js";
import { createProgress } from "../report/progress.js";
import { seriesProgress } from "../report/series-progress.js";
import { verdictWord } from "../report/table/level-facts.js";
import { levelContent } from "../report/table/levels.js";
import { InterruptedError, placeError, resultFolder, type StudyListener, type StudyRecord } from "../study/index.js";
import { terminalFormat } from "../tables/formats.js";
import { oneLine } from "../tables/one-line.js";
import { compareCommand } from "./compare.js";
import { sameCommand, tellInterrupted } from "./interrupted.js";
import type { RunCommandOptions } from "./options.js";
import { keptInStore, type Outputs, openOutputs } from "./outputs.js";
import { drawStored, runExitCode, runOne, writeReport } from "./run-one.js";
import { type Terminal, worstOf } from "./terminal.js";
import type { Grid, PlannedVariant } from "./variants.js";

/** A variant with the folder of its results, and what came of it. */
interface Run {
  readonly variant: PlannedVariant;
  readonly outputs: Outputs;
  record?: StudyRecord;
  /** What is told once the display has gone. */
  readonly warnings: string[];
  error?: unknown;
}

/** The variants of a study beside one another in a folder. */
interface Family {
  readonly grid: Grid;
  readonly folder: string;
  readonly runs: readonly Run[];
}

/** Runs all variants, one after the other, under one display; then compares those of each study. */
export async function runGrid(
  grids: readonly Grid[],
  options: RunCommandOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  const families = grids.map((grid) => openFamily(grid, grids.length > 1, options));
  const runs = families.flatMap((family) => family.runs);
  const ending = await runAll(runs, options, terminal);
  const codes = runs.flatMap((run) => settle(run, options.strict, terminal));
  for (const family of families) await showFamily(family, options, terminal);
  const records = runs.flatMap(({ record }) => record ?? []);
  if (options.format !== terminalFormat && records.length > 0) {
    terminal.show(levelContent(records, true), options.format);
  }
  if (!options.quiet) terminal.note(`written to ${families.map(({ folder }) => folder).join(", ")}`);
  if (ending === undefined) return worstOf(codes);
  for (const { outputs } of runs) outputs.removeEmpty();
  tellInterrupted(ending, terminal, sameCommand(options.force));
  terminal.note(`${records.length} of ${runs.length} variants are done`);
  return ExitCode.interrupted;
}

/** `vary` beside what else is kept of a study, or the folder that is asked for. */
function openFamily(grid: Grid, isOneOfSeveral: boolean, { out }: RunCommandOptions): Family {
  const { file, study } = grid.loaded;
  const own = join(resultFolder({ file, id: study.id }), "vary");
  const folder = out === undefined ? own : isOneOfSeveral ? join(out, study.id) : out;
  const runs = grid.variants.map((variant) => ({
    variant,
    outputs: openOutputs(join(folder, variant.name), keptInStore),
    warnings: [],
  }));
  return { grid, folder, runs };
}

/** Runs them until one is interrupted, which is returned. */
async function runAll(
  runs: readonly Run[],
  options: RunCommandOptions,
  terminal: Terminal,
): Promise<InterruptedError | undefined> {
  const { stderr, warn } = terminal;
  const shown = seriesProgress(runs.map(({ variant: { study, label, plan } }) => ({ id: study.id, label, plan })));
  const display = createProgress(shown, { stream: stderr, enabled: options.progress && !options.quiet, warn });
  try {
    for (const [index, run] of runs.entries()) {
      try {
        await runVariant(run, options, terminal, (event) => display.listener({ index, event }));
      } catch (error) {
        if (error instanceof InterruptedError) {
          drawStored(run.outputs, (message) => run.warnings.push(message), options.draw);
          return error;
        }
        run.error = placeError(error, run.variant);
      }
    }
    return undefined;
  } finally {
    display.stop();
  }
}

async function runVariant(
  run: Run,
  options: RunCommandOptions,
  terminal: Terminal,
  show: StudyListener,
): Promise<void> {
  const { variant, outputs, warnings } = run;
  const record = await runOne(variant, outputs, options, terminal, show);
  run.record = record;
  warnings.push(...record.verdict.warnings);
  const quiet = { signal: terminal.signal, warn: (message: string) => warnings.push(message) };
  // The trajectory is no part of the work that is counted.
  await writeReport(variant, record, outputs, options, quiet, () => {});
}

/** Tells of warnings and errors; returns what the variant ends with. */
function settle({ variant, record, warnings, error }: Run, strict: boolean, terminal: Terminal): ExitCode[] {
  for (const warning of warnings) terminal.warn(`${variant.label}: ${warning}`);
  const failed = error === undefined ? [] : [terminal.fail(error)];
  return record === undefined ? failed : [...failed, runExitCode(record, strict)];
}

/** A line per variant and the comparison of all; at a terminal it is printed. */
async function showFamily({ folder, runs }: Family, options: RunCommandOptions, terminal: Terminal): Promise<void> {
  const done = runs.filter(({ record }) => record !== undefined);
  const isTable = options.format === terminalFormat;
  for (const { variant, record } of isTable ? done : []) {
    if (record === undefined) continue;
    const { word, tone } = verdictWord(record);
    terminal.print(`${oneLine(variant.label)}  ${terminal.style.tone(tone, word)}\n`);
    const wrong = record.findings.filter(({ outcome }) => outcome !== "met");
    for (const { sentence } of wrong) terminal.print(`- ${oneLine(sentence)}\n`);
  }
  if (done.length === 0) return;
  if (isTable) terminal.print("\n");
  const folders = done.map(({ outputs }) => outputs.folder);
  const own: Terminal = isTable ? terminal : { ...terminal, show: () => {} };
  await compareCommand.execute({ folders, out: folder, format: "table" }, own);
}
