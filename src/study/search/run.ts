import { InterruptedError } from "../events.js";
import type { LoadedStudy } from "../load.js";
import { checkJobs, createPool } from "../pool.js";
import { planSearch, type SearchPlan } from "./plan.js";
import type { SearchFrame, SearchOutcome, SearchRecord } from "./record.js";

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

/** The searches were interrupted; what they had found is kept. */
export class SearchInterrupted extends InterruptedError {
  constructor(readonly found: SearchRecord) {
    super();
  }
}

/**
 * Runs all searches of a study, each with a seed of its own.
 *
 * @throws {InputError} with the path inside the study
 * @throws {SearchInterrupted} when `signal` is aborted
 */
export async function searchStudy(loaded: LoadedStudy, options: SearchOptions): Promise<SearchRecord> {
  const plan = await planSearch(loaded, options.seeds);
  const jobs = Math.min(checkJobs(options.jobs), plan.tasks.length);
  const pool = createPool(jobs, options.signal);
  const outcomes: (SearchOutcome | undefined)[] = plan.tasks.map(() => undefined);
  const done = new Set<number>();
  let trajectory: readonly SearchFrame[] = [];
  const tell = (): void => options.onProgress?.(progressOf(plan, outcomes, done));
  try {
    await Promise.all(
      plan.tasks.map(async (task, k) => {
        const { result } = await pool.search(task, (outcome) => {
          if (!done.has(k)) outcomes[k] = outcome;
          tell();
        });
        outcomes[k] = result.outcome;
        done.add(k);
        if (task.keepsCourse) trajectory = result.trajectory;
        tell();
      }),
    );
    return recordOf(plan, outcomes, trajectory, false);
  } catch (error) {
    if (options.signal.aborted) throw new SearchInterrupted(recordOf(plan, outcomes, trajectory, true));
    throw error;
  } finally {
    await pool.close();
  }
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
