import { setImmediate } from "node:timers/promises";
import type { EntryPoint } from "./entry-point.js";

/**
 * Work that is done sooner on the thread that plans it than on others, in the units of `PlannedLevel.cost`: about half
 * a second. A thread begins by loading and compiling what is loaded and compiled here already.
 */
const smallWork = 1e6;
/** Processor milliseconds after which a thread that was to have little to do gives away what is left. */
const patience = 2000;

/** Runs tasks on the calling thread, one after the other. */
export interface Here {
  /** Whether the next task is to be run here. */
  takes(): boolean;
  /**
   * @param onMessage told what the task says of itself
   * @throws the reason of `signal`, where that is aborted before the task begins
   */
  run(entry: EntryPoint, work: object, onMessage: (message: unknown) => void): Promise<unknown>;
}

/** @param cost what all tasks are expected to cost together */
export function createHere(cost: number, signal: AbortSignal): Here {
  let spent = 0;
  let last: Promise<unknown> = Promise.resolve();
  return {
    takes: () => cost <= smallWork && spent < patience,
    run(entry, work, onMessage) {
      const turn = last.then(async () => {
        // Interrupts come in between, and what has been told goes out.
        await setImmediate();
        signal.throwIfAborted();
        const module = (await import(entry.filename)) as Readonly<Record<string, (work: object) => unknown>>;
        const before = process.cpuUsage();
        try {
          return await module[entry.name]({ ...work, port: { postMessage: onMessage } });
        } finally {
          const { user, system } = process.cpuUsage(before);
          spent += (user + system) / 1000;
        }
      });
      last = turn.catch(() => {});
      return turn;
    },
  };
}
