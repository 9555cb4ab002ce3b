/** Milliseconds between two calls. */
const interval = 500;

/** What is done with the newest of many values, now and then. */
export interface Seldom<T> {
  (value: T): void;
  /** Forgets what waits. */
  stop(): void;
  /** Does what waits. */
  finish(): void;
}

/**
 * Does something with values at most twice a second; of those that come in between, the newest takes its turn later.
 *
 * What fails then is not told: the next value, or the last one, which is done in any case, meets the same.
 */
export function seldom<T>(act: (value: T) => void): Seldom<T> {
  let last = performance.now();
  let waiting: { readonly value: T; readonly timer: NodeJS.Timeout } | undefined;
  const stop = (): void => {
    clearTimeout(waiting?.timer);
    waiting = undefined;
  };
  const now = (value: T): void => {
    stop();
    act(value);
    last = performance.now();
  };
  const finish = (): void => {
    if (waiting !== undefined) now(waiting.value);
  };
  const finishQuietly = (): void => {
    try {
      finish();
    } catch {}
  };
  const take = (value: T): void => {
    stop();
    const left = last + interval - performance.now();
    if (left <= 0) now(value);
    else waiting = { value, timer: setTimeout(finishQuietly, left) };
  };
  return Object.assign(take, { stop, finish });
}
