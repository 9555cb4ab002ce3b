import type { MessagePort } from "node:worker_threads";
import { classify, type ErrorClass } from "../errors.js";
import { divertOutput } from "./search/module-output.js";
import type { SearchOutcome } from "./search/record.js";
import { runSearch, type SearchTask } from "./search/task.js";
import { type LevelTask, type ReferenceTask, runLevel, runReference } from "./tasks.js";
import { throttled } from "./throttled.js";

/** Entry points of the worker threads, called by name. */

/** An outcome that survives the way between threads, which strips errors of their class. */
export type Outcome<T> =
  | { readonly kind: "result"; readonly result: T; readonly milliseconds: number }
  | Exclude<ErrorClass, { kind: "defect" }>;

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
    const known = classify(error);
    if (known.kind === "defect") throw error;
    return known;
  }
}
