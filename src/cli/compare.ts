import { join } from "node:path";
import { ExitCode } from "../errors.js";
import { type Abscissa, comparisonFigure, pictureFiles } from "../report/figure/index.js";
import { type ComparedStudy, comparedLine, comparisonContent } from "../report/table/comparison.js";
import { readResult } from "../study/index.js";
import { csvFormat, rowFormats } from "../tables/formats.js";
import type { Command } from "./command.js";
import { namedFolder } from "./named-folder.js";
import { optionError, type Parsed, readCommonOptions, readText, readWords, textOption } from "./options.js";
import { openOutputs } from "./outputs.js";
import type { Terminal } from "./terminal.js";

export const compareCommand: Command = {
  formats: rowFormats,
  options: {
    error: textOption("NORM", "The error to compare [default: the first that all have]"),
    out: textOption("DIR", "Folder of comparison.csv and the pictures [default: results/comparison]"),
  },
  examples: [
    ["exchange-next exchange-cosh mobility-logarithmic", "Errors against the step size, and against Newton iterations"],
  ],
  execute: compare,
};

async function compare(parsed: Parsed, terminal: Terminal): Promise<ExitCode> {
  const { format } = readCommonOptions(parsed, rowFormats);
  const studies = readWords(parsed, "folders").map(readStudy);
  const error = errorOf(studies, readText(parsed, "error"));
  const axis = studies[0]?.record.axis === "h" ? "h" : "tau";
  const figureOf = (abscissa: Abscissa): string =>
    comparisonFigure(
      error,
      abscissa,
      studies.map((study) => comparedLine(study, error, abscissa)),
    );
  const content = comparisonContent(studies, error);
  const outputs = openOutputs(readText(parsed, "out") ?? join("results", "comparison"));
  outputs.write({
    "comparison.csv": csvFormat.write(content),
    ...pictureFiles("comparison", figureOf(axis)),
    ...pictureFiles("work-precision", figureOf("newton")),
  });
  terminal.show(content, format);
  return ExitCode.pass;
}

function readStudy(name: string): ComparedStudy {
  const folder = namedFolder(name, true);
  const { record } = readResult(folder);
  return { name: record.id, record, milliseconds: record.levels.map(() => Number.NaN) };
}

/** The wanted error, or the first that all studies have. */
function errorOf(studies: readonly ComparedStudy[], wanted: string | undefined): string {
  const [first] = studies;
  const common = (first?.record.errors ?? []).filter((error) =>
    studies.every(({ record }) => record.errors.includes(error)),
  );
  const found = wanted === undefined ? common[0] : common.find((error) => error === wanted);
  if (found !== undefined) return found;
  const remedy = common.length === 0 ? "Compare studies with a common error." : `Common to all: ${common.join(", ")}.`;
  throw optionError("error", wanted, "not an error that all of these studies have", remedy);
}
