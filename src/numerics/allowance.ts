/** What may still be spent on this thread, in about microseconds of work; without bound outside of trials. */
let left = Number.POSITIVE_INFINITY;
/** What has been spent, in a trial or not. */
let spent = 0;

/** A trial has spent its allowance: nothing is wrong, but more was asked than it may cost. */
class AllowanceSpent extends Error {
  override readonly name = "AllowanceSpent";
}

/**
 * The result of a computation that is tried out, or undefined where it spends more than it is allowed to.
 *
 * Work is counted, not timed: what comes out depends on the computation alone, not on the machine.
 *
 * @param allowance about microseconds, within a factor of some three
 */
export function tryWithin<T>(allowance: number, run: () => T): T | undefined {
  const before = left;
  left = Math.min(before, allowance);
  try {
    return run();
  } catch (error) {
    if (error instanceof AllowanceSpent) return undefined;
    throw error;
  } finally {
    left = before;
  }
}

/** Counts work that is about to be done; loops that may be long call it, in trials it may end them. */
export function spend(work: number): void {
  spent += work;
  left -= work;
  if (left < 0) throw new AllowanceSpent();
}

/** The result of a computation, and the work that it has counted. */
export function workOf<T>(run: () => T): { readonly result: T; readonly work: number } {
  const before = spent;
  const result = run();
  return { result, work: spent - before };
}
