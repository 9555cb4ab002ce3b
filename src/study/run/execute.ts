import { setMaxListeners } from "node:events";
import type { Study } from "../file/schema.js";
import { keepsRecorded, recordedLevel, recordingOf, storeRecorded } from "../flow/recording.js";
import { availableMemory } from "../plan/memory.js";
import { planStudy } from "../plan/plan.js";
import type { StudyPlan } from "../plan/study-plan.js";
import type { StudyRecord } from "../record/record.js";
import { createStore, noStore, type Store, storeFolder } from "../record/store.js";
import { describeLevel, isLevelResult } from "../record/stored.js";
import { assembleRecord, levelRecord } from "./assemble.js";
import { createAssessment } from "./assess.js";
import type { Job, RunState } from "./assessment.js";
import type { RunContext } from "./context.js";
import { InterruptedError, type Kept } from "./events.js";
import { limitedPool } from "./limited-pool.js";
import type { RunOptions } from "./options.js";
import { checkJobs, createPool } from "./pool.js";
import { settleAll } from "./settle.js";
import type { LevelResult } from "./tasks.js";
import { checkTimeLimit, TimeLimitExceeded } from "./time-limit.js";

/**
 * Runs a study: levels and reference on worker threads, the longest first, each stored as it finishes. Small ones run
 * on the calling thread, which threads would only delay.
 *
 * A level or a reference that fails is part of the record, with exit code 4 in its verdict.
 *
 * @param given a study, or what has been planned of it
 * @param startPool what runs the tasks
 * @throws {InputError} where the study turns out to be wrong
 * @throws {InterruptedError} when `signal` is aborted; what had finished is in its record
 */
export async function runStudy(
  given: Study | StudyPlan,
  options: RunOptions = {},
  startPool: typeof createPool = createPool,
): Promise<StudyRecord> {
  const plan = "study" in given ? given : planStudy(given);
  const emit = options.onEvent ?? (() => {});
  const stop = new AbortController();
  const signal = AbortSignal.any([stop.signal, ...(options.signal === undefined ? [] : [options.signal])]);
  setMaxListeners(0, signal);
  const cost = plan.levels.reduce((sum, level) => sum + level.cost, 0);
  const pool = startPool(affordableJobs(options.jobs, plan), signal, cost);
  const store =
    options.store === false ? noStore : createStore(storeFolder(options.store), options.force ?? false, emit);
  const run = createRun({ plan, pool, limited: limitedPool(pool, checkTimeLimit(options.levelTimeout)), store, emit });
  const interrupted = (): InterruptedError => new InterruptedError(run.record(), keptOf(plan, store));
  try {
    const problem = await settleAll(run.start(), stop);
    if (options.signal?.aborted) throw interrupted();
    if (problem !== undefined) throw problem;
    return await run.finish();
  } catch (error) {
    if (options.signal?.aborted) throw interrupted();
    throw error;
  } finally {
    await pool.close();
  }
}

function keptOf({ levels }: StudyPlan, store: Store): Kept {
  const kept = levels.filter(({ task }) => store.keeps(task)).length;
  const shown = Number(keepsRecorded(store, recordedLevel(levels)));
  return { levels: kept, others: Math.max(0, store.count() - kept - shown) };
}

/** No more jobs at a time than fit into memory. */
function affordableJobs(jobs: number | undefined, plan: StudyPlan): number {
  const most = Math.max(1, Math.floor(availableMemory() / plan.memory));
  return Math.min(checkJobs(jobs), most);
}

function createRun(context: RunContext) {
  const { plan, limited, store, emit } = context;
  const { levels } = plan;
  const state: RunState = { results: [], measured: [] };
  const late: (string | undefined)[] = [];
  const assessment = createAssessment(context);
  let pending: number | undefined = assessment.budget.length;

  const record = (): StudyRecord => {
    const budgets = levels.map((_, k) => assessment.budgetOf(k, state));
    const warnings = [...plan.warnings, ...assessment.warnings()];
    return assembleRecord(plan, {
      ...state,
      late,
      budgets,
      warnings,
      reference: assessment.reference(),
      mass: assessment.mass,
      pending,
    });
  };

  const measure = (k: number): void => {
    const result = state.results[k];
    if (result?.summary.status === "ok") state.measured[k] = assessment.measure(k, result);
  };

  const runLevel = async (k: number): Promise<void> => {
    const level = levels[k];
    const { task } = level;
    const recording = level === recordedLevel(levels) ? recordingOf(level) : undefined;
    const begin = performance.now();
    let milliseconds: number;
    try {
      const done = await limited.level({ ...task, ...(recording && { recording }) }, (message) => {
        if (message !== "started") return emit({ type: "level-progress", level: k, step: message, steps: level.steps });
        emit({ type: "level-started", level });
      });
      milliseconds = done.milliseconds;
      const { recorded, ...result } = done.result;
      state.results[k] = result;
      measure(k);
      store.write(task, result, describeLevel(task));
      if (recording && recorded) storeRecorded(store, level, recording, recorded);
    } catch (error) {
      if (!(error instanceof TimeLimitExceeded)) throw error;
      late[k] = error.message;
      milliseconds = performance.now() - begin;
    }
    const told = levelRecord(plan, k, state.results[k] ?? late[k], state.measured[k]);
    emit({ type: "level-finished", level: told, milliseconds });
    emit({ type: "record", record: record() });
  };

  const runOther = async ({ run }: Job, then: () => void): Promise<void> => {
    await run();
    then();
    emit({ type: "record", record: record() });
  };

  const runBudget = (job: Job): Promise<void> => {
    return runOther(job, () => {
      if (pending !== undefined) pending--;
    });
  };

  /** Tells of the levels as soon as they are compared, and compares them again where the reference can be better. */
  const compare = async (compared: Promise<unknown>): Promise<void> => {
    await compared;
    await refineWhile(assessment.refineReference);
    if (pending !== 0) emit({ type: "pending", record: record() });
  };

  const refineWhile = async (refine: (known: RunState) => Promise<boolean>): Promise<void> => {
    while (await refine(state)) {
      measureAll();
      emit({ type: "record", record: record() });
    }
  };

  const reuseLevel = (k: number): boolean => {
    const { task } = levels[k];
    const result = store.read(task, (value) => isLevelResult(task, value)) as LevelResult | undefined;
    if (result === undefined) return false;
    state.results[k] = result;
    emit({ type: "level-reused", level: levelRecord(plan, k, result) });
    return true;
  };

  const measureAll = (): void => {
    for (const k of levels.keys()) measure(k);
  };

  return {
    record,
    /** Starts whatever is not stored, the longest first, and the error budget after the sweep. */
    start(): Promise<void>[] {
      const cost = [...levels, ...assessment.references].reduce((sum, job) => sum + job.cost, 0);
      emit({ type: "started", levels, cost, references: assessment.references.length });
      for (const message of plan.warnings) emit({ type: "warning", message });
      const missing = levels.filter(({ level }) => !reuseLevel(level));
      const jobs: Job[] = [
        ...missing.map(({ level, cost: own }) => ({ cost: own, run: () => runLevel(level) })),
        ...assessment.references.map((job) => ({ cost: job.cost, run: () => runOther(job, measureAll) })),
      ];
      const running = longestFirst(jobs).map(({ run }) => run());
      const budget = longestFirst(assessment.budget).map(runBudget);
      return [...running, ...budget, compare(Promise.all(running))];
    },
    /** The record once nothing runs any more. */
    async finish(): Promise<StudyRecord> {
      await refineWhile(assessment.refineLimits);
      pending = undefined;
      const final = record();
      emit({ type: "record", record: final });
      return final;
    },
  };
}

function longestFirst<T extends { readonly cost: number }>(jobs: readonly T[]): T[] {
  return [...jobs].sort((a, b) => b.cost - a.cost);
}
