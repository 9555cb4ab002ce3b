import { statSync } from "node:fs";
import { ExitCode, InputError } from "../errors.js";
import { type EntrySummary, inspectStore, pruneStore, storeFolder } from "../study/index.js";
import { keyTable } from "../tables/column.js";
import { rowFormats } from "../tables/formats.js";
import { tableText } from "../tables/text.js";
import type { Command } from "./command.js";
import { type Parsed, readCommonOptions, readSwitch } from "./options.js";
import type { Terminal } from "./terminal.js";

export const storeCommand: Command = {
  formats: rowFormats,
  options: { verify: { type: "boolean", describe: "Check every entry against its checksum; 4 if one is damaged" } },
  examples: [
    ["", "What is kept, and how large it is"],
    ["--verify", "Read everything and check it"],
    ["prune", "Remove what will never be read again"],
  ],
  execute: store,
};

async function store(parsed: Parsed, terminal: Terminal): Promise<ExitCode> {
  const options = readCommonOptions(parsed, rowFormats);
  const folder = storeFolder(options.store);
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() === false) {
    throw new InputError("not a folder", { file: folder, remedy: "Name the folder of a store with --store." });
  }
  const action = String(parsed.action ?? "list");
  if (action === "prune") {
    const gone = pruneStore(folder);
    terminal.print(`${gone.length} files removed from ${folder}\n`);
    return ExitCode.pass;
  }
  if (action !== "list") {
    throw new InputError(`unknown action '${action}' of jko store`, { remedy: "It is list or prune." });
  }
  const entries = inspectStore(folder, readSwitch(parsed, "verify"));
  const rows = entries.map(plainRow);
  const text = (): string => storeText(folder, entries, terminal.width);
  terminal.show({ text, table: () => keyTable(rows), value: () => rows }, options.format);
  return entries.some(({ state }) => state === "damaged") ? ExitCode.numerical : ExitCode.pass;
}

function storeText(folder: string, entries: readonly EntrySummary[], width: number): string {
  if (entries.length === 0) return `nothing is kept in ${folder}\n`;
  const total = entries.reduce((sum, { bytes }) => sum + bytes, 0);
  const rows = entries.map((entry) => ({ ...plainRow(entry), entry: entry.name.slice(0, 12) }));
  return `${tableText(keyTable(rows), width, "about")}\n${entries.length} entries, ${total} bytes in ${folder}\n`;
}

function plainRow({ name, about, state, bytes, written, problem }: EntrySummary) {
  return { entry: name, about: problem ?? about, state, bytes, written: new Date(written).toISOString() };
}
