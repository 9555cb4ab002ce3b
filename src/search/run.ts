import { setMaxListeners } from "node:events";
import { InputError } from "../errors.js";
import type { LoadedStudy } from "../study/file/load.js";
import { InterruptedError } from "../study/run/events.js";
import { checkJobs, createPool } from "../study/run/pool.js";
import { settleAll } from "../study/run/settle.js";
import { throttled } from "../study/run/throttled.js";
import { planSearch, type SearchPlan } from "./plan.js";
import type { SearchFrame, SearchOutcome, SearchRecord } from "./record.js";
import type { SearchResult, SearchTask } from "./task.js";

const worker = { filename: new URL("./search-worker.js", import.meta.url).href, name: "search" };

export interface SearchOptions {
  /** Worker threads; all cores when absent. Results do not depend on it. */
  readonly jobs?: number | undefined;
  /** Searches of every method; those of the study when absent. */
  readonly seeds?: number | undefined;
  readonly signal: AbortSignal;
  /** Called with what is known whenever a search tells of itself. */
  readonly onProgress?: (progress: SearchProgress) => void;
}

/** How searches come along. */
export interface SearchProgress {
  /** Part of all evaluations that may be spent. */
  readonly part: number;
  readonly finished: number;
  readonly count: number;
  /** Least value that any search has found. */
  readonly best: number;
}

/** Something ended the searches before their time; what they had found is kept. */
export class SearchEnded extends Error {
  override readonly name = "SearchEnded";

  /** @param cause an InterruptedError where it was the user */
  constructor(
    readonly found: SearchRecord,
    override readonly cause: unknown,
  ) {
    super("the searches ended before their time");
  }
}

/**
 * Runs all searches of a study, each with a seed of its own.
 *
 * A search that fails is part of the record.
 *
 * @throws {InputError} with the path inside the study
 * @throws {SearchEnded} when `signal` is aborted, or its module does not load
 */
export async function searchStudy(loaded: LoadedStudy, options: SearchOptions): Promise<SearchRecord> {
  const plan = planSearch(loaded, options.seeds);
  const jobs = Math.min(checkJobs(options.jobs), plan.tasks.length);
  const stop = new AbortController();
  const signal = AbortSignal.any([stop.signal, options.signal]);
  setMaxListeners(0, signal);
  const pool = createPool(jobs, signal);
  const outcomes: (SearchOutcome | undefined)[] = plan.tasks.map(() => undefined);
  const done = new Set<number>();
  let trajectory: readonly SearchFrame[] = [];
  const tell = (): void => options.onProgress?.(progressOf(plan, outcomes, done));
  // Of thousands of searches, each of which tells of itself.
  const tellSome = throttled<void>(tell);
  const run = async (task: SearchTask, k: number): Promise<void> => {
    const searched = pool.call<SearchResult, SearchOutcome>(worker, task, (outcome) => {
      if (!done.has(k)) outcomes[k] = outcome;
      tellSome();
    });
    const { result } = await searched.catch((error: unknown) => {
      throw blamed(error, task);
    });
    outcomes[k] = result.outcome;
    done.add(k);
    if (task.keepsCourse) trajectory = result.trajectory;
    tellSome();
  };
  try {
    const problem = await settleAll(plan.tasks.map(run), stop);
    tell();
    if (problem === undefined) return recordOf(plan, outcomes, trajectory, false);
    const cause = options.signal.aborted ? new InterruptedError() : problem;
    throw new SearchEnded(recordOf(plan, outcomes, trajectory, true), cause);
  } finally {
    await pool.close();
  }
}

/** An error of a search; where a module has ended its thread, as one of the study. */
function blamed(error: unknown, { scheme }: SearchTask): unknown {
  const isEnd = error instanceof Error && /^worker (exited|terminated)/i.test(error.message);
  if (!isEnd || scheme.module === undefined) return error;
  const remedy = "It must not end the process, nor need more memory than there is.";
  const context = { path: "scheme.module", value: scheme.module, remedy };
  return new InputError(`the module ended its thread (${error.message})`, context);
}

function progressOf(
  { tasks, study }: SearchPlan,
  outcomes: readonly (SearchOutcome | undefined)[],
  done: ReadonlySet<number>,
): SearchProgress {
  const { evaluations } = study.scheme;
  const parts = outcomes.map((outcome, k) => (done.has(k) ? 1 : (outcome?.evaluations ?? 0) / evaluations));
  return {
    part: parts.reduce((sum, part) => sum + part, 0) / tasks.length,
    finished: done.size,
    count: tasks.length,
    best: outcomes.reduce((least, outcome) => Math.min(least, outcome?.best?.value ?? least), Number.POSITIVE_INFINITY),
  };
}

function recordOf(
  { study, methods, seeds, coordinates, nodes }: SearchPlan,
  outcomes: readonly (SearchOutcome | undefined)[],
  trajectory: readonly SearchFrame[],
  isInterrupted: boolean,
): SearchRecord {
  const { id, title, question, model, scheme } = study;
  return {
    ...{ id, title, question, methods, seeds, coordinates, nodes, trajectory, isInterrupted },
    dimension: model.dimension ?? 1,
    target: scheme.target,
    evaluations: scheme.evaluations,
    outcomes: outcomes.filter((outcome) => outcome !== undefined),
  };
}
