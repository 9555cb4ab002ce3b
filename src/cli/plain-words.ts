import { type ParseArgsConfig, parseArgs } from "node:util";
import { type Command, type CommandEntry, nameOf } from "./command.js";
import { commonOptions, formatOption, type Parsed } from "./options.js";

/** A command that is called, with what it is given, as yargs would make it of the same words. */
export interface PlainCall {
  readonly command: Command;
  readonly parsed: Parsed;
}

/**
 * Reads a command line that is as it should be; undefined where there is anything to tell of it.
 *
 * Nearly all are, and yargs, which tells what is wrong with the others and prints the help, takes longer to load than
 * most commands to run. Words that two parsers might read in two ways are left to it.
 */
export async function readPlainly(
  words: readonly string[],
  commands: readonly CommandEntry[],
): Promise<PlainCall | undefined> {
  const [name, ...rest] = words;
  const entry = commands.find((one) => nameOf(one) === name);
  if (entry === undefined || !rest.every(isPlain)) return undefined;
  const command = await entry.load();
  const found = parsedBy(command, rest);
  if (found === undefined || "help" in found.values) return undefined;
  const argument = argumentOf(entry, found.positionals);
  if (argument === undefined || Object.values(found.values).flat().some(isDoubtful)) return undefined;
  const values = Object.entries(found.values).map(([key, all = []]) => [key, givenValue(all)] as const);
  return { command, parsed: { ...Object.fromEntries(values), ...argument } };
}

/** A switch that is given twice is given; of other options all values count. */
function givenValue(all: readonly (string | boolean)[]): unknown {
  return all.length === 1 || all[0] === true ? all[0] : all;
}

/** Whether a word is neither an option of one letter or a number, nor the end of options. */
function isPlain(word: string): boolean {
  return word !== "" && !/^-($|[^-]|-$)/.test(word);
}

/** Whether yargs might take a value for something else: it unquotes words, and asks for one that is empty. */
function isDoubtful(value: unknown): boolean {
  return typeof value === "string" && (value === "" || /^['"]/.test(value));
}

type Found = { readonly values: Readonly<Record<string, (string | boolean)[] | undefined>>; positionals: string[] };

function parsedBy({ options, formats }: Command, words: readonly string[]): Found | undefined {
  const all = Object.entries({ ...options, ...commonOptions, format: formatOption(formats) });
  const known = all.map(([key, { type }]) => [key, { type: type === "boolean" ? type : "string", multiple: true }]);
  const config: ParseArgsConfig = { args: [...words], options: Object.fromEntries(known), allowPositionals: true };
  try {
    return parseArgs(config) as Found;
  } catch {
    return undefined;
  }
}

/** The words beside the options, under the name of the usage; undefined where there are too many or too few. */
function argumentOf({ usage }: CommandEntry, words: readonly string[]): Parsed | undefined {
  const [, open, name, dots] = /([<[])(\w+)(\.\.)?[>\]]$/.exec(usage) ?? [];
  const least = open === "<" ? 1 : 0;
  const most = name === undefined ? 0 : dots === undefined ? 1 : Number.POSITIVE_INFINITY;
  if (words.length < least || words.length > most || words.some(isDoubtful)) return undefined;
  if (name === undefined || words.length === 0) return {};
  return { [name]: dots === undefined ? words[0] : words };
}
