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
  remedy?: string;
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

function formatInputError(reason: string, { file, path, value, remedy }: InputContext): string {
  const where = [file, path].filter((part) => part !== undefined && part !== "").join(": ");
  const what = value === undefined ? "" : ` (got ${quote(value)})`;
  return `${where === "" ? "" : `${where}: `}${reason}${what}${remedy === undefined ? "" : `. ${remedy}`}`;
}

function quote(value: unknown): string {
  const text = typeof value === "number" ? String(value) : (JSON.stringify(value) ?? String(value));
  return text.length > 120 ? `${text.slice(0, 117)}...` : text;
}

function dropUndefined(context: InputContext): InputContext {
  return Object.fromEntries(Object.entries(context).filter(([, value]) => value !== undefined));
}
