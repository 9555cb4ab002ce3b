import type { MessagePort } from "node:worker_threads";
import { type ProvidedFiles, provideFiles } from "../../model/files/provided.js";
import { outcomeOf } from "./outcome.js";
import { type LevelTask, type ReferenceTask, runLevel, runReference } from "./tasks.js";
import { throttled } from "./throttled.js";

/** Entry points of the worker threads, called by name. */

interface Work<Task> {
  readonly task: Task;
  readonly port: MessagePort;
  /** Numbers that the task names by hashes. */
  readonly files: ProvidedFiles;
}

export function level({ task, port, files }: Work<LevelTask>) {
  provideFiles(files);
  port.postMessage("started");
  return outcomeOf(() =>
    runLevel(
      task,
      throttled((step) => port.postMessage(step)),
    ),
  );
}

export function reference({ task, port, files }: Work<ReferenceTask>) {
  provideFiles(files);
  port.postMessage("started");
  return outcomeOf(() => runReference(task));
}
