import type { Options } from "yargs";
import type { ExitCode } from "../errors.js";
import type { Format, Parsed } from "./options.js";
import type { Terminal } from "./terminal.js";

/** One command: how it is written, and what it does. */
export interface Command {
  /** Name and positional arguments, in the notation of yargs. */
  readonly usage: string;
  readonly describe: string;
  /** Description of the positional argument. */
  readonly argument?: readonly [name: string, describe: string];
  /** What `--format` may be. */
  readonly formats: readonly Format[];
  /** Options of its own. */
  readonly options: Readonly<Record<string, Options>>;
  /** Command lines with what they do. */
  readonly examples: readonly (readonly [line: string, describe: string])[];
  execute(parsed: Parsed, terminal: Terminal): Promise<ExitCode>;
}

export function nameOf({ usage }: Command): string {
  return usage.split(" ", 1)[0] as string;
}
