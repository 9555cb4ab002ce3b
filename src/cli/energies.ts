import { join } from "node:path";
import { energiesFigure, energiesOf } from "../energies/index.js";
import { curveName, energiesCsv, timeBelow } from "../energies/text.js";
import { ExitCode } from "../errors.js";
import { endingText } from "../report/ending.js";
import { toPng } from "../report/figure/index.js";
import { createProgress } from "../report/progress.js";
import { jsonFile } from "../report/table/json-file.js";
import { type EnergyCurve, InterruptedError, loadStudy } from "../study/index.js";
import type { Command } from "./command.js";
import { type Parsed, readCommonOptions, readText, readWords, rowFormats, textOption } from "./options.js";
import { openOutputs } from "./outputs.js";
import { rowsTable } from "./rows.js";
import { inStudy } from "./select.js";
import type { Terminal } from "./terminal.js";

/** Parts of the first excess whose times are told. */
const parts = [1e-1, 1e-2, 1e-4] as const;

export const energiesCommand: Command = {
  formats: rowFormats,
  options: { out: textOption("DIR", "Folder of energies.csv and the picture [default: results/energies]") },
  examples: [["acceleration-gradient-flow acceleration", "What momentum buys, and how much damping it wants"]],
  execute: energies,
};

async function energies(parsed: Parsed, terminal: Terminal): Promise<ExitCode> {
  const { set, format, progress, quiet } = readCommonOptions(parsed, rowFormats);
  const loaded = readWords(parsed, "studies").map((name) => loadStudy(name, { set }));
  const outputs = openOutputs(readText(parsed, "out") ?? join("results", "energies"));
  const curves: EnergyCurve[] = [];
  for (const one of loaded) {
    const { study } = one;
    const { stderr, signal, warn } = terminal;
    const shown = createProgress({ id: study.id, stream: stderr, enabled: progress && !quiet, warn });
    try {
      curves.push(...(await inStudy(one, () => energiesOf(study, { signal, onEvent: shown.listener }))));
    } catch (error) {
      if (!(error instanceof InterruptedError)) throw error;
      terminal.note("interrupted");
      return ExitCode.interrupted;
    } finally {
      shown.stop();
    }
  }
  for (const curve of curves) {
    if (curve.status !== "ok") terminal.warn(`${curveName(curve)}: ${endingText(curve)}`);
  }
  const table = energiesCsv(curves);
  const figure = energiesFigure(curves);
  outputs.write({ "energies.csv": table, "energies.svg": figure, "energies.png": toPng(figure) });
  if (format === "csv") terminal.print(table);
  else if (format === "json") terminal.print(jsonFile(curves));
  else terminal.print(rowsTable(curves.map(summaryOf), terminal.width));
  return curves.every(({ status }) => status === "ok") ? ExitCode.pass : ExitCode.numerical;
}

/** How long a trajectory takes to come down for good. */
function summaryOf(curve: EnergyCurve) {
  const text = (value: number | undefined, digits: number): string => value?.toPrecision(digits) ?? "";
  return {
    trajectory: curveName(curve),
    scheme: curve.scheme,
    status: curve.status,
    "E - Emin at the end": text(curve.rows.at(-1)?.excess, 3),
    ...Object.fromEntries(parts.map((part) => [`t to ${part}`, text(timeBelow(curve, part), 3)])),
  };
}
