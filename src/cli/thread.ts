import { parentPort, workerData } from "node:worker_threads";
import { ExitCode } from "../errors.js";
import { InterruptedError } from "../study/run/events.js";
import type { Screen } from "../tables/style.js";
import { runCommandLine } from "./commands.js";
import { createTerminal } from "./terminal.js";

/** What the thread of a command is given. */
export interface CommandData {
  readonly words: readonly string[];
  /** Threads write through pipes: whether there is a terminal at the other end, they have to be told. */
  readonly screens: { readonly stdout: Screen; readonly stderr: Screen };
}

const { words, screens } = workerData as CommandData;
Object.assign(process.stdout, screens.stdout);
Object.assign(process.stderr, screens.stderr);

const controller = new AbortController();
parentPort?.on("message", () => controller.abort()).unref();
const terminal = createTerminal(controller.signal, () => parentPort?.postMessage("listens"));
process.on("uncaughtException", (error) => process.exit(terminal.fail(error)));
try {
  process.exitCode = await runCommandLine(words, terminal);
} catch (error) {
  if (error instanceof InterruptedError) {
    terminal.note("interrupted");
    process.exitCode = ExitCode.interrupted;
  } else process.exitCode = terminal.fail(error);
}
