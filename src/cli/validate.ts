import { ExitCode } from "../errors.js";
import { isToSearch, planSearch } from "../search/plan.js";
import type { LoadedStudy } from "../study/file/load.js";
import { storeFolder } from "../study/index.js";
import { type Forecast, forecastOf, type Machine } from "../study/plan/forecast.js";
import { formatBytes } from "../study/plan/memory.js";
import { planStudy } from "../study/plan/plan.js";
import type { StudyPlan } from "../study/plan/study-plan.js";
import { machineSpeed } from "../study/record/machine-speed.js";
import { checkJobs } from "../study/run/pool.js";
import { type KeyRow, keyTable } from "../tables/column.js";
import { type Content, rowFormats } from "../tables/formats.js";
import { cellsText, durationText, sizeText } from "../tables/numbers.js";
import { oneLine } from "../tables/one-line.js";
import { tableText } from "../tables/text.js";
import type { Command } from "./command.js";
import { type Parsed, readCommonOptions, readWords } from "./options.js";
import { inStudy, loadStudies } from "./select.js";
import type { Terminal } from "./terminal.js";

export const validateCommand: Command = {
  formats: rowFormats,
  options: {},
  examples: [
    ["my-study.yaml", "Levels, their sizes, and the reference that would be used"],
    ["studies/*.yaml --format json", "For scripts"],
  ],
  execute: validate,
};

async function validate(parsed: Parsed, terminal: Terminal): Promise<ExitCode> {
  const options = readCommonOptions(parsed, rowFormats);
  const machine = { speed: machineSpeed(storeFolder(options.store)), jobs: checkJobs(options.jobs) };
  const planned = loadStudies(readWords(parsed, "studies"), options.set).map((loaded) =>
    inStudy(loaded, () => (isToSearch(loaded.study) ? plannedSearches(loaded) : plannedSweep(loaded, machine))),
  );
  const values = planned.map(({ json }) => json);
  const content: Content = {
    text: () => planned.map((one) => planText(one, terminal)).join("\n"),
    table: () => keyTable(planned.flatMap(({ id, rows }) => rows.map((row) => ({ study: id, ...row })))),
    value: () => (values.length === 1 ? values[0] : values),
  };
  terminal.show(content, options.format);
  for (const { id, warnings } of planned) for (const warning of warnings) terminal.warn(`${id}: ${warning}`);
  return ExitCode.pass;
}

/** A study that is planned, as it is told. */
interface Planned {
  readonly id: string;
  readonly facts: string;
  /** What a run takes, if it is known. */
  readonly taken?: string;
  readonly rows: readonly KeyRow[];
  readonly json: object;
  readonly warnings: readonly string[];
}

function planText({ id, facts, taken, rows }: Planned, { width, style }: Terminal): string {
  const last = taken === undefined ? "" : `${taken}\n`;
  return `${style.heading(id)}  ${oneLine(facts)}\n${tableText(keyTable(rows), width)}${last}`;
}

function plannedSweep({ file, study }: LoadedStudy, machine: Machine): Planned {
  const plan = planStudy(study);
  const { scheme, sweep } = plan.study;
  const { reference, automatic, levels, warnings } = plan;
  const forecast = forecastOf(plan, machine);
  const facts = `${file}: valid; scheme ${scheme.name}, sweep along ${sweep.axis}, reference ${referenceText(plan)}`;
  const shown = levels.map(({ variant: _variant, task: _task, on: _on, ...level }) => level);
  const json = {
    file,
    study,
    reference: { kind: reference.kind, automatic },
    levels: shown,
    forecast: { ...forecast, jobs: machine.jobs },
    warnings,
  };
  return { id: study.id, facts, rows: levelRows(plan), json, warnings, taken: forecastText(forecast, machine.jobs) };
}

/** `a run takes about 12 s and 250 MB, 20 s with one job` */
function forecastText({ seconds, secondsAlone, bytes }: Forecast, jobs: number): string {
  const alone = jobs > 1 ? `, ${roughly(secondsAlone)} with one job` : "";
  return `a run takes about ${roughly(seconds)} and ${formatBytes(Number(bytes.toPrecision(2)))}${alone}`;
}

/** Two digits are more than are known. */
function roughly(seconds: number): string {
  return durationText(Number((1000 * seconds).toPrecision(2)));
}

/** Without its module, which would be run. */
function plannedSearches(loaded: LoadedStudy): Planned {
  const { file, study } = loaded;
  const { methods, seeds, study: searched } = planSearch(loaded);
  const { evaluations, target } = searched.scheme;
  const rows = methods.map((method) => ({ method, seeds, evaluations, ...(target === undefined ? {} : { target }) }));
  const facts = `${file}: valid; scheme search, ${methods.length * seeds} searches by 'jko search'`;
  return { id: study.id, facts, rows, json: { file, study, searches: rows, warnings: [] }, warnings: [] };
}

function referenceText(plan: StudyPlan): string {
  const { reference, automatic, iterate } = plan;
  if (automatic) return `${reference.kind} (chosen by auto)`;
  return iterate === undefined ? reference.kind : `${reference.kind} and ${iterate.kind}`;
}

/** Cost is in units of the cheapest level. */
function levelRows({ levels }: StudyPlan): readonly KeyRow[] {
  const least = Math.min(...levels.map(({ cost }) => cost));
  return levels.map(({ level, steps, tau, cells, h, parameter, cost }) => ({
    level,
    steps,
    tau: Number(sizeText(tau)),
    ...(cells.length === 0 ? {} : { cells: cellsText(cells), h: Number(sizeText(h)) }),
    ...(parameter === undefined ? {} : { [parameter.path]: parameter.value }),
    cost: Number(sizeText(cost / least)),
  }));
}
