import { classify, ExitCode, InputError } from "../errors.js";
import type { Content, Format } from "../tables/formats.js";
import { oneLine } from "../tables/one-line.js";
import { createStyle, type Screen, type Style, styleOf, widthOf } from "../tables/style.js";

/** What commands share of the process they run in. */
export interface Terminal {
  /** Aborted when the user interrupts; until a command asks for it, an interrupt ends the process by itself. */
  readonly signal: AbortSignal;
  readonly stderr: NodeJS.WriteStream;
  /** Columns and colour of standard output. */
  readonly width: number;
  readonly style: Style;
  /** Whether standard output is read by a person. */
  readonly isTerminal: boolean;
  /** Writes a result to standard output. */
  print(text: string): void;
  /** Writes what a command has to show to standard output. */
  show(content: Content, format: Format): void;
  /** Writes a line to standard error. */
  note(text: string): void;
  /** Writes a warning to standard error, once: a run tells it when it is known, its record again. */
  warn(message: string): void;
  /** Tells of an error that ends a command, or the study of a file; returns the exit code. */
  fail(error: unknown, file?: string): ExitCode;
}

/** @param listen called when a command asks for the signal, since it has something to keep from then on */
export function createTerminal(signal: AbortSignal, listen: () => void = () => {}): Terminal {
  const { stdout, stderr, env } = process;
  const errorStyle = styleOf(stderr, env);
  const told = new Set<string>();
  const width = widthOf(stdout as Screen);
  const style = stdout.isTTY ? styleOf(stdout, env) : createStyle(false);
  const print = (text: string): void => void stdout.write(text);
  return {
    get signal() {
      listen();
      return signal;
    },
    stderr,
    ...{ width, style, print, isTerminal: stdout.isTTY === true },
    show: (content, format) => print(format.write(content, { width, style })),
    note: (text) => void stderr.write(`${text}\n`),
    warn(message) {
      if (told.has(message)) return;
      told.add(message);
      stderr.write(`${errorStyle.tone("warning", "warning:")} ${oneLine(message)}\n`);
    },
    fail(error, file) {
      const placed = error instanceof InputError && file !== undefined ? error.within({ file }) : error;
      const { text, code } = describeError(placed, env.JKO_DEBUG === "1");
      stderr.write(`${errorStyle.tone("bad", "error:")} ${text}\n`);
      return code;
    },
  };
}

/** The message for an error and its exit code; stacks only on demand. */
export function describeError(error: unknown, debug: boolean): { text: string; code: ExitCode } {
  const stack = debug && error instanceof Error && error.stack !== undefined ? `\n${error.stack}` : "";
  const known = classify(error);
  if (known.kind === "input") {
    const { message } = new InputError(known.reason, known.context);
    return { text: `${oneLine(message)}${stack}`, code: ExitCode.usage };
  }
  if (known.kind === "numerical") return { text: `${oneLine(known.reason)}${stack}`, code: ExitCode.numerical };
  const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  const advice = debug ? "" : ". This is a defect of jko; JKO_DEBUG=1 shows where";
  return { text: `${oneLine(message)}${advice}${stack}`, code: ExitCode.crash };
}

/** The worst of several exit codes: a crash, then a numerical failure, then bad input. */
export function worstOf(codes: readonly ExitCode[]): ExitCode {
  const order: readonly ExitCode[] = [130, 1, 4, 3, 2];
  return order.find((code) => codes.includes(code)) ?? ExitCode.pass;
}
