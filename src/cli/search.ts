import { join } from "node:path";
import { ExitCode } from "../errors.js";
import { searchFigure, searchMethodsFigure, toPng } from "../report/figure/index.js";
import {
  courseCsv,
  outcomesCsv,
  searchCsv,
  searchJson,
  searchLatex,
  searchMarkdown,
  searchTable,
} from "../report/search/formats.js";
import { createSearchProgress } from "../report/search/progress.js";
import {
  InterruptedError,
  type LoadedStudy,
  loadStudy,
  placeError,
  SearchEnded,
  type SearchRecord,
  searchStudy,
} from "../study/index.js";
import type { Command } from "./command.js";
import {
  type CommonOptions,
  formats,
  type Parsed,
  readCommonOptions,
  readCount,
  readText,
  textOption,
} from "./options.js";
import { openOutputs } from "./outputs.js";
import type { Terminal } from "./terminal.js";

export const searchCommand: Command = {
  usage: "search <study>",
  describe: "Search R^d x G by particles, and by other methods beside them; count evaluations of the objective",
  argument: ["study", "A file, or the id of a file in studies/, with the scheme search"],
  formats,
  options: {
    seeds: textOption("N", "Searches of every method [default: those of the study]"),
    out: textOption("DIR", "Folder of the tables and pictures [default: results/<id>]"),
  },
  examples: [
    ["search-architecture", "All methods that the study compares"],
    ["search-architecture --seeds 5 --set scheme.compare=[second-order]", "Five searches of one method"],
  ],
  execute: search,
};

async function search(parsed: Parsed, terminal: Terminal): Promise<ExitCode> {
  const options = readCommonOptions(parsed, formats);
  const loaded = loadStudy(readText(parsed, "study") ?? "", { set: options.set });
  const folder = readText(parsed, "out") ?? join("results", loaded.study.id);
  const outputs = openOutputs(folder);
  try {
    const record = await compute(loaded, readCount(parsed, "seeds"), options, terminal);
    terminal.print(textOf(record, options.format, terminal.style));
    outputs.write(filesOf(record));
    const failed = record.outcomes.some(({ status }) => status !== "ok");
    return failed ? ExitCode.numerical : ExitCode.pass;
  } catch (error) {
    if (!(error instanceof SearchEnded)) return terminal.fail(placeError(error, loaded));
    if (error.found.outcomes.length > 0) showPart(error.found, join(folder, partFolder), options, terminal);
    if (!(error.cause instanceof InterruptedError)) return terminal.fail(placeError(error.cause, loaded));
    terminal.note("interrupted");
    return ExitCode.interrupted;
  }
}

/** Beside the results of the whole study, which those of a part do not replace. */
const partFolder = "part";

/** Prints what was found before the end, and writes it where that can be done. */
function showPart(found: SearchRecord, folder: string, { format }: CommonOptions, terminal: Terminal): void {
  terminal.print(textOf(found, format, terminal.style));
  try {
    openOutputs(folder).write(filesOf(found));
    terminal.note(`what was found is in ${folder}`);
  } catch (error) {
    terminal.fail(error);
  }
}

async function compute(
  loaded: LoadedStudy,
  seeds: number | undefined,
  { jobs, progress, quiet }: CommonOptions,
  { signal, stderr }: Terminal,
): Promise<SearchRecord> {
  const shown = createSearchProgress(stderr, progress && !quiet, loaded.study.id);
  try {
    return await searchStudy(loaded, { jobs, seeds, signal, onProgress: shown.show });
  } finally {
    shown.stop();
  }
}

function filesOf(record: SearchRecord): Record<string, string | Uint8Array> {
  return {
    "table.csv": searchCsv(record),
    "table.md": searchMarkdown(record),
    "table.tex": searchLatex(record),
    "evaluations.csv": outcomesCsv(record),
    "trajectory.csv": courseCsv(record),
    "result.json": searchJson(record),
    ...picturesOf(record),
  };
}

function picturesOf(record: SearchRecord): Record<string, string | Uint8Array> {
  const [graph, methods] = [searchFigure(record), searchMethodsFigure(record)];
  return { "figure.svg": graph, "figure.png": toPng(graph), "methods.svg": methods, "methods.png": toPng(methods) };
}

function textOf(record: SearchRecord, format: CommonOptions["format"], style: Terminal["style"]): string {
  switch (format) {
    case "csv":
      return searchCsv(record);
    case "json":
      return searchJson(record);
    case "markdown":
      return searchMarkdown(record);
    case "latex":
      return searchLatex(record);
    case "table":
      return searchTable(record, style);
  }
}
