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
    valid.length === 0
      ? `no studies${tagged}\n`
      : tableText(keyTable(rowsWithin(valid.map(studyRow), width)), width, "question");
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

/** The rows for a terminal of that width: without as many of these columns as take the room of the questions. */
export function rowsWithin(rows: readonly Readonly<Record<string, string>>[], width: number) {
  const sizeOf = (name: string): number => 2 + Math.max(0, ...rows.map((row) => row[name]?.length ?? 0));
  const names = Object.keys(rows[0] ?? {});
  const without = (count: number): string[] => {
    const dropped: readonly string[] = optional.slice(0, count);
    return names.filter((name) => !dropped.includes(name));
  };
  const hasRoom = (count: number): boolean => {
    const others = without(count).filter((name) => name !== "question");
    return width - others.reduce((sum, name) => sum + sizeOf(name), 0) >= readable;
  };
  const count = [0, 1, 2].find(hasRoom) ?? optional.length;
  return rows.map((row) => Object.fromEntries(without(count).map((name) => [name, row[name] ?? ""])));
}
