import type { LevelPlan } from "../plan/levels.js";
import type { Store } from "../record/store.js";
import { mostNumbers, type Recorded, type Recording } from "../run/recorder.js";
import { snapshotSteps } from "./flow-task.js";
import { fewerCells } from "./shown-cells.js";

/** Frames of the animation of a report. */
export const framesShown = 81;

/** Steps of a run whose rows are kept. */
const mostRows = 100_000;

/**
 * What is kept of a level to be shown in the report: the states of its frames, on so many cells as can be seen;
 * undefined where it has too many steps.
 */
export function recordingOf({ steps, cells, on }: Pick<LevelPlan, "steps" | "cells" | "on">): Recording | undefined {
  if (steps > mostRows) return undefined;
  const times = snapshotSteps(steps, framesShown);
  const layout = on.layout();
  const layers = "layers" in layout ? (layout.layers ?? 1) : 1;
  return { times, cells: "mesh" in layout ? fewerCells(cells, mostNumbers / (times.length * layers)) : [] };
}

/** The level whose trajectory is kept while it runs: the finest. */
export function recordedLevel<L extends { readonly level: number }>(levels: readonly L[]): L {
  return levels[levels.length - 1];
}

function keyOf({ task }: Pick<LevelPlan, "task">, recording: Recording): object {
  return { task, recording };
}

/** Stores what has been kept of a level, beside its result. */
export function storeRecorded(store: Store, level: LevelPlan, recording: Recording, recorded: Recorded): void {
  const { steps, cells } = level.task;
  const mesh = cells.length === 0 ? "" : `, ${cells.join("x")} cells`;
  store.write(keyOf(level, recording), recorded, `trajectory of ${level.task.scheme.name}, ${steps} steps${mesh}`);
}

/** Whether the store has what has been kept of a level. */
export function keepsRecorded(store: Store, level: LevelPlan): boolean {
  const recording = recordingOf(level);
  return recording !== undefined && store.keeps(keyOf(level, recording));
}

/** What has been kept of a level, if it is stored. */
export function readRecorded(store: Store, level: LevelPlan, recording: Recording): Recorded | undefined {
  const isRecorded = (value: unknown): boolean => {
    const { rows, states } = (value ?? {}) as Partial<Recorded>;
    return Array.isArray(rows) && Array.isArray(states) && states.length === recording.times.length;
  };
  return store.read(keyOf(level, recording), isRecorded) as Recorded | undefined;
}
