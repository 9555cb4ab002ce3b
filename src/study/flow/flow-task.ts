import { InputError } from "../../errors.js";
import type { EvolutionEnding } from "../../model/evolution.js";
import { facePosition, type Mesh } from "../../model/mesh.js";
import type { StateReferenceData } from "../../reference/states/index.js";
import { discretized } from "../plan/discretized.js";
import { InterruptedError } from "../run/events.js";
import type { FlowOptions } from "../run/options.js";
import { createPool, type FailedReference, type Pool } from "../run/pool.js";
import type { LevelResult, LevelTask, StateReferenceTask } from "../run/tasks.js";

const maxFlowSteps = 10_000_000;

/** How a trajectory ended. */
export function endingOf({ status, reason }: EvolutionEnding): EvolutionEnding {
  return status === "ok" ? { status } : { status, reason };
}

/** Runs one task, on a thread of its own unless it is small. */
export async function runFlowTask(task: LevelTask, { signal, onEvent }: FlowOptions): Promise<LevelResult> {
  const cost = task.steps * discretized(task, task.cells).work();
  return inPool(cost, signal, async (pool) => {
    const { result } = await pool.level(task, (message) => {
      if (message !== "started") onEvent?.({ type: "level-progress", level: 0, step: message, steps: task.steps });
    });
    return result;
  });
}

/** Computes a reference on a thread of its own; why it does not exist, where it does not. */
export async function runFlowReference(
  task: StateReferenceTask,
  { signal }: FlowOptions,
): Promise<StateReferenceData | FailedReference> {
  return inPool(Number.POSITIVE_INFINITY, signal, async (pool) => {
    try {
      const outcome = await pool.reference(task, () => {});
      return "failure" in outcome ? outcome : outcome.result;
    } catch (error) {
      if (error instanceof InputError) return { failure: error.reason };
      throw error;
    }
  });
}

async function inPool<T>(cost: number, signal: AbortSignal | undefined, work: (pool: Pool) => Promise<T>): Promise<T> {
  const pool = createPool(1, signal ?? new AbortController().signal, cost);
  try {
    return await work(pool);
  } catch (error) {
    if (signal?.aborted) throw new InterruptedError();
    throw error;
  } finally {
    await pool.close();
  }
}

/** @throws {InputError} where the number is missing or no number of steps */
export function countedSteps(steps: number | undefined): number {
  return counted(steps, "--steps", maxFlowSteps);
}

/** @throws {InputError} where the number is missing or no count */
export function counted(value: number | undefined, path: string, most = Number.MAX_SAFE_INTEGER): number {
  if (value !== undefined && Number.isInteger(value) && value >= 1 && value <= most) return value;
  const remedy = value === undefined ? `The study has no sweep: give ${path}.` : "Give a positive integer.";
  throw new InputError(value === undefined ? "missing" : "not a valid number", { path, value, remedy });
}

/** Time levels of `count` snapshots, both ends counted, as evenly spaced as whole steps allow. */
export function snapshotSteps(steps: number, count: number): readonly number[] {
  if (!Number.isInteger(count) || count < 2) {
    throw new InputError("not a number of snapshots", {
      path: "--snapshots",
      value: count,
      remedy: "Give at least 2.",
    });
  }
  const parts = Math.min(count - 1, steps);
  return Array.from({ length: parts + 1 }, (_, k) => Math.round((steps * k) / parts));
}

/** Centres of the cells of a mesh, in their order. */
export function cellCentres(mesh: Mesh): number[][] {
  const centre = (axis: number, index: number): number =>
    (facePosition(mesh, axis, index) + facePosition(mesh, axis, index + 1)) / 2;
  return Array.from({ length: mesh.size }, (_, cell) => {
    let rest = cell;
    return mesh.cells.map((count, axis) => {
      const index = rest % count;
      rest = (rest - index) / count;
      return centre(axis, index);
    });
  });
}
