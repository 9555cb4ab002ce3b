import type { ExitCode } from "../errors.js";
import { commands } from "./command-list.js";
import { readPlainly } from "./plain-words.js";
import type { Terminal } from "./terminal.js";

/** Parses a command line and carries it out. */
export async function runCommandLine(words: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const call = await readPlainly(words, commands);
  if (call !== undefined) return await call.command.execute(call.parsed, terminal);
  const { runByParser } = await import("./parser.js");
  return await runByParser(words, terminal);
}
