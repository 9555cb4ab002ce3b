import { setFlagsFromString } from "node:v8";
import { Worker } from "node:worker_threads";
import { ExitCode, InputError } from "../errors.js";
import { affordableThreads, noRoomForThreads } from "../study/run/thread-room.js";
import type { Screen } from "../tables/style.js";
import { packageVersion } from "./package-info.js";
import { createTerminal, type Terminal, worstOf } from "./terminal.js";
import type { CommandData } from "./thread.js";

/** Processor seconds, of all threads, in which an interrupted command may put its things in order. */
const gracePeriod = 1.2;
/** Exit codes after a signal, as a shell reports a program that it has ended. */
const endings = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;

/**
 * Runs a command line on a thread of its own and sets the exit code of the process.
 *
 * This thread is never busy, so that an interrupt is heard whatever the command computes, and a heap that is full ends
 * in a sentence. Reading and planning are ended by the first interrupt, by the system. Later it lets finished levels be
 * told of and drawn, for as long as a person waits; the second ends at once. Nothing is lost either way: files are
 * written whole.
 *
 * A reader of standard output that goes away (`| head`) ends the printing, not the work: results are still written to
 * their folder. Output that is lost for another reason (a full disk) does not end the work either, but the exit code
 * tells of it.
 */
export async function main(words: readonly string[]): Promise<void> {
  // A shell that completes waits for it: no thread, and nothing that computes.
  if (words[0] === "--complete") return complete(words.slice(1));
  if (words.length === 1 && words[0] === "--version") return void process.stdout.write(`${packageVersion()}\n`);
  // Node 20 aborts where the collector begins to mark for a thread that has just ended and is still compiled for.
  setFlagsFromString("--no-incremental-marking");
  const terminal = createTerminal(new AbortController().signal);
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
  const data: CommandData = { words, screens: { stdout: screenOf(process.stdout), stderr: screenOf(process.stderr) } };
  // The options of the process are not repeated: those of V8 hold for its threads, which refuse to be given them.
  const options = { workerData: data, execArgv: [], stdout: true, stderr: true };
  if (affordableThreads() < 1) return end(terminal.fail(noRoomForThreads()));
  const thread = new Worker(new URL("./thread.js", import.meta.url), options);
  thread.stdout.on("data", (text) => process.stdout.write(text));
  thread.stderr.on("data", (text) => process.stderr.write(text));
  thread.once("message", () => listen(thread, terminal));
  const finish = (code: number): void => end(code as ExitCode);
  thread.on("exit", finish);
  thread.on("error", (error) => end(terminal.fail(error)));
  // What ends a thread tells more than its exit code.
  thread.once("error", () => thread.off("exit", finish));
}

async function complete(words: readonly string[]): Promise<void> {
  const { completionsOf } = await import("./completion-words.js");
  for (const word of completionsOf(words)) process.stdout.write(`${word}\n`);
}

function screenOf({ isTTY = false, columns }: Screen): Screen {
  return { isTTY, columns };
}

function unwritten({ code = "unknown error" }: NodeJS.ErrnoException): InputError {
  return new InputError(`cannot be written (${code})`, { file: "standard output", remedy: "Send it elsewhere." });
}

/** Passes interrupts on to a command that has something to tell then, and ends it when it does not end. */
function listen(thread: Worker, { note }: Pick<Terminal, "note">): void {
  let interrupted = false;
  const interrupt = (name: keyof typeof endings): void => {
    const code = endings[name];
    if (interrupted) process.exit(code);
    interrupted = true;
    thread.postMessage("interrupt");
    thread.on("exit", (own) => {
      if (own === ExitCode.interrupted) process.exitCode = code;
    });
    const before = process.cpuUsage();
    const hasTakenLong = (): boolean => {
      const { user, system } = process.cpuUsage(before);
      return user + system > 1e6 * gracePeriod;
    };
    const giveUp = (): void => {
      note("interrupted");
      process.exit(code);
    };
    setInterval(() => hasTakenLong() && giveUp(), 50).unref();
  };
  for (const name of Object.keys(endings) as (keyof typeof endings)[]) process.on(name, interrupt);
}
