/** Milliseconds between two messages of progress. */
const messageInterval = 100;

/** Sends a message at most every 100 ms; those between are lost. */
export function throttled<T>(send: (message: T) => void): (message: T) => void {
  let last = Number.NEGATIVE_INFINITY;
  return (message) => {
    const now = performance.now();
    if (now - last < messageInterval) return;
    last = now;
    send(message);
  };
}
