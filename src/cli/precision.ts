import { runPrecision } from "../bench/index.js";
import { ExitCode, InputError } from "../errors.js";
import { type Abscissa, comparisonFigure, onSheet, pictureFiles } from "../report/figure/index.js";
import { type ComparedRow, comparedLine, comparedRows } from "../report/table/comparison.js";
import type { Column } from "../tables/column.js";
import { type Content, csvFormat } from "../tables/formats.js";
import { tableText } from "../tables/text.js";
import { readSheet } from "./figure-options.js";
import { type CommonOptions, type Parsed, readText, readWords } from "./options.js";
import { openOutputs } from "./outputs.js";
import { inStudy, loadStudies } from "./select.js";
import type { Terminal } from "./terminal.js";

/** `jko bench STUDY --precision`: errors against Newton iterations and time. */
export async function benchPrecision(
  parsed: Parsed,
  { set, format, quiet }: CommonOptions,
  { note, show, signal }: Terminal,
): Promise<ExitCode> {
  const [loaded, ...others] = loadStudies(readWords(parsed, "studies"), set);
  if (loaded === undefined || others.length > 0) {
    const remedy = "Name one study.";
    throw new InputError("work and precision are those of one study", { path: "--precision", remedy });
  }
  const { study } = loaded;
  const sheet = readSheet(parsed);
  const out = readText(parsed, "out");
  const outputs = out === undefined ? undefined : openOutputs(out);
  const onScheme = (name: string): void => {
    if (!quiet) note(`${study.id}: ${name}`);
  };
  const lines = await inStudy(loaded, () => runPrecision(study, { signal, onScheme }));
  const error = study.errors[0] as string;
  const rows = lines.flatMap((line) => comparedRows(line, error));
  const content: Content = {
    text: ({ width }) => `${study.id}: error in ${error} against work\n${tableText({ columns: shown, rows }, width)}`,
    table: () => ({ columns, rows }),
    value: () => ({ study: study.id, error, levels: rows }),
  };
  const figureOf = (abscissa: Abscissa): string => {
    const compared = lines.map((line) => comparedLine(line, error, abscissa));
    return onSheet(sheet, () => comparisonFigure(error, abscissa, compared));
  };
  outputs?.write({
    "precision.csv": csvFormat.write(content),
    ...pictureFiles("precision-newton", figureOf("newton")),
    ...pictureFiles("precision-time", figureOf("milliseconds")),
  });
  show(content, format);
  return rows.some((row) => row.error === undefined) ? ExitCode.numerical : ExitCode.pass;
}

const columns: readonly Column<ComparedRow>[] = [
  { name: "scheme", title: "scheme", isWords: true, value: ({ study }) => study },
  { name: "steps", title: "steps", value: ({ steps }) => steps },
  { name: "tau", value: ({ tau }) => tau },
  { name: "cells", value: ({ cells }) => cells },
  { name: "h", value: ({ h }) => h },
  { name: "newton", title: "newton", value: ({ newton }) => newton, text: ({ newton }) => String(Math.round(newton)) },
  {
    ...{ name: "milliseconds", title: "milliseconds", value: ({ milliseconds }) => milliseconds },
    text: ({ milliseconds }) => String(Number(milliseconds.toPrecision(3))),
  },
  {
    ...{ name: "error", title: "error", isWords: true, value: ({ error }) => error },
    text: ({ error }) => error?.toExponential(3) ?? "-",
  },
  {
    ...{ name: "order", title: "order", isWords: true, value: ({ order }) => order },
    text: ({ order }) => order?.toFixed(3) ?? "-",
  },
];
/** At a terminal, what is bought stands before its price. */
const shown = ["scheme", "steps", "error", "order", "newton", "milliseconds"].flatMap((wanted) =>
  columns.filter(({ name }) => name === wanted),
);
