import { join } from "node:path";
import { energiesFigure, energiesOf } from "../energies/index.js";
import { curveName, energiesContent } from "../energies/text.js";
import { ExitCode } from "../errors.js";
import { onSheet, pictureFiles } from "../report/figure/index.js";
import { type EnergyCurve, loadStudy } from "../study/index.js";
import { endingText } from "../tables/ending.js";
import { csvFormat, rowFormats } from "../tables/formats.js";
import type { Command } from "./command.js";
import { figureOptions, readSheet } from "./figure-options.js";
import { type Parsed, readCommonOptions, readText, readWords, textOption } from "./options.js";
import { openOutputs } from "./outputs.js";
import type { Terminal } from "./terminal.js";
import { watchedStudy } from "./watched.js";

export const energiesCommand: Command = {
  formats: rowFormats,
  options: {
    out: textOption("DIR", "Folder of energies.csv and the picture [default: results/energies]"),
    ...figureOptions,
  },
  examples: [["acceleration-gradient-flow acceleration", "What momentum buys, and how much damping it wants"]],
  execute: energies,
};

async function energies(parsed: Parsed, terminal: Terminal): Promise<ExitCode> {
  const options = readCommonOptions(parsed, rowFormats);
  const loaded = readWords(parsed, "studies").map((name) => loadStudy(name, { set: options.set }));
  const sheet = readSheet(parsed);
  const outputs = openOutputs(readText(parsed, "out") ?? join("results", "energies"));
  const curves: EnergyCurve[] = [];
  for (const one of loaded) {
    curves.push(...(await watchedStudy(one, options, terminal, (watch) => energiesOf(one.study, watch))));
  }
  for (const curve of curves) {
    if (curve.status !== "ok") terminal.warn(`${curveName(curve)}: ${endingText(curve)}`);
  }
  const content = energiesContent(curves);
  outputs.write({
    "energies.csv": csvFormat.write(content),
    ...pictureFiles(
      "energies",
      onSheet(sheet, () => energiesFigure(curves)),
    ),
  });
  terminal.show(content, options.format);
  return curves.every(({ status }) => status === "ok") ? ExitCode.pass : ExitCode.numerical;
}
