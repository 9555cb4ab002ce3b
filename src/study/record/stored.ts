import type { Shared } from "../run/context.js";
import type { DataOf, FailedReference } from "../run/pool.js";
import type { LevelResult, LevelTask, ReferenceTask } from "../run/tasks.js";

/** The result of a run of the scheme that is no level of the sweep: from the store, else computed and stored. */
export async function obtainLevel(
  { pool, store }: Shared,
  task: LevelTask,
  onStart: () => void = () => {},
): Promise<LevelResult> {
  const known = store.read(task, (value) => isLevelResult(task, value)) as LevelResult | undefined;
  if (known !== undefined) return known;
  const { result } = await pool.level(task, (message) => {
    if (message === "started") onStart();
  });
  store.write(task, result, describeLevel(task));
  return result;
}

/** A computed reference: from the store, else computed and stored. */
export async function obtainReferenceData<T extends ReferenceTask>(
  { pool, store }: Shared,
  task: T,
  onStart: () => void = () => {},
): Promise<DataOf<T> | FailedReference> {
  const known = store.read(task, isObject) as DataOf<T> | undefined;
  if (known !== undefined) return known;
  const outcome = await pool.reference<T>(task, onStart);
  if ("failure" in outcome) return outcome;
  store.write(task, outcome.result, `reference ${task.reference.kind} of ${task.scheme.name}`);
  return outcome.result;
}

/**
 * Whether something read back can be the result of a level: its states are as many as were asked for, and of one
 * length.
 */
export function isLevelResult({ times }: LevelTask, value: unknown): boolean {
  const { summary, states, rows } = (value ?? {}) as Partial<LevelResult>;
  if (!isObject(summary) || typeof summary.status !== "string" || !Array.isArray(rows)) return false;
  if (summary.status !== "ok" && typeof summary.reason !== "string") return false;
  if (!Array.isArray(states) || !states.every((state) => state instanceof Float64Array)) return false;
  const lengths = new Set(states.map(({ length }) => length));
  const whole = summary.status !== "ok" || (states.length > 0 && states.length % Math.max(times.length, 1) === 0);
  return whole && lengths.size <= 1 && !lengths.has(0);
}

/** `jko, 8 steps, 400 cells`: for people who look at a store. */
export function describeLevel({ scheme, steps, cells }: LevelTask): string {
  const mesh = cells.length === 0 ? [] : [`${cells.join("x")} cells`];
  return [scheme.name, `${steps} steps`, ...mesh].join(", ");
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}
