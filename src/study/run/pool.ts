import { availableParallelism } from "node:os";
import { MessageChannel, receiveMessageOnPort } from "node:worker_threads";
import type { Piscina } from "piscina";
import { InputError, NumericalFailure } from "../../errors.js";
import { filesOf } from "../../model/files/provided.js";
import type { StateReferenceData } from "../../reference/states/index.js";
import type { ReferenceData } from "../../reference/types.js";
import type { EntryPoint } from "./entry-point.js";
import { createHere } from "./here.js";
import type { Outcome } from "./outcome.js";
import type { LevelResult, LevelTask, MeshReferenceTask, StateReferenceTask } from "./tasks.js";
import { affordableThreads, noRoomForThreads } from "./thread-room.js";
import { TimeLimitExceeded, timeLimit } from "./time-limit.js";

/** The reference could not be computed: data of the verdict, not an error of the program. */
export interface FailedReference {
  readonly failure: string;
}

/** A result and the time it took on its thread. */
export interface Timed<T> {
  readonly result: T;
  readonly milliseconds: number;
}

/** What a task says while it runs: that it has begun, and the step it has finished. */
export type Progress = "started" | number;

/** What a reference task results in. */
export type DataOf<T> = T extends StateReferenceTask ? StateReferenceData : ReferenceData;

/** Runs tasks in the order given, as many at a time as there are jobs. */
export interface Pool {
  /**
   * @param seconds the time it may take, counted from its beginning; any when absent
   * @throws {TimeLimitExceeded} where it takes longer
   */
  level(task: LevelTask, onProgress: (message: Progress) => void, seconds?: number): Promise<Timed<LevelResult>>;
  reference<T extends MeshReferenceTask | StateReferenceTask>(
    task: T,
    onProgress: (message: Progress) => void,
  ): Promise<Timed<DataOf<T>> | FailedReference>;
  /** Any other work, for what is done beside sweeps. */
  call<T, M>(entry: EntryPoint, task: object, onMessage: (message: M) => void): Promise<Timed<T>>;
  close(): Promise<void>;
}

/**
 * Without it piscina loads the worker by require, and node crashes where a thread is ended in the middle of that. The
 * options of the process are not repeated: those of V8 hold for its threads, which refuse to be given them.
 */
const execArgv = ["--no-experimental-require-module"];

/**
 * A pool of worker threads, and of the calling thread where the work does not repay their start.
 *
 * Every task is a pure function of its data, so that results depend neither on the number of jobs nor on the thread.
 *
 * @param signal ends running tasks with an AbortError
 * @param cost what all tasks are expected to cost together, in the units of `PlannedLevel.cost`
 */
export function createPool(jobs: number, signal: AbortSignal, cost = Number.POSITIVE_INFINITY): Pool {
  const most = Math.min(jobs, affordableThreads());
  const here = createHere(cost, signal);
  let piscina: Promise<Piscina> | undefined;
  // Threads are started when there is work: a study that is wholly stored needs none.
  const threads = (): Promise<Piscina> => {
    if (most < 1) throw noRoomForThreads();
    piscina ??= startThreads(most);
    return piscina;
  };
  const gate = createGate(Math.max(1, most));

  /** Runs an entry point on a thread; it tells of itself through a port of its own. */
  async function run<T, M>(
    entry: EntryPoint,
    task: object,
    onMessage: (message: M) => void,
    seconds?: number,
  ): Promise<Timed<T> | FailedReference> {
    return gate(async () => {
      if (seconds === undefined && here.takes()) {
        const outcome = await here.run(entry, { task, files: filesOf(task) }, (message) => onMessage(message as M));
        return unwrap(outcome as Outcome<T>);
      }
      const { port1, port2 } = new MessageChannel();
      const limit = timeLimit(seconds, signal);
      port1.once("message", () => limit.start());
      port1.on("message", onMessage);
      port1.unref();
      try {
        const work = { task, port: port2, files: filesOf(task) };
        const outcome = await (await threads()).run(work, { ...entry, signal: limit.signal, transferList: [port2] });
        return unwrap(outcome as Outcome<T>);
      } catch (error) {
        if (seconds !== undefined && limit.isOver() && !signal.aborted) throw new TimeLimitExceeded(seconds);
        throw error;
      } finally {
        limit.stop();
        // Progress travels on its own way and may come after the result.
        for (let rest = receiveMessageOnPort(port1); rest !== undefined; rest = receiveMessageOnPort(port1)) {
          onMessage(rest.message as M);
        }
        port1.close();
      }
    });
  }

  return {
    level: async (task, onProgress, seconds) => required(await run(entryOf("level"), task, onProgress, seconds)),
    reference: (task, onProgress) => run(entryOf("reference"), task, onProgress),
    call: async (entry, task, onMessage) => required(await run(entry, task, onMessage)),
    close: async () => (await piscina)?.destroy(),
  };
}

async function startThreads(most: number): Promise<Piscina> {
  const { Piscina } = await import("piscina");
  const piscina = new Piscina({ minThreads: 1, maxThreads: most, execArgv });
  // Told of every task that ends after it was aborted; tasks reject by themselves.
  piscina.on("error", () => {});
  return piscina;
}

function entryOf(name: keyof typeof import("./worker.js")): EntryPoint {
  return { filename: new URL("./worker.js", import.meta.url).href, name };
}

/** Lets tasks through in the order they come, `jobs` at a time; piscina alone reorders tasks that can be aborted. */
function createGate(jobs: number) {
  let free = jobs;
  const waiting: (() => void)[] = [];
  return async <T>(run: () => Promise<T>): Promise<T> => {
    if (free > 0) free--;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await run();
    } finally {
      const next = waiting.shift();
      if (next === undefined) free++;
      else next();
    }
  };
}

/**
 * Number of jobs to run at a time, all cores unless given.
 *
 * @throws {InputError} on anything but a positive integer
 */
export function checkJobs(jobs: number | undefined): number {
  if (jobs === undefined) return availableParallelism();
  if (Number.isInteger(jobs) && jobs >= 1 && jobs <= 1024) return jobs;
  throw new InputError("not a number of jobs", {
    path: "--jobs",
    value: jobs,
    remedy: "Give an integer from 1 to 1024.",
  });
}

/** A result without which the study cannot go on. */
function required<T>(outcome: Timed<T> | FailedReference): Timed<T> {
  if ("failure" in outcome) throw new NumericalFailure(outcome.failure);
  return outcome;
}

function unwrap<T>(outcome: Outcome<T>): Timed<T> | FailedReference {
  switch (outcome.kind) {
    case "result":
      return outcome;
    case "numerical":
      return { failure: outcome.reason };
    case "input":
      throw new InputError(outcome.reason, outcome.context);
  }
}
