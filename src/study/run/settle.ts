import { InputError } from "../../errors.js";

/**
 * Waits for all jobs; the first that fails stops the others.
 *
 * @param stop ends the jobs that still run with an AbortError
 * @returns the error that ended them, not one of the aborts that followed it; undefined where there is none
 */
export async function settleAll(jobs: readonly Promise<void>[], stop: AbortController): Promise<unknown> {
  for (const job of jobs) job.catch(() => stop.abort());
  const outcomes = await Promise.allSettled(jobs);
  const reasons = outcomes.flatMap((outcome) => (outcome.status === "rejected" ? [outcome.reason as unknown] : []));
  return (
    reasons.find((reason) => reason instanceof InputError) ?? reasons.find((reason) => !isAbort(reason)) ?? reasons[0]
  );
}

function isAbort(reason: unknown): boolean {
  return reason instanceof Error && reason.name === "AbortError";
}
