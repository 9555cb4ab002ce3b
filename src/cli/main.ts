import { ExitCode, InputError } from "../errors.js";
import { InterruptedError } from "../study/events.js";
import { runCommandLine } from "./commands.js";
import { createTerminal, worstOf } from "./terminal.js";

/**
 * Runs a command line and sets the exit code of the process.
 *
 * Reading and planning are ended by the first interrupt, by the system: a handler would wait for the end of a computation.
 * Later the first interrupt lets finished levels be kept, the second ends at once. A reader of standard output that goes away
 * (`| head`) ends the printing, not the work: results are still written to their folder. Output that is lost for another
 * reason (a full disk) does not end the work either, but the exit code tells of it.
 */
export async function main(words: readonly string[]): Promise<void> {
  const controller = new AbortController();
  const interrupt = (): void => {
    if (controller.signal.aborted) process.exit(ExitCode.interrupted);
    controller.abort();
  };
  let listens = false;
  const terminal = createTerminal(controller.signal, () => {
    if (listens) return;
    listens = true;
    for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(name, interrupt);
  });
  process.on("uncaughtException", (error) => process.exit(terminal.fail(error)));
  const codes: ExitCode[] = [];
  const end = (code: ExitCode): void => {
    codes.push(code);
    process.exitCode = worstOf(codes);
  };
  for (const stream of [process.stdout, process.stderr]) {
    stream.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code !== "EPIPE") end(stream === process.stdout ? terminal.fail(unwritten(error)) : ExitCode.usage);
    });
  }
  try {
    end(await runCommandLine(words, terminal));
  } catch (error) {
    end(error instanceof InterruptedError ? ExitCode.interrupted : terminal.fail(error));
  }
}

function unwritten({ code = "unknown error" }: NodeJS.ErrnoException): InputError {
  return new InputError(`cannot be written (${code})`, { file: "standard output", remedy: "Send it elsewhere." });
}
