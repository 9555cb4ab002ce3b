import type { Options } from "yargs";
import type { ExitCode } from "../errors.js";
import type { Format } from "../tables/formats.js";
import type { Parsed } from "./options.js";
import type { Terminal } from "./terminal.js";

/** How a command is written, and where it is; its code is loaded when it is called. */
export interface CommandEntry {
  /** Name and positional arguments, in the notation of yargs. */
  readonly usage: string;
  readonly describe: string;
  /** Description of the positional argument. */
  readonly argument?: readonly [name: string, describe: string];
  load(): Promise<Command>;
}

/** What a command takes, and what it does. */
export interface Command {
  /** What `--format` may be. */
  readonly formats: readonly Format[];
  /** Options of its own. */
  readonly options: Readonly<Record<string, Options>>;
  /** Command lines with what they do. */
  readonly examples: readonly (readonly [line: string, describe: string])[];
  execute(parsed: Parsed, terminal: Terminal): Promise<ExitCode>;
}

export function nameOf({ usage }: CommandEntry): string {
  return usage.split(" ", 1)[0];
}
