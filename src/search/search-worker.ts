import type { MessagePort } from "node:worker_threads";
import { outcomeOf } from "../study/run/outcome.js";
import { throttled } from "../study/run/throttled.js";
import { divertOutput } from "./module-output.js";
import type { SearchOutcome } from "./record.js";
import { runSearch, type SearchTask } from "./task.js";

/** Entry point of the worker threads: a search, which tells what it has found so far. */
export function search({ task, port }: { readonly task: SearchTask; readonly port: MessagePort }) {
  divertOutput();
  const send = throttled((outcome: () => SearchOutcome) => port.postMessage(outcome()));
  return outcomeOf(() => runSearch(task, send));
}
