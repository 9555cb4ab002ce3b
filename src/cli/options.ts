import type { Options } from "yargs";
import { InputError } from "../errors.js";
import { budgetNames, defaultBudget } from "../study/file/budget.js";
import { suggest } from "../study/file/nearest.js";
import { checkTimeLimit } from "../study/run/time-limit.js";
import { type Format, formats, terminalFormat } from "../tables/formats.js";
import type { DrawOptions } from "./draw-options.js";

/** What yargs makes of a command line; values are still texts. */
export type Parsed = Readonly<Record<string, unknown>>;

/** Options every command takes, as read from the command line. */
export interface CommonOptions {
  readonly set: readonly string[];
  readonly jobs: number | undefined;
  readonly format: Format;
  readonly store: string | undefined;
  readonly quiet: boolean;
  readonly progress: boolean;
  readonly force: boolean;
}

const group = "Common options:";

export const commonOptions: Readonly<Record<string, Options>> = grouped({
  set: textOption("KEY=VALUE", "Change a value of the study, e.g. --set sweep.cells=200; may be repeated"),
  jobs: textOption("N", "Levels computed at a time; results do not depend on it [default: all cores]"),
  store: textOption("DIR", "Folder that keeps finished levels and references [default: $JKO_STORE or .jko]"),
  force: { type: "boolean", describe: "Ignore stored levels and compute them again" },
  quiet: { type: "boolean", describe: "Only the result, warnings and errors" },
  "no-progress": { type: "boolean", describe: "No progress on standard error" },
  help: { type: "boolean", describe: "Show this help" },
});

/** Options that stand together in the help. */
function grouped(options: Readonly<Record<string, Options>>): Readonly<Record<string, Options>> {
  return Object.fromEntries(Object.entries(options).map(([name, option]) => [name, { ...option, group }]));
}

/** Of commands that select studies by their tags. */
export const tagOptions: Readonly<Record<string, Options>> = {
  tag: textOption("TAG", "Also the studies in studies/ with this tag"),
  "without-tag": textOption("TAG", "Leave out studies with this tag; alone, all others are selected; may be repeated"),
};

export function formatOption(allowed: readonly Format[]): Options {
  const names = `${namesOf(allowed).join(", ")} [default: ${terminalFormat.name}]`;
  return { ...textOption("NAME", `What is printed: ${names}`), group };
}

/** An option with a value; numbers are read as texts and checked here, so that nothing is rounded or guessed. */
export function textOption(placeholder: string, describe: string): Options {
  return { type: "string", requiresArg: true, describe: `${placeholder}: ${describe}` };
}

/** @throws {InputError} naming the option, its value and what is allowed */
export function readCommonOptions(parsed: Parsed, allowed: readonly Format[]): CommonOptions {
  const set = parsed.set ?? [];
  return {
    set: (Array.isArray(set) ? set : [set]).map(String),
    jobs: readCount(parsed, "jobs"),
    format: readFormat(parsed, allowed),
    store: readText(parsed, "store"),
    quiet: readSwitch(parsed, "quiet"),
    progress: !readSwitch(parsed, "no-progress"),
    force: readSwitch(parsed, "force"),
  };
}

/** Options of commands that run sweeps. */
export const sweepOptions: Readonly<Record<string, Options>> = {
  budget: textOption(
    "NAME",
    `Runs that tell errors in time and on the mesh apart: ${budgetNames.join(", ")}, whatever the study says [default: ${defaultBudget}]`,
  ),
  "level-timeout": textOption("SECONDS", "End a level that takes longer, and leave it out with its reason"),
};

export interface SweepOptions extends CommonOptions {
  /** Seconds. */
  readonly levelTimeout: number | undefined;
}

/** What `jko run` is told beside what every sweep is. */
export interface RunCommandOptions extends SweepOptions {
  readonly out: string | undefined;
  /** Whether a missed rate is a failure. */
  readonly strict: boolean;
  readonly draw: DrawOptions;
}

/** @throws {InputError} like {@link readCommonOptions} */
export function readSweepOptions(parsed: Parsed, allowed: readonly Format[]): SweepOptions {
  const common = readCommonOptions(parsed, allowed);
  const set = [...common.set, ...readBudget(parsed)];
  return { ...common, set, levelTimeout: checkTimeLimit(readNumber(parsed, "level-timeout")) };
}

/** The budget as the change of a study that it is. */
function readBudget(parsed: Parsed): readonly string[] {
  const text = readText(parsed, "budget");
  if (text === undefined) return [];
  if (budgetNames.some((name) => name === text)) return [`budget=${text}`];
  throw optionError("budget", text, "no such budget", suggest(text, budgetNames));
}

/** A number that is written as one. */
function readNumber(parsed: Parsed, name: string): number | undefined {
  const text = readText(parsed, name);
  if (text === undefined) return undefined;
  if (/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text)) return Number(text);
  throw optionError(name, text, "not a number", `Write e.g. --${name} 60.`);
}

function readFormat(parsed: Parsed, allowed: readonly Format[]): Format {
  const text = readText(parsed, "format") ?? terminalFormat.name;
  const format = allowed.find(({ name }) => name === text);
  if (format !== undefined) return format;
  const isKnown = namesOf(formats).includes(text);
  const remedy = isKnown ? `Use one of ${namesOf(allowed).join(", ")}.` : suggest(text, namesOf(allowed));
  throw optionError("format", text, isKnown ? "this command does not have the format" : "unknown format", remedy);
}

function namesOf(list: readonly Format[]): string[] {
  return list.map(({ name }) => name);
}

/** A text that is given at most once and not empty. */
export function readText(parsed: Parsed, name: string): string | undefined {
  const value = parsed[name];
  if (value === undefined) return undefined;
  if (Array.isArray(value)) {
    throw optionError(name, value, "given more than once", "Give it once.");
  }
  if (String(value).trim() === "") throw new InputError("must not be empty", { path: `--${name}`, value });
  return String(value);
}

/** A positive integer, written in digits. */
export function readCount(parsed: Parsed, name: string): number | undefined {
  const text = readText(parsed, name);
  if (text === undefined) return undefined;
  if (/^[1-9]\d{0,14}$/.test(text)) return Number(text);
  throw optionError(name, text, "not a positive integer", `Write e.g. --${name} 2.`);
}

/** What is wrong with the value of an option, and what helps. */
export function optionError(name: string, value: unknown, problem: string, remedy: string): InputError {
  return new InputError(problem, { path: `--${name}`, value, remedy });
}

/** A switch; given twice is given. */
export function readSwitch(parsed: Parsed, name: string): boolean {
  const value = parsed[name];
  return Array.isArray(value) ? value.includes(true) : value === true;
}

/** Words after the command. */
export function readWords(parsed: Parsed, name: string): readonly string[] {
  const value = parsed[name] ?? [];
  return (Array.isArray(value) ? value : [value]).map(String);
}
