import { join } from "node:path";
import { distanceStudy } from "../distance/index.js";
import { distanceContent } from "../distance/text.js";
import { ExitCode } from "../errors.js";
import { densityFigure, onSheet, pictureFiles } from "../report/figure/index.js";
import { snapshotTable } from "../report/table/flow-columns.js";
import { type DistanceEnd, loadStudy, resultFolder } from "../study/index.js";
import { tableCsv } from "../tables/csv.js";
import { csvFormat, rowFormats } from "../tables/formats.js";
import type { Command } from "./command.js";
import { figureOptions, readSheet } from "./figure-options.js";
import { optionError, type Parsed, readCommonOptions, readCount, readText, textOption } from "./options.js";
import { openOutputs } from "./outputs.js";
import type { Terminal } from "./terminal.js";
import { watchedStudy } from "./watched.js";

export const distanceCommand: Command = {
  formats: rowFormats,
  options: {
    from: textOption("END", "initial, equilibrium, final, or a time of the study's flow [default: initial]"),
    to: textOption("END", "The same [default: equilibrium]"),
    "inner-steps": textOption("N,…", "Numbers of intervals of the path [default: 1,2,4,8,16]"),
    cells: textOption("N", "Number of cells [default: those of the finest level]"),
    steps: textOption("N", "Steps of the flow up to the final time [default: those of the finest level]"),
    out: textOption("DIR", "Folder of the tables and the picture [default: results/<id>/distance]"),
    ...figureOptions,
  },
  examples: [
    ["box-modes --cells 50", "From the initial density to the equilibrium"],
    ["box-modes --cells 50 --to 0.05 --inner-steps 4,8,16", "To the density that its flow has at time 0.05"],
  ],
  execute: distance,
};

async function distance(parsed: Parsed, terminal: Terminal): Promise<ExitCode> {
  const options = readCommonOptions(parsed, rowFormats);
  const loaded = loadStudy(readText(parsed, "study") ?? "", { set: options.set });
  const { study } = loaded;
  const wanted = {
    ...{ from: readEnd(parsed, "from"), to: readEnd(parsed, "to"), innerSteps: readCounts(parsed, "inner-steps") },
    ...{ cells: readCount(parsed, "cells"), steps: readCount(parsed, "steps") },
  };
  const sheet = readSheet(parsed);
  const outputs = openOutputs(
    readText(parsed, "out") ?? join(resultFolder({ file: loaded.file, id: study.id }), "distance"),
  );
  const result = await watchedStudy(loaded, options, terminal, (watch) =>
    distanceStudy(study, { ...wanted, ...watch }),
  );
  const content = distanceContent(result);
  outputs.write({
    "distance.csv": csvFormat.write(content),
    "geodesic.csv": tableCsv(snapshotTable(result)),
    ...pictureFiles(
      "geodesic",
      onSheet(sheet, () => densityFigure({ ...result, steps: result.snapshots.length - 1, tau: 1, rows: [] })),
    ),
  });
  terminal.show(content, options.format);
  return result.status === "ok" ? ExitCode.pass : ExitCode.numerical;
}

function readEnd(parsed: Parsed, name: string): DistanceEnd | undefined {
  const text = readText(parsed, name);
  if (text === undefined || text === "initial" || text === "equilibrium" || text === "final") return text;
  const time = Number(text);
  if (text.trim() !== "" && time >= 0 && time < Number.POSITIVE_INFINITY) return time;
  throw optionError(name, text, "not an end", "Give initial, equilibrium, final, or a time.");
}

function readCounts(parsed: Parsed, name: string): number[] | undefined {
  const text = readText(parsed, name);
  if (text === undefined) return undefined;
  const counts = text.split(",").map(Number);
  const wrong = counts.some((count, k) => !Number.isInteger(count) || count < 1 || count <= (counts[k - 1] ?? 0));
  if (wrong) throw optionError(name, text, "not increasing positive integers", "Write e.g. 1,2,4,8.");
  return counts;
}
