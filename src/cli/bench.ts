import { benchContent } from "../bench/formats.js";
import {
  type BenchEvent,
  type BenchOptions,
  type BenchRecord,
  benchFigure,
  builtInCases,
  planCase,
  runBench,
} from "../bench/index.js";
import { benchProgress } from "../bench/progress.js";
import { hasFailed } from "../bench/remarks.js";
import { ExitCode } from "../errors.js";
import { onSheet, pictureFiles } from "../report/figure/index.js";
import { thisMachine } from "../report/table/manifest.js";
import type { Study } from "../study/index.js";
import { type Content, csvFormat, formats, jsonFormat } from "../tables/formats.js";
import type { Command } from "./command.js";
import { figureOptions, readSheet } from "./figure-options.js";
import {
  type CommonOptions,
  optionError,
  type Parsed,
  readCommonOptions,
  readCount,
  readSwitch,
  readText,
  readWords,
  textOption,
} from "./options.js";
import { openOutputs } from "./outputs.js";
import { readProvenance } from "./package-info.js";
import { benchPrecision } from "./precision.js";
import { inStudy, loadStudies } from "./select.js";
import type { Terminal } from "./terminal.js";
import { watched } from "./watched.js";

/** Enough for the finest of the built-in meshes; both cases then take about half a minute. */
const defaultSeconds = 3;
const mostSeconds = 86_400;

export const benchCommand: Command = {
  formats,
  options: {
    cells: textOption("LIST", "Cells per axis of every mesh, e.g. 100,200,400 [default: those of the sweep]"),
    steps: textOption("N", "Steps to the final time, which set tau [default: those of the finest level, else 64]"),
    seconds: textOption("S", `Time allowed for a scheme on a mesh [default: ${defaultSeconds}]`),
    precision: {
      type: "boolean",
      describe: "Errors of a study's levels against work instead: order 1, order 2 and implicit Euler",
      default: false,
    },
    out: textOption(
      "DIR",
      "Folder of bench.csv, bench.json, bench.svg, bench.pdf and bench.png [default: nothing is written]",
    ),
    ...figureOptions,
  },
  examples: [
    ["", "Both built-in cases, in half a minute"],
    ["--out bench", "With the table and a picture in bench/"],
    ["second-order --precision --out bench", "Work and precision of three schemes, with pictures"],
    ["double-well --cells 100,200,400,800 --seconds 5", "A study's model and scheme"],
  ],
  execute: bench,
};

async function bench(parsed: Parsed, terminal: Terminal): Promise<ExitCode> {
  const options = readCommonOptions(parsed, formats);
  if (readSwitch(parsed, "precision")) return benchPrecision(parsed, options, terminal);
  const wanted = readWanted(parsed);
  const studies = studiesOf(readWords(parsed, "studies"), options, wanted);
  const sheet = readSheet(parsed);
  const out = readText(parsed, "out");
  const outputs = out === undefined ? undefined : openOutputs(out);
  const [machine, provenance] = [thisMachine(), readProvenance()];
  const contentOf = (record: BenchRecord): Content => benchContent(record, machine, provenance);
  const onRecord = (record: BenchRecord): void => {
    const content = contentOf(record);
    outputs?.write({ "bench.csv": csvFormat.write(content), "bench.json": jsonFormat.write(content) });
  };
  const record = await measure(studies, wanted, options, terminal, onRecord);
  outputs?.write(
    pictureFiles(
      "bench",
      onSheet(sheet, () => benchFigure(record)),
    ),
  );
  terminal.show(contentOf(record), options.format);
  const points = record.cases.flatMap((one) => one.points);
  return points.some(({ status }) => hasFailed(status)) ? ExitCode.numerical : ExitCode.pass;
}

type Wanted = Pick<BenchOptions, "cells" | "steps" | "seconds">;

function readWanted(parsed: Parsed): Wanted {
  return {
    cells: readMeshes(readText(parsed, "cells")),
    steps: readCount(parsed, "steps"),
    seconds: readSeconds(readText(parsed, "seconds")),
  };
}

/** `100,200` or, for two axes, also `32x64,64x128`. */
function readMeshes(text: string | undefined): readonly (readonly number[])[] | undefined {
  if (text === undefined) return undefined;
  const meshes = text.split(",").map((mesh) => mesh.trim());
  const wrong = meshes.find((mesh) => !/^[1-9]\d{0,8}(x[1-9]\d{0,8})?$/.test(mesh));
  if (wrong === undefined) return meshes.map((mesh) => mesh.split("x").map(Number));
  throw optionError("cells", text, "not a list of positive integers", "Write e.g. --cells 100,200,400.");
}

function readSeconds(text: string | undefined): number {
  if (text === undefined) return defaultSeconds;
  const seconds = /^(\d+\.?\d*|\.\d+)$/.test(text) ? Number(text) : Number.NaN;
  if (seconds > 0 && seconds <= mostSeconds) return seconds;
  const remedy = `Give a number of seconds, more than 0 and at most ${mostSeconds}, e.g. --seconds 5.`;
  throw optionError("seconds", text, "not a time", remedy);
}

/** The studies, planned as well: whatever is wrong with one is known before any is measured. */
function studiesOf(names: readonly string[], { set }: CommonOptions, wanted: Wanted): readonly Study[] {
  if (names.length === 0) return builtInStudies(set, wanted);
  const loaded = loadStudies(names, set);
  for (const one of loaded) inStudy(one, () => planCase(one.study, wanted));
  return loaded.map(({ study }) => study);
}

function builtInStudies(set: readonly string[], wanted: Wanted): readonly Study[] {
  if (set.length > 0) {
    throw optionError(
      "set",
      set[0],
      "the built-in cases cannot be changed",
      "Name a study to change, or leave --set out.",
    );
  }
  for (const study of builtInCases()) planCase(study, wanted);
  return builtInCases();
}

async function measure(
  studies: readonly Study[],
  wanted: Wanted,
  options: CommonOptions,
  terminal: Terminal,
  onRecord: (record: BenchRecord) => void,
): Promise<BenchRecord> {
  return await watched(benchProgress, options, terminal, (show) => {
    const onEvent = (event: BenchEvent): void => {
      show(event);
      if (event.type === "mesh-finished") onRecord(event.record);
    };
    return runBench(studies, { ...wanted, signal: terminal.signal, onEvent });
  });
}
