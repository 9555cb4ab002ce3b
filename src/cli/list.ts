import { ExitCode } from "../errors.js";
import { availableNames, knownStudies, type StudySummary } from "../study/file/list.js";
import { keyTable } from "../tables/column.js";
import { type Content, rowFormats } from "../tables/formats.js";
import { oneLine } from "../tables/one-line.js";
import { tableText } from "../tables/text.js";
import type { Command } from "./command.js";
import { type Parsed, readCommonOptions, readText, textOption } from "./options.js";
import type { Terminal } from "./terminal.js";

export const listCommand: Command = {
  formats: rowFormats,
  options: { tag: textOption("TAG", "Only studies with this tag") },
  examples: [
    ["", "All studies in studies/ and of the package"],
    ["--tag fast --format csv", "For scripts"],
  ],
  execute: list,
};

async function list(parsed: Parsed, terminal: Terminal): Promise<ExitCode> {
  const options = readCommonOptions(parsed, rowFormats);
  const tag = readText(parsed, "tag");
  const studies = knownStudies().filter(({ tags, problem }) => tag === undefined || tags.includes(tag) || problem);
  const named = availableNames();
  const content: Content = {
    text: () => listText(studies, tag, named, terminal),
    table: () => keyTable(studies.map(studyRow)),
    value: () => ({ studies, ...named }),
  };
  terminal.show(content, options.format);
  const wrong = studies.filter(({ problem }) => problem !== undefined);
  for (const { problem } of wrong) terminal.warn(problem as string);
  return wrong.length > 0 ? ExitCode.usage : ExitCode.pass;
}

function listText(
  studies: readonly StudySummary[],
  tag: string | undefined,
  named: Readonly<Record<string, readonly string[]>>,
  { width, style }: Terminal,
): string {
  const valid = studies.filter(({ problem }) => problem === undefined);
  const tagged = tag === undefined ? "" : ` with the tag ${oneLine(tag)}`;
  const table =
    valid.length === 0 ? `no studies${tagged}\n` : tableText(keyTable(rowsFor(valid, width)), width, "question");
  const names = Object.entries(named).map(([kind, values]) => `${style.heading(kind)}  ${values.join(" ")}`);
  return `${table}\n${names.join("\n")}\n`;
}

function studyRow({ id, origin, question, tags, expected }: StudySummary) {
  return { id, origin, question, tags: tags.join(" "), expected: expected.join("; ") };
}

/** What a question needs of a line at least. */
const readable = 44;
/** Columns that give way, one by one, where questions have no room. */
const optional = ["expected", "tags", "origin"] as const;

/** The rows for a terminal, of as many columns as leave room for the questions. */
function rowsFor(studies: readonly StudySummary[], width: number): Record<string, string>[] {
  const rows: Record<string, string>[] = studies.map(studyRow);
  for (const name of optional) {
    const others = Object.keys(rows[0] ?? {}).filter((key) => key !== "question");
    const taken = others.reduce((sum, key) => sum + 2 + Math.max(...rows.map((row) => (row[key] ?? "").length)), 0);
    if (width - taken >= readable) break;
    for (const row of rows) delete row[name];
  }
  return rows;
}
