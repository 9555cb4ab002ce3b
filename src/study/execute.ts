import { setMaxListeners } from "node:events";
import { isMaximum } from "../convergence/index.js";
import { InputError } from "../errors.js";
import type { ReferenceSource } from "../reference/types.js";
import { assembleRecord, levelRecord } from "./assemble.js";
import { type Budget, createBudget } from "./budget.js";
import { planBudget } from "./budget-plan.js";
import type { RunContext } from "./context.js";
import { InterruptedError } from "./events.js";
import { type Measured, measureLevel } from "./measure.js";
import { availableMemory } from "./memory.js";
import type { RunOptions } from "./options.js";
import { planStudy, type StudyPlan } from "./plan.js";
import { checkJobs, createPool } from "./pool.js";
import type { StudyRecord } from "./record.js";
import { type Judge, obtainReference, referenceCost } from "./reference-run.js";
import type { Study } from "./schema.js";
import { createStore, noStore, storeFolder } from "./store.js";
import { createSource, type LevelResult, type LevelTask } from "./tasks.js";

/** What is known so far; replaced piece by piece while the study runs. */
interface RunState {
  readonly results: (LevelResult | undefined)[];
  readonly measured: (Measured | undefined)[];
  readonly warnings: string[];
  judge: Judge | undefined;
  failure: string | undefined;
}

/**
 * Runs a study: levels and reference on worker threads, the longest first, each stored as it finishes.
 *
 * A level or a reference that fails is part of the record, with exit code 4 in its verdict.
 *
 * @throws {InputError} where the study turns out to be wrong
 * @throws {InterruptedError} when `signal` is aborted; what had finished is in its record
 */
export async function runStudy(study: Study, options: RunOptions = {}): Promise<StudyRecord> {
  const plan = planStudy(study);
  const emit = options.onEvent ?? (() => {});
  const stop = new AbortController();
  const signal = AbortSignal.any([stop.signal, ...(options.signal === undefined ? [] : [options.signal])]);
  setMaxListeners(0, signal);
  const budgetPlan = planBudget(plan);
  const pool = createPool(affordableJobs(options.jobs, budgetPlan.memory), signal);
  const store =
    options.store === false ? noStore : createStore(storeFolder(options.store), options.force ?? false, emit);
  const state: RunState = {
    results: [],
    measured: [],
    warnings: [...plan.warnings],
    judge: undefined,
    failure: undefined,
  };
  const source = createSource(study.model);
  const budget = createBudget({ plan, pool, store }, budgetPlan, source);
  const run = createRun({ plan, pool, store, emit }, state, source, budget);
  try {
    const jobs = run.start();
    for (const job of jobs) job.catch(() => stop.abort());
    const problem = firstProblem(await Promise.allSettled(jobs));
    if (options.signal?.aborted) throw new InterruptedError(run.record());
    if (problem !== undefined) throw problem;
    await run.refineReference();
    return run.record();
  } catch (error) {
    if (options.signal?.aborted) throw new InterruptedError(run.record());
    throw error;
  } finally {
    await pool.close();
  }
}

/** No more jobs at a time than fit into memory. */
function affordableJobs(jobs: number | undefined, memory: number): number {
  const most = Math.max(1, Math.floor(availableMemory() / memory));
  return Math.min(checkJobs(jobs), most);
}

/** The error that ended a run: not one of the aborts that followed it. */
function firstProblem(outcomes: readonly PromiseSettledResult<void>[]): unknown {
  const reasons = outcomes.flatMap((outcome) => (outcome.status === "rejected" ? [outcome.reason as unknown] : []));
  return (
    reasons.find((reason) => reason instanceof InputError) ?? reasons.find((reason) => !isAbort(reason)) ?? reasons[0]
  );
}

function isAbort(reason: unknown): boolean {
  return reason instanceof Error && reason.name === "AbortError";
}

function createRun(context: RunContext, state: RunState, source: ReferenceSource, budget: Budget) {
  const { plan, pool, store, emit } = context;
  const { study, levels, times } = plan;
  const names = measuredNames(study.errors);

  const record = (): StudyRecord => {
    const kind = plan.referenceKind;
    const described = { kind, description: state.judge?.description ?? "" };
    const reference = state.failure === undefined ? described : { ...described, failure: state.failure };
    const mass = source.discretize(levels[0]?.cells ?? []).mass;
    const budgets = levels.map((level) => budget.of(level, state.results, state.measured[level.level]));
    const warnings = [...state.warnings, ...budget.warnings()];
    return assembleRecord(plan, { ...state, budgets, warnings, reference, mass });
  };

  const measure = (k: number): void => {
    const result = state.results[k];
    const level = levels[k];
    if (result?.summary.status !== "ok" || level === undefined || state.judge === undefined) return;
    const problem = source.discretize(level.cells);
    const sample = state.judge.sample(level);
    state.measured[k] = measureLevel(problem, times[k] as readonly number[], result.densities, names, sample);
  };

  const runLevel = async (k: number): Promise<void> => {
    const level = levels[k] as (typeof levels)[number];
    const task = levelTask(plan, k);
    const { result, milliseconds } = await pool.level(task, (message) => {
      if (message !== "started") return emit({ type: "level-progress", level: k, step: message, steps: level.steps });
      emit({ type: "level-started", level });
    });
    state.results[k] = result;
    measure(k);
    await store.write(task, result);
    emit({ type: "level-finished", level: levelRecord(plan, k, result, state.measured[k]), milliseconds });
    emit({ type: "record", record: record() });
  };

  const runExtra = async ({ run }: Budget["jobs"][number]): Promise<void> => {
    await run();
    emit({ type: "record", record: record() });
  };

  const reuseLevel = (k: number): boolean => {
    const result = store.read(levelTask(plan, k)) as LevelResult | undefined;
    if (result === undefined) return false;
    state.results[k] = result;
    emit({ type: "level-reused", level: levelRecord(plan, k, result) });
    return true;
  };

  const useReference = async (tolerance?: number): Promise<void> => {
    const outcome = await obtainReference(context, tolerance);
    if ("failure" in outcome) state.failure = outcome.failure;
    else state.judge = outcome;
    for (const k of levels.keys()) measure(k);
    emit({ type: "record", record: record() });
  };

  return {
    record,
    /** Starts whatever is not stored, the longest first, and the error budget after the sweep. */
    start(): Promise<void>[] {
      const cost = levels.reduce((sum, level) => sum + level.cost, referenceCost(plan));
      emit({ type: "started", levels, cost });
      for (const message of plan.warnings) emit({ type: "warning", message });
      const missing = levels.filter(({ level }) => !reuseLevel(level));
      const jobs = missing.map(({ level, cost: own }) => ({ cost: own, run: () => runLevel(level) }));
      jobs.push({ cost: referenceCost(plan), run: () => useReference() });
      return [...longestFirst(jobs).map(({ run }) => run()), ...longestFirst(budget.jobs).map(runExtra)];
    },
    refineReference: () => refineAutomatic(context, state, useReference),
  };
}

function longestFirst<T extends { readonly cost: number }>(jobs: readonly T[]): T[] {
  return [...jobs].sort((a, b) => b.cost - a.cost);
}

export function levelTask({ study, levels, times }: StudyPlan, k: number): LevelTask {
  const { steps, cells } = levels[k] as (typeof levels)[number];
  return { model: study.model, scheme: study.scheme, steps, cells, times: times[k] as readonly number[], rows: false };
}

/** The study's errors, and those in L1 that tell whether a level is limited by the solver. */
function measuredNames(errors: readonly string[]): readonly string[] {
  return [...new Set([...errors, "L1", ...(errors.some(isMaximum) ? ["L1@max"] : [])])];
}

/** An automatic reference is good enough when its error is this part of the finest one. */
const referenceShare = 1 / 30;
/** Tolerances of the time integration tried after the first. */
const tolerances = [1e-8, 1e-10];

/**
 * Refines the time step of an automatic finite-volume reference until its estimated L1 error is below 1/30 of the
 * smallest error of a level; a warning where the mesh of the reference is what limits it.
 */
async function refineAutomatic(
  { plan, emit }: RunContext,
  state: RunState,
  useReference: (tolerance: number) => Promise<void>,
): Promise<void> {
  if (!plan.automatic || plan.referenceKind !== "finite-volume") return;
  for (const tolerance of tolerances) {
    if (state.failure !== undefined || isGoodEnough(state)) return;
    await useReference(tolerance);
  }
  if (state.failure !== undefined || isGoodEnough(state)) return;
  const message =
    "the automatic finite-volume reference is limited by its mesh: its estimated error exceeds 1/30 of the finest error; give {kind: finite-volume, cells} with more cells, or same-mesh";
  state.warnings.push(message);
  emit({ type: "warning", message });
}

function isGoodEnough({ measured }: RunState): boolean {
  const known = measured.filter((level) => level !== undefined);
  const finest = Math.min(...known.map(({ errors }) => errors.L1 ?? Number.POSITIVE_INFINITY));
  const estimate = Math.max(0, ...known.map(({ referenceErrors }) => referenceErrors.L1 ?? 0));
  return estimate <= referenceShare * finest;
}
