import type { MessagePort } from "node:worker_threads";
import { outcomeOf } from "./outcome.js";
import { type LevelTask, type ReferenceTask, runLevel, runReference } from "./tasks.js";
import { throttled } from "./throttled.js";

/** Entry points of the worker threads, called by name. */

export function level({ task, port }: { readonly task: LevelTask; readonly port: MessagePort }) {
  port.postMessage("started");
  return outcomeOf(() =>
    runLevel(
      task,
      throttled((step) => port.postMessage(step)),
    ),
  );
}

export function reference({ task, port }: { readonly task: ReferenceTask; readonly port: MessagePort }) {
  port.postMessage("started");
  return outcomeOf(() => runReference(task));
}
