import { ExitCode } from "../errors.js";
import { cellsText } from "../report/columns.js";
import { jsonFile } from "../report/manifest.js";
import { sizeText } from "../report/numbers.js";
import { type LoadedStudy, planStudy, type StudyPlan } from "../study/index.js";
import type { Command } from "./command.js";
import { type Parsed, readCommonOptions, readWords, rowFormats } from "./options.js";
import { rowsCsv, rowsTable } from "./rows.js";
import { inFile, selectStudies } from "./select.js";
import type { Terminal } from "./terminal.js";

export const validateCommand: Command = {
  usage: "validate <studies..>",
  describe: "Read and plan studies, print their levels and sizes, run nothing",
  argument: ["studies", "Files, or ids of files in studies/"],
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
  const loaded = selectStudies({ names: readWords(parsed, "studies"), tag: undefined, set: options.set });
  const planned = loaded.map((one) => ({ ...one, plan: inFile(one.file, () => planStudy(one.study)) }));
  if (options.format === "json") {
    const values = planned.map(planJson);
    terminal.print(jsonFile(values.length === 1 ? (values[0] as object) : values));
  } else if (options.format === "csv") {
    terminal.print(
      rowsCsv(planned.flatMap(({ study, plan }) => levelRows(plan).map((row) => ({ study: study.id, ...row })))),
    );
  } else {
    terminal.print(planned.map((one) => planText(one, terminal)).join("\n"));
  }
  for (const { study, plan } of planned) for (const warning of plan.warnings) terminal.warn(`${study.id}: ${warning}`);
  return ExitCode.pass;
}

interface Planned extends LoadedStudy {
  readonly plan: StudyPlan;
}

function planText({ file, study, plan }: Planned, { width, style }: Terminal): string {
  const { scheme, sweep } = plan.study;
  const chosen = referenceText(plan);
  const facts = `${file}: valid; scheme ${scheme.name}, sweep along ${sweep.axis}, reference ${chosen}`;
  return `${style.heading(study.id)}  ${facts}\n${rowsTable(levelRows(plan), width)}`;
}

function referenceText(plan: StudyPlan): string {
  if (plan.automatic) return `${plan.referenceKind} (chosen by auto)`;
  return plan.kind === "states" && plan.iterate !== undefined
    ? `${plan.referenceKind} and iterate`
    : plan.referenceKind;
}

/** Cost is in units of the cheapest level. */
function levelRows({ levels }: StudyPlan) {
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

function planJson({ file, study, plan }: Planned): object {
  const { referenceKind, automatic, levels, warnings } = plan;
  return { file, study, reference: { kind: referenceKind, automatic }, levels, warnings };
}
