import { readdirSync } from "node:fs";
import { join, relative } from "node:path";
import { type ExitCode, InputError } from "../errors.js";
import { type IndexEntry, indexHtml } from "../report/page/index-page.js";
import { hasResult } from "../study/index.js";
import { type KeyRow, keyTable } from "../tables/column.js";
import { rowFormats } from "../tables/formats.js";
import { tableText } from "../tables/text.js";
import type { Command } from "./command.js";
import { drawResult } from "./draw.js";
import type { DrawOptions } from "./draw-options.js";
import { errorOptions, figureOptions, readErrors, readSheet } from "./figure-options.js";
import { namedFolder } from "./named-folder.js";
import { type Parsed, readCommonOptions, readWords } from "./options.js";
import { openOutputs } from "./outputs.js";
import { type Terminal, worstOf } from "./terminal.js";
import { restoreTrajectory } from "./trajectory.js";

export const reportCommand: Command = {
  formats: rowFormats,
  options: { ...errorOptions, ...figureOptions },
  examples: [
    ["results", "All results, and the page results/index.html that lists them"],
    ["box-modes", "Those of one study: results/box-modes, where 'jko run' writes them"],
    ["box-modes --errors L1,KL --width 120mm", "Two errors in the picture and the first table"],
  ],
  execute: report,
};

/** What was drawn, and in which folder. */
interface Drawing {
  readonly row: KeyRow;
  readonly entry: IndexEntry;
}

async function report(parsed: Parsed, terminal: Terminal): Promise<ExitCode> {
  const { format, store } = readCommonOptions(parsed, rowFormats);
  const options = { sheet: readSheet(parsed), errors: readErrors(parsed), store };
  const found = readWords(parsed, "folders").map((word) => {
    const folder = namedFolder(word, false);
    return { folder, results: resultsIn(folder) };
  });
  const rows: KeyRow[] = [];
  const codes: ExitCode[] = [];
  for (const { folder, results } of found) {
    const drawings: Drawing[] = [];
    for (const result of results) {
      try {
        drawings.push(await drawOne(result, folder, options, terminal));
      } catch (error) {
        codes.push(terminal.fail(error, result));
      }
    }
    rows.push(...drawings.map(({ row }) => row));
    const isResult = results[0] === folder;
    if (!isResult) rows.push(writeIndex(folder, drawings));
  }
  const table = keyTable(rows);
  const text = (): string => tableText(table, terminal.width, "files");
  terminal.show({ text, table: () => table, value: () => rows }, format);
  return worstOf(codes);
}

async function drawOne(
  folder: string,
  parent: string,
  options: DrawOptions & { readonly store: string | undefined },
  terminal: Terminal,
): Promise<Drawing> {
  const outputs = openOutputs(folder);
  await restoreTrajectory(outputs, options.store, terminal);
  const { record, files } = drawResult(outputs, terminal.warn, options);
  const path = relative(parent, folder).split("\\").join("/");
  const href = [...path.split("/"), "report.html"].map(encodeURIComponent).join("/");
  return { row: { folder, study: record.id, files: files.join(" ") }, entry: { record, href } };
}

function writeIndex(folder: string, drawings: readonly Drawing[]): KeyRow {
  openOutputs(folder).write({ "index.html": indexHtml(drawings.map(({ entry }) => entry)) });
  return { folder, study: "", files: "index.html" };
}

/** The folder itself if it holds a result, else the folders in it that do. */
function resultsIn(folder: string): readonly string[] {
  const remedy = "Name a folder that 'jko run' has written, or one of such folders.";
  if (hasResult(folder)) return [folder];
  const results = readdirSync(folder)
    .sort()
    .map((name) => join(folder, name))
    .filter(hasResult);
  if (results.length === 0)
    throw new InputError("no results: neither table.csv and manifest.json, nor folders with them", {
      file: folder,
      remedy,
    });
  return results;
}
