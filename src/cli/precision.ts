import { runPrecision } from "../bench/index.js";
import { ExitCode, InputError } from "../errors.js";
import { comparisonFigure, toPng } from "../report/figure/index.js";
import { type ComparedStudy, comparedLine, comparedRows } from "../report/table/comparison.js";
import { jsonFile } from "../report/table/json-file.js";
import { InterruptedError } from "../study/index.js";
import { type CommonOptions, type Parsed, readText, readWords } from "./options.js";
import { openOutputs } from "./outputs.js";
import { type Row, rowsCsv, rowsTable } from "./rows.js";
import { inStudy, loadStudies } from "./select.js";
import type { Terminal } from "./terminal.js";

/** `jko bench STUDY --precision`: errors against Newton iterations and time. */
export async function benchPrecision(
  parsed: Parsed,
  { set, format, quiet }: CommonOptions,
  { note, print, signal, width }: Terminal,
): Promise<ExitCode> {
  const [loaded, ...others] = loadStudies(readWords(parsed, "studies"), set);
  if (loaded === undefined || others.length > 0) {
    throw new InputError("work and precision are those of one study", {
      path: "--precision",
      remedy: "Name one study.",
    });
  }
  const { study } = loaded;
  const out = readText(parsed, "out");
  const outputs = out === undefined ? undefined : openOutputs(out);
  const onScheme = (name: string): void => {
    if (!quiet) note(`${study.id}: ${name}`);
  };
  let lines: readonly ComparedStudy[];
  try {
    lines = await inStudy(loaded, () => runPrecision(study, { signal, onScheme }));
  } catch (error) {
    if (!(error instanceof InterruptedError)) throw error;
    note("interrupted");
    return ExitCode.interrupted;
  }
  const error = study.errors[0] as string;
  const rows = lines.flatMap((line) => comparedRows(line, error));
  const table = rowsCsv(rows.map(fullRow));
  const figures = (["newton", "milliseconds"] as const).map((abscissa) =>
    comparisonFigure(
      error,
      abscissa,
      lines.map((line) => comparedLine(line, error, abscissa)),
    ),
  ) as [string, string];
  outputs?.write({
    "precision.csv": table,
    "precision-newton.svg": figures[0],
    "precision-newton.png": toPng(figures[0]),
    "precision-time.svg": figures[1],
    "precision-time.png": toPng(figures[1]),
  });
  if (format === "csv") print(table);
  else if (format === "json") print(jsonFile({ study: study.id, error, levels: rows }));
  else print(`${study.id}: error in ${error} against work\n${rowsTable(rows.map(shortRow), width)}`);
  return rows.some((row) => row.error === undefined) ? ExitCode.numerical : ExitCode.pass;
}

type ComparedRow = ReturnType<typeof comparedRows>[number];

function fullRow({ study, error, order, ...row }: ComparedRow): Row {
  return { scheme: study, ...row, error: error ?? "", order: order ?? "" };
}

function shortRow({ study, steps, error, order, newton, milliseconds }: ComparedRow): Row {
  return {
    scheme: study,
    steps,
    error: error?.toExponential(3) ?? "-",
    order: order?.toFixed(3) ?? "-",
    newton: Math.round(newton),
    milliseconds: Number(milliseconds.toPrecision(3)),
  };
}
