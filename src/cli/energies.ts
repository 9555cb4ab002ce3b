import { join } from "node:path";
import { energiesFigure, energiesOf } from "../energies/index.js";
import { curveName, energiesContent } from "../energies/text.js";
import { ExitCode } from "../errors.js";
import { toPng } from "../report/figure/index.js";
import { createProgress } from "../report/progress.js";
import { type EnergyCurve, InterruptedError, loadStudy } from "../study/index.js";
import { endingText } from "../tables/ending.js";
import { csvFormat, rowFormats } from "../tables/formats.js";
import type { Command } from "./command.js";
import { type Parsed, readCommonOptions, readText, readWords, textOption } from "./options.js";
import { openOutputs } from "./outputs.js";
import { inStudy } from "./select.js";
import type { Terminal } from "./terminal.js";

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
  const content = energiesContent(curves);
  const figure = energiesFigure(curves);
  outputs.write({ "energies.csv": csvFormat.write(content), "energies.svg": figure, "energies.png": toPng(figure) });
  terminal.show(content, format);
  return curves.every(({ status }) => status === "ok") ? ExitCode.pass : ExitCode.numerical;
}
