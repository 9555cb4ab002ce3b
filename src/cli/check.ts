import { dirname, join, resolve } from "node:path";
import { ExitCode, InputError } from "../errors.js";
import { studyProgress } from "../report/study-progress.js";
import {
  type CheckedStudy,
  type CheckLine,
  checkContent,
  checkLines,
  checkSummary,
  checkText,
  exitCodeOf,
} from "../report/table/check-lines.js";
import { baselineFile, InterruptedError, type LoadedStudy, placeError, readBaseline } from "../study/index.js";
import { rowFormats, terminalFormat } from "../tables/formats.js";
import { createAnnotate } from "./annotate.js";
import type { Command } from "./command.js";
import { tellInterrupted } from "./interrupted.js";
import { openJunit } from "./junit-file.js";
import {
  type Parsed,
  readSweepOptions,
  readSwitch,
  readText,
  readWords,
  type SweepOptions,
  sweepOptions,
  tagOptions,
  textOption,
} from "./options.js";
import { keptInStore, type Outputs, openOutputs } from "./outputs.js";
import { runOne } from "./run-one.js";
import { type PlannedStudy, selectStudies } from "./select.js";
import { type Terminal, worstOf } from "./terminal.js";
import { watched } from "./watched.js";

export const checkCommand: Command = {
  formats: rowFormats,
  options: {
    ...tagOptions,
    reuse: { type: "boolean", describe: "Use stored levels; otherwise every level is computed again" },
    junit: textOption("FILE", "Write the outcome as JUnit XML"),
    out: textOption("DIR", "Also write the tables; of several studies, DIR/<id> [default: nothing is written]"),
    ...sweepOptions,
  },
  examples: [
    ["", "Everything in studies/, against results/ beside it"],
    ["--tag fast --junit check.xml", "For continuous integration; annotations where GITHUB_ACTIONS is set"],
    ["box-modes --reuse --format json", "From stored levels where they are there"],
  ],
  execute: check,
};

/** A study with everything that is needed to judge it. */
interface Prepared {
  readonly loaded: PlannedStudy;
  readonly baseline: ReturnType<typeof readBaseline>;
  readonly outputs: Outputs | undefined;
}

async function check(parsed: Parsed, terminal: Terminal): Promise<ExitCode> {
  const options = readOptions(parsed);
  // Other formats stay free of anything that is not theirs.
  const write = options.format === terminalFormat ? (line: string) => terminal.print(`${line}\n`) : terminal.note;
  const annotate = createAnnotate(process.env, write);
  const prepared = annotate.guard(() => prepare(parsed, options));
  const junit = openJunit(readText(parsed, "junit"));
  const checked: CheckedStudy[] = [];
  const codes: ExitCode[] = [];
  for (const one of prepared) {
    const outcome = await checkOne(one, options, terminal);
    if (outcome === "interrupted") return ExitCode.interrupted;
    checked.push(outcome.study);
    codes.push(outcome.code);
    if (options.format === terminalFormat) terminal.print(checkText(outcome.study, terminal.style));
    annotate.study(outcome.study);
    junit.write(checked);
  }
  if (options.format !== terminalFormat) terminal.show(checkContent(checked, prepared.length > 1), options.format);
  if (!options.quiet) terminal.note(checkSummary(checked));
  return worstOf(codes);
}

function readOptions(parsed: Parsed): SweepOptions {
  const options = readSweepOptions(parsed, rowFormats);
  const reuse = readSwitch(parsed, "reuse");
  if (reuse && options.force) {
    throw new InputError("contradicts --reuse", { path: "--force", remedy: "Leave out one of them." });
  }
  return { ...options, force: !reuse };
}

/** Everything that can be wrong is found here, before anything runs. */
function prepare(parsed: Parsed, { set }: SweepOptions): Prepared[] {
  const tag = readText(parsed, "tag");
  const out = readText(parsed, "out");
  const withoutTags = readWords(parsed, "without-tag");
  const selected = selectStudies({ names: readWords(parsed, "studies"), tag, withoutTags, set, all: true });
  const baselines = selected.map((loaded) => readBaseline(loaded, loaded.plan, set.length > 0));
  return selected.map((loaded, k) => {
    const folder = out === undefined || selected.length === 1 ? out : join(out, loaded.study.id);
    return { loaded, baseline: baselines[k], outputs: folder === undefined ? undefined : openOut(folder, loaded) };
  });
}

/** A check must not renew what it compares with. */
function openOut(folder: string, loaded: LoadedStudy): Outputs {
  if (resolve(folder) !== resolve(dirname(baselineFile(loaded)))) return openOutputs(folder, keptInStore);
  const remedy = "Choose another folder; 'jko run' renews committed results.";
  throw new InputError("the folder of the committed results", { path: "--out", value: folder, remedy });
}

interface Outcome {
  readonly study: CheckedStudy;
  readonly code: ExitCode;
}

/** Runs and judges one study; what ends it is its outcome, so that the others go on. */
async function checkOne(
  { loaded, baseline, outputs }: Prepared,
  options: SweepOptions,
  terminal: Terminal,
): Promise<Outcome | "interrupted"> {
  const { file, study } = loaded;
  const begin = performance.now();
  const common = (): Pick<CheckedStudy, "id" | "file" | "milliseconds"> => {
    return { id: study.id, file, milliseconds: performance.now() - begin };
  };
  try {
    const warn = (message: string): void => terminal.warn(`${study.id}: ${message}`);
    const record = await watched(studyProgress(study.id), options, { stderr: terminal.stderr, warn }, (show) =>
      runOne(loaded, outputs, options, terminal, show),
    );
    const { warnings } = record.verdict;
    for (const warning of warnings) terminal.warn(`${study.id}: ${warning}`);
    const lines = checkLines(record, baseline);
    return { study: { ...common(), lines, warnings, record }, code: exitCodeOf(lines) };
  } catch (error) {
    if (error instanceof InterruptedError) {
      tellInterrupted(error, terminal, "the same command with --reuse");
      return "interrupted";
    }
    const code = terminal.fail(placeError(error, loaded));
    const message = error instanceof Error ? error.message : String(error);
    const lines: CheckLine[] = [{ kind: "study", name: "levels", outcome: "error", message }];
    return { study: { ...common(), lines, warnings: [] }, code };
  }
}
