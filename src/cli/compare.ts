import { join } from "node:path";
import { ExitCode } from "../errors.js";
import { type Abscissa, comparisonFigure, onSheet, pictureFiles } from "../report/figure/index.js";
import { type ComparedStudy, comparedLine, comparisonContent } from "../report/table/comparison.js";
import { readResult, type StoredResult, shortNames, variantText, variedKeys } from "../study/index.js";
import { csvFormat, rowFormats } from "../tables/formats.js";
import type { Command } from "./command.js";
import { figureOptions, readSheet } from "./figure-options.js";
import { namedFolder } from "./named-folder.js";
import { optionError, type Parsed, readCommonOptions, readText, readWords, textOption } from "./options.js";
import { openOutputs } from "./outputs.js";
import type { Terminal } from "./terminal.js";

export const compareCommand: Command = {
  formats: rowFormats,
  options: {
    error: textOption("NORM", "The error to compare [default: the first that all have]"),
    out: textOption("DIR", "Folder of comparison.csv and the pictures [default: results/comparison]"),
    ...figureOptions,
  },
  examples: [
    ["exchange-next exchange-cosh mobility-logarithmic", "Errors against the step size, and against Newton iterations"],
  ],
  execute: compare,
};

async function compare(parsed: Parsed, terminal: Terminal): Promise<ExitCode> {
  const { format } = readCommonOptions(parsed, rowFormats);
  const studies = namedStudies(readWords(parsed, "folders").map(readOne));
  const error = errorOf(studies, readText(parsed, "error"));
  const axis = studies[0]?.record.axis === "h" ? "h" : "tau";
  const sheet = readSheet(parsed);
  const axes = [...new Set(studies.map(({ record }) => record.axis))];
  if (axes.includes("h") && axes.length > 1) {
    terminal.warn(
      `sweeps over ${axes.join(" and ")} are compared: orders do not compare, and the picture is over ${axis}`,
    );
  }
  const figureOf = (abscissa: Abscissa): string => {
    const lines = studies.map((study) => comparedLine(study, error, abscissa));
    return onSheet(sheet, () => comparisonFigure(error, abscissa, lines));
  };
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

interface Found extends StoredResult {
  /** As it was named. */
  readonly name: string;
}

function readOne(name: string): Found {
  return { name, ...readResult(namedFolder(name, true)) };
}

/** Studies by their names, variants of one study by what differs in them; by their folders only if nothing does. */
function namedStudies(found: readonly Found[]): ComparedStudy[] {
  const ids = new Set(found.map(({ record }) => record.id));
  return found.map((one) => {
    const { id, levels } = one.record;
    const variants = found.filter(({ record }) => record.id === id);
    const varied = variedKeys(variants.map(({ study }) => study));
    const at = variants.indexOf(one);
    const texts = variants.map((_, k) => variantText(varied, k, shortNames(varied)));
    const isTold = new Set(texts).size === variants.length;
    const [long, short] = isTold ? [variantText(varied, at), texts[at]] : [one.name, one.name];
    const label = variants.length === 1 ? id : ids.size === 1 ? short : `${id}: ${short}`;
    const variant = variants.length === 1 ? "" : long;
    return { name: id, variant, label, record: one.record, milliseconds: levels.map(() => Number.NaN) };
  });
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
