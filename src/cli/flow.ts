import { join } from "node:path";
import { ExitCode } from "../errors.js";
import { historyFigure, onSheet, pictureFiles, type Sheet } from "../report/figure/index.js";
import { stepTable } from "../report/table/flow-columns.js";
import { type FieldFormat, fieldFormats } from "../report/table/flow-fields.js";
import { flowContent } from "../report/table/flow-table.js";
import { historyTable, historyText } from "../report/table/history-table.js";
import { suggest } from "../study/file/nearest.js";
import {
  type FlowResult,
  flowStudy,
  framesShown,
  loadStudy,
  resultFolder,
  type Study,
  snapshotSteps,
} from "../study/index.js";
import { axesOf } from "../study/plan/levels.js";
import { tableCsv } from "../tables/csv.js";
import { csvFormat, rowFormats } from "../tables/formats.js";
import type { Command } from "./command.js";
import { flowFiles } from "./draw.js";
import { figureOptions, readSheet } from "./figure-options.js";
import { optionError, type Parsed, readCommonOptions, readCount, readSwitch, readText, textOption } from "./options.js";
import { openOutputs } from "./outputs.js";
import type { Terminal } from "./terminal.js";
import { watchedStudy } from "./watched.js";

const defaultSnapshots = 2;

export const flowCommand: Command = {
  formats: rowFormats,
  options: {
    steps: textOption("N", "Number of steps [default: those of the finest level]"),
    cells: textOption("N", "Number of cells [default: those of the finest level]"),
    snapshots: textOption("K", "Number of snapshots, evenly spaced, both ends counted [default: 2]"),
    field: textOption(
      "LIST",
      "Write the final state, or with --snapshots all of them, for other programs: csv, npy, vti (ParaView), or several",
    ),
    history: {
      type: "boolean",
      describe: "Write the iterations of every step (history.csv), and draw them; --format table prints some",
    },
    out: textOption("DIR", "Folder of the tables, the pictures and the animation [default: results/<id>/flow]"),
    ...figureOptions,
  },
  examples: [
    ["double-well --steps 100 --cells 400 --snapshots 11", "Eleven densities and 101 rows"],
    ["double-well --steps 8 --history --format table", "Gap, residual and caution of every iteration"],
    ["box-modes --snapshots 11 --field vti", "Eleven files for ParaView, and density.pvd, which opens all"],
    ["box-modes --format csv > snapshots.csv", "The snapshots on standard output"],
  ],
  execute: flow,
};

async function flow(parsed: Parsed, terminal: Terminal): Promise<ExitCode> {
  const options = readCommonOptions(parsed, rowFormats);
  const loaded = loadStudy(readText(parsed, "study") ?? "", { set: options.set });
  const { study } = loaded;
  const fields = readFields(parsed, study);
  const history = readSwitch(parsed, "history");
  const shape = { steps: readCount(parsed, "steps"), cells: readCount(parsed, "cells"), history };
  const asked = readCount(parsed, "snapshots");
  const count = asked ?? defaultSnapshots;
  const sheet = readSheet(parsed);
  const outputs = openOutputs(
    readText(parsed, "out") ?? join(resultFolder({ file: loaded.file, id: study.id }), "flow"),
  );
  const result = await watchedStudy(loaded, options, terminal, (watch) =>
    flowStudy(study, { ...shape, ...watch, snapshots: enoughFor(count) }),
  );
  const wanted = withSnapshots(result, count);
  const content = flowContent(wanted);
  outputs.write({
    "snapshots.csv": csvFormat.write(content),
    "steps.csv": tableCsv(stepTable(wanted)),
    ...flowFiles(result, study.title, sheet),
    ...historyFiles(result, sheet),
    ...fieldFiles(fields, asked === undefined ? { ...wanted, snapshots: wanted.snapshots.slice(-1) } : wanted),
  });
  terminal.show(content, options.format);
  // Asked for by name: without it nothing is printed of the iterations.
  if (history && readText(parsed, "format") === "table") terminal.print(historyText(result));
  return result.status === "ok" ? ExitCode.pass : ExitCode.numerical;
}

/** @throws {InputError} on a format that is unknown, or that states of the study do not have */
function readFields(parsed: Parsed, study: Study): readonly FieldFormat[] {
  const names = readText(parsed, "field")?.split(",") ?? [];
  return names.map((name) => {
    const format = fieldFormats.find((own) => own.name === name.trim());
    const known = fieldFormats.map((own) => own.name);
    if (format === undefined) throw optionError("field", name, "unknown format", suggest(name, known));
    if (format.needsMesh !== true || axesOf(study) > 0) return format;
    const remedy = "Use csv or npy.";
    throw optionError("field", name, "the states of this study have no mesh", remedy);
  });
}

function fieldFiles(fields: readonly FieldFormat[], flow: FlowResult): Record<string, string | Uint8Array> {
  return Object.assign({}, ...fields.map((format) => format.write(flow)));
}

/** Table and picture of the iterations, where they have been asked for. */
function historyFiles(flow: FlowResult, sheet: Sheet): Record<string, string | Uint8Array> {
  const { history } = flow;
  if (history === undefined) return {};
  return {
    "history.csv": tableCsv(historyTable(history)),
    ...pictureFiles(
      "history",
      onSheet(sheet, () => historyFigure(flow)),
    ),
  };
}

/** A number of snapshots that makes an animation and, in whole steps, contains the wanted ones. */
function enoughFor(wanted: number): number {
  if (wanted < 2) return wanted;
  return Math.ceil((framesShown - 1) / (wanted - 1)) * (wanted - 1) + 1;
}

function withSnapshots(result: FlowResult, count: number): FlowResult {
  const wanted = new Set(snapshotSteps(result.steps, count));
  return { ...result, snapshots: result.snapshots.filter(({ n }) => wanted.has(n)) };
}
