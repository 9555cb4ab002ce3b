/** Exit codes of the command line; scripts rely on them. */
export const ExitCode = {
  pass: 0,
  crash: 1,
  usage: 2,
  regressed: 3,
  numerical: 4,
  interrupted: 130,
} as const;
export type ExitCode = (typeof ExitCode)[keyof typeof ExitCode];

/** Where an input went wrong; every field that is known is shown to the user. */
export interface InputContext {
  /** File the value came from. */
  file?: string;
  /** Path of the value inside the file, e.g. `model.graph.edges[0]`. */
  path?: string;
  /** The offending value. */
  value?: unknown;
  /** What to do about it, a full sentence. */
  remedy?: string | undefined;
}

/** Bad input: a study, a flag, a file. Ends a command with exit code 2 and one message. */
export class InputError extends Error {
  override readonly name = "InputError";
  readonly reason: string;
  readonly context: InputContext;

  constructor(reason: string, context: InputContext = {}) {
    super(formatInputError(reason, context));
    this.reason = reason;
    this.context = context;
  }

  /** The same error with more context; what is already known wins. */
  within(context: InputContext): InputError {
    return new InputError(this.reason, { ...context, ...dropUndefined(this.context) });
  }
}

/** A computation that failed numerically where its result is needed at once. Ends a command with exit code 4. */
export class NumericalFailure extends Error {
  override readonly name: string = "NumericalFailure";
}

/** What an error means to the user, on whatever thread it was thrown; plain data, so that it passes between threads. */
export type ErrorClass =
  | { readonly kind: "input"; readonly reason: string; readonly context: InputContext }
  | { readonly kind: "numerical"; readonly reason: string }
  | { readonly kind: "defect" };

/** The one place where errors are told apart; what is not known here is a defect of the program. */
export function classify(error: unknown): ErrorClass {
  if (error instanceof InputError) return { kind: "input", reason: error.reason, context: error.context };
  if (error instanceof NumericalFailure) return { kind: "numerical", reason: error.message };
  if (!(error instanceof Error)) return { kind: "defect" };
  if (isOutOfMemory(error)) return { kind: "input", reason: "not enough memory", context: { remedy: lessMemory } };
  const { code, syscall, path } = error as NodeJS.ErrnoException;
  if (code === undefined || syscall === undefined) return { kind: "defect" };
  if (syscall === "uv_cwd") return { kind: "input", reason: "the current folder is gone", context: { remedy: moved } };
  const what = path === undefined ? syscall : `${syscall} ${path}`;
  return { kind: "input", reason: `the system refuses (${code}, ${what})`, context: { remedy: systemRemedy } };
}

const lessMemory = "Use fewer cells, fewer steps or fewer --jobs, or raise the limits (NODE_OPTIONS, ulimit)";
const moved = "Change to a folder that exists.";
const systemRemedy = "Check the path, its permissions and the free space.";

/** Allocations that are refused, and threads that end because their heap is full. */
function isOutOfMemory(error: Error): boolean {
  if ((error as NodeJS.ErrnoException).code === "ERR_WORKER_OUT_OF_MEMORY") return true;
  if ((error as NodeJS.ErrnoException).code === "ENOMEM") return true;
  return error instanceof RangeError && /allocation|array length|array buffer|string length/i.test(error.message);
}

function formatInputError(reason: string, { file, path, value, remedy }: InputContext): string {
  const where = [file, path].filter((part) => part !== undefined && part !== "").join(": ");
  const what = value === undefined ? "" : ` (got ${quote(value)})`;
  return `${where === "" ? "" : `${where}: `}${reason}${what}${remedy === undefined ? "" : `. ${remedy}`}`;
}

function quote(value: unknown): string {
  const text = typeof value === "number" ? String(value) : jsonOf(value);
  return text.length > 120 ? `${text.slice(0, 117)}...` : text;
}

/** A value as JSON; one that JSON does not have, as a word: a message must not fail for what it is about. */
function jsonOf(value: unknown): string {
  try {
    return JSON.stringify(value) ?? String(value);
  } catch {
    return `a ${typeof value} that cannot be written`;
  }
}

function dropUndefined(context: InputContext): InputContext {
  return Object.fromEntries(Object.entries(context).filter(([, value]) => value !== undefined));
}
