import type { MessagePort } from "node:worker_threads";
import { InputError } from "../errors.js";
import { ReferenceFailure } from "../reference/types.js";
import { divertOutput } from "./search/module-output.js";
import type { SearchOutcome } from "./search/record.js";
import { runSearch, type SearchTask } from "./search/task.js";
import { type LevelTask, type ReferenceTask, runLevel, runReference } from "./tasks.js";
import { throttled } from "./throttled.js";

/** Entry points of the worker threads, called by name. */

/** An outcome that survives the way between threads, which strips errors of their class. */
export type Outcome<T> =
  | { readonly kind: "result"; readonly result: T; readonly milliseconds: number }
  | { readonly kind: "input"; readonly reason: string; readonly context: object }
  | { readonly kind: "reference"; readonly reason: string };

export function level({ task, port }: { readonly task: LevelTask; readonly port: MessagePort }) {
  port.postMessage("started");
  return settle(() =>
    runLevel(
      task,
      throttled((step) => port.postMessage(step)),
    ),
  );
}

export function reference({ task, port }: { readonly task: ReferenceTask; readonly port: MessagePort }) {
  port.postMessage("started");
  return settle(() => runReference(task));
}

export async function search({ task, port }: { readonly task: SearchTask; readonly port: MessagePort }) {
  const started = performance.now();
  divertOutput();
  const send = throttled((outcome: () => SearchOutcome) => port.postMessage(outcome()));
  try {
    const result = await runSearch(task, send);
    return { kind: "result", result, milliseconds: performance.now() - started };
  } catch (error) {
    return settle(() => {
      throw error;
    });
  }
}

function settle<T>(run: () => T): Outcome<T> {
  const started = performance.now();
  try {
    const result = run();
    return { kind: "result", result, milliseconds: performance.now() - started };
  } catch (error) {
    if (error instanceof InputError) return { kind: "input", reason: error.reason, context: error.context };
    if (error instanceof ReferenceFailure) return { kind: "reference", reason: error.message };
    if (error instanceof RangeError && /allocation|array length|array buffer/i.test(error.message)) {
      return {
        kind: "input",
        reason: "not enough memory",
        context: { path: "sweep.cells", remedy: "Use fewer cells or fewer --jobs" },
      };
    }
    throw error;
  }
}
