import { InputError, NumericalFailure } from "../../errors.js";
import { durationText } from "../../tables/numbers.js";

/** A run of the scheme took longer than it may. */
export class TimeLimitExceeded extends NumericalFailure {
  override readonly name = "TimeLimitExceeded";
  constructor(seconds: number) {
    super(`not done after ${durationText(1000 * seconds)}, the time allowed to a level`);
  }
}

/** A timer is set for at most about 24 days. */
const longest = 2e6;

/**
 * The time allowed to a level.
 *
 * @throws {InputError} on anything but a positive number of seconds
 */
export function checkTimeLimit(seconds: number | undefined): number | undefined {
  if (seconds === undefined || (seconds > 0 && seconds <= longest)) return seconds;
  const remedy = `Give seconds, more than 0 and at most ${longest}.`;
  throw new InputError("not a time limit", { path: "--level-timeout", value: seconds, remedy });
}

/** A running time limit. */
export interface TimeLimit {
  /** Aborted by the outer signal, and when the time is over. */
  readonly signal: AbortSignal;
  /** Called when the work begins: threads that start do not count. */
  start(): void;
  stop(): void;
  isOver(): boolean;
}

/** @param seconds no limit when absent */
export function timeLimit(seconds: number | undefined, outer: AbortSignal): TimeLimit {
  const own = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  return {
    signal: seconds === undefined ? outer : AbortSignal.any([outer, own.signal]),
    start() {
      if (seconds !== undefined) timer ??= setTimeout(() => own.abort(), 1000 * seconds);
    },
    stop: () => clearTimeout(timer),
    isOver: () => own.signal.aborted,
  };
}
