import { ExitCode } from "../errors.js";
import { InterruptedError } from "../study/index.js";
import { runCommandLine } from "./commands.js";
import { createTerminal } from "./terminal.js";

/**
 * Runs a command line and sets the exit code of the process.
 *
 * The first interrupt lets finished levels be kept, the second ends at once. A reader of standard output that goes away
 * (`| head`) ends the printing, not the work: results are still written to their folder.
 */
export async function main(words: readonly string[]): Promise<void> {
  const controller = new AbortController();
  const terminal = createTerminal(controller.signal);
  const interrupt = (): void => {
    if (controller.signal.aborted) process.exit(ExitCode.interrupted);
    controller.abort();
  };
  for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(name, interrupt);
  for (const stream of [process.stdout, process.stderr]) stream.on("error", ignoreClosedPipe);
  process.on("uncaughtException", (error) => process.exit(terminal.fail(error)));
  try {
    process.exitCode = await runCommandLine(words, terminal);
  } catch (error) {
    process.exitCode = error instanceof InterruptedError ? ExitCode.interrupted : terminal.fail(error);
  }
}

function ignoreClosedPipe(error: NodeJS.ErrnoException): void {
  if (error.code !== "EPIPE") throw error;
}
