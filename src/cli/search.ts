import { join } from "node:path";
import { ExitCode } from "../errors.js";
import { onSheet, pictureFiles, type Sheet } from "../report/figure/index.js";
import type { ReportFigure } from "../report/page/described.js";
import { courseTable, outcomeTable } from "../search/columns.js";
import { searchContent } from "../search/formats.js";
import { SearchEnded, type SearchRecord, searchFigure, searchMethodsFigure, searchStudy } from "../search/index.js";
import { type DescribedSearch, searchHtml } from "../search/page.js";
import { searchProgress } from "../search/progress.js";
import { InterruptedError, loadStudy, placeError, resultFolder } from "../study/index.js";
import { tableCsv } from "../tables/csv.js";
import { formats, jsonFormat, tableFiles } from "../tables/formats.js";
import type { Command } from "./command.js";
import { figureOptions, readSheet } from "./figure-options.js";
import { type CommonOptions, type Parsed, readCommonOptions, readCount, readText, textOption } from "./options.js";
import { openOutputs } from "./outputs.js";
import { readProvenance } from "./package-info.js";
import type { Terminal } from "./terminal.js";
import { watched } from "./watched.js";

export const searchCommand: Command = {
  formats,
  options: {
    seeds: textOption("N", "Searches of every method [default: those of the study]"),
    out: textOption("DIR", "Folder of the tables and pictures [default: results/<id>]"),
    ...figureOptions,
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
  // Told of only where it has been searched.
  const study = loaded.study as DescribedSearch;
  const folder = readText(parsed, "out") ?? resultFolder({ file: loaded.file, id: loaded.study.id });
  const sheet = readSheet(parsed);
  const outputs = openOutputs(folder);
  try {
    const given = { jobs: options.jobs, seeds: readCount(parsed, "seeds"), signal: terminal.signal };
    const record = await watched(searchProgress(loaded.study.id), options, terminal, (onProgress) =>
      searchStudy(loaded, { ...given, onProgress }),
    );
    terminal.show(searchContent(record), options.format);
    outputs.write(filesOf(record, study, sheet));
    const failed = record.outcomes.some(({ status }) => status !== "ok");
    return failed ? ExitCode.numerical : ExitCode.pass;
  } catch (error) {
    if (!(error instanceof SearchEnded)) return terminal.fail(placeError(error, loaded));
    if (error.found.outcomes.length > 0)
      showPart({ found: error.found, study, sheet, folder: join(folder, partFolder) }, options, terminal);
    if (!(error.cause instanceof InterruptedError)) return terminal.fail(placeError(error.cause, loaded));
    terminal.note("interrupted");
    return ExitCode.interrupted;
  }
}

/** Beside the results of the whole study, which those of a part do not replace. */
const partFolder = "part";

interface Part {
  readonly found: SearchRecord;
  readonly study: DescribedSearch;
  readonly sheet: Sheet;
  readonly folder: string;
}

/** Prints what was found before the end, and writes it where that can be done. */
function showPart({ found, study, sheet, folder }: Part, { format }: CommonOptions, terminal: Terminal): void {
  terminal.show(searchContent(found), format);
  try {
    openOutputs(folder).write(filesOf(found, study, sheet));
    terminal.note(`what was found is in ${folder}`);
  } catch (error) {
    terminal.fail(error);
  }
}

function filesOf(record: SearchRecord, study: DescribedSearch, sheet: Sheet): Record<string, string | Uint8Array> {
  const figures = onSheet(sheet, () => figuresOf(record));
  const content = searchContent(record);
  return {
    ...tableFiles(content),
    "evaluations.csv": tableCsv(outcomeTable(record)),
    "trajectory.csv": tableCsv(courseTable(record)),
    "result.json": jsonFormat.write(content),
    ...Object.assign({}, ...figures.map(({ id, svg }) => pictureFiles(id, svg))),
    "report.html": searchHtml(record, study, figures, readProvenance()),
  };
}

function figuresOf(record: SearchRecord): ReportFigure[] {
  const counted =
    record.target === undefined ? "Medians of the best values" : "Parts of the searches that have reached the target";
  const course = "The first search by particles: weights of nodes as areas, the path of the centre as a line.";
  return [
    { id: "methods", svg: searchMethodsFigure(record), caption: `${counted}, against evaluations of the objective.` },
    { id: "figure", svg: searchFigure(record), caption: course },
  ];
}
