import { classify, type ErrorClass } from "../../errors.js";

/** An outcome that survives the way between threads, which strips errors of their class. */
export type Outcome<T> =
  | { readonly kind: "result"; readonly result: T; readonly milliseconds: number }
  | Exclude<ErrorClass, { kind: "defect" }>;

/** Runs a task, and takes its time. */
export async function outcomeOf<T>(run: () => T | Promise<T>): Promise<Outcome<T>> {
  const started = performance.now();
  try {
    const result = await run();
    return { kind: "result", result, milliseconds: performance.now() - started };
  } catch (error) {
    const known = classify(error);
    if (known.kind === "defect") throw error;
    return known;
  }
}
