import { join } from "node:path";
import { ExitCode } from "../errors.js";
import { studyProgress } from "../report/study-progress.js";
import { levelContent } from "../report/table/levels.js";
import { InterruptedError, placeError, resultFolder, type StudyRecord } from "../study/index.js";
import { formats, terminalFormat } from "../tables/formats.js";
import type { Command } from "./command.js";
import { errorOptions, figureOptions, readErrors, readSheet, requireErrors } from "./figure-options.js";
import { runGrid } from "./grid.js";
import { sameCommand, tellInterrupted } from "./interrupted.js";
import {
  type Parsed,
  type RunCommandOptions,
  readSweepOptions,
  readSwitch,
  readText,
  readWords,
  sweepOptions,
  tagOptions,
  textOption,
} from "./options.js";
import { keptInStore, type Outputs, openOutputs } from "./outputs.js";
import { pendingTable } from "./pending-table.js";
import { drawStored, holdsOther, runExitCode, runOne, writeReport } from "./run-one.js";
import { type PlannedStudy, planSelected, selectedStudies } from "./select.js";
import { type Terminal, worstOf } from "./terminal.js";
import { plannedVariants } from "./variants.js";
import { watched } from "./watched.js";

export const runCommand: Command = {
  formats,
  options: {
    out: textOption(
      "DIR",
      "Folder of the results; of several studies, DIR/<id> [default: results/<id>, beside the study's folder]",
    ),
    ...tagOptions,
    vary: textOption("KEY=V,W,…", "Run every combination of values, each in a folder of its own; may be repeated"),
    strict: { type: "boolean", describe: "Exit with 3 where a rate is missed, with 4 where it cannot be judged" },
    ...sweepOptions,
    ...errorOptions,
    ...figureOptions,
  },
  examples: [
    ["box-modes", "A study of studies/; writes results/box-modes/"],
    ["my-study.yaml --out out --format csv > my.csv", "A file; the same table on standard output"],
    ["box-modes --set scheme.name=implicit-euler --out euler", "With a value changed"],
    [
      "box-modes --vary model.exchange.mobility=unit,logarithmic --vary sweep.cells=50,100",
      "Four variants, in results/box-modes/vary/, and their comparison",
    ],
    ["--tag flagship --without-tag paper", "All studies with a tag, but for those with another"],
  ],
  execute: run,
};

async function run(parsed: Parsed, terminal: Terminal): Promise<ExitCode> {
  const options: RunCommandOptions = {
    ...readSweepOptions(parsed, formats),
    ...{ out: readText(parsed, "out"), strict: readSwitch(parsed, "strict") },
    draw: { sheet: readSheet(parsed), errors: readErrors(parsed) },
  };
  const loaded = selectedStudies({
    names: readWords(parsed, "studies"),
    tag: readText(parsed, "tag"),
    withoutTags: readWords(parsed, "without-tag"),
    set: options.set,
  });
  for (const { study } of loaded) requireErrors(study, options.draw.errors);
  const grids = plannedVariants(loaded, readWords(parsed, "vary"), options.set);
  return grids === undefined
    ? await runStudies(loaded.map(planSelected), options, terminal)
    : await runGrid(grids, options, terminal);
}

async function runStudies(
  selected: readonly PlannedStudy[],
  options: RunCommandOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  const opened = selected.map((one) => openFor(one, selected.length > 1, options, terminal));
  const records: StudyRecord[] = [];
  const codes: ExitCode[] = [];
  const written: string[] = [];
  for (const [k, loaded] of selected.entries()) {
    const outputs = opened[k];
    const { id } = loaded.study;
    const warn = (message: string): void => terminal.warn(`${id}: ${message}`);
    const table = pendingTable(terminal, options.format === terminalFormat, records.length > 0 ? "\n" : "");
    try {
      const record = await watched(studyProgress(id), options, { stderr: terminal.stderr, warn }, (show) =>
        runOne(loaded, outputs, options, terminal, table.watch(show)),
      );
      records.push(record);
      codes.push(runExitCode(record, options.strict));
      table.finish(record);
      if (outputs === undefined) continue;
      written.push(outputs.folder);
      await watched(studyProgress(id), options, terminal, (show) =>
        writeReport(loaded, record, outputs, options, terminal, show),
      );
    } catch (error) {
      table.stop();
      if (error instanceof InterruptedError) {
        tellInterrupted(error, terminal, sameCommand(options.force));
        if (outputs !== undefined) drawStored(outputs, terminal.warn, options.draw);
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
  if (!options.quiet && written.length > 0) terminal.note(`written to ${written.join(", ")}`);
  return worstOf(codes);
}

/** The folder of a study's results; undefined where it keeps those of the study without what `--set` changes. */
function openFor(
  loaded: PlannedStudy,
  isOneOfSeveral: boolean,
  { out, set }: RunCommandOptions,
  terminal: Terminal,
): Outputs | undefined {
  const { id } = loaded.study;
  const own = resultFolder({ file: loaded.file, id });
  const folder = out === undefined ? own : isOneOfSeveral ? join(out, id) : out;
  if (out !== undefined || set.length === 0 || !holdsOther(folder, loaded)) return openOutputs(folder, keptInStore);
  const kept = `${folder} keeps the result of the study without --set`;
  terminal.warn(`${id}: ${kept}, nothing is written; give --out DIR to write this one`);
  return undefined;
}
