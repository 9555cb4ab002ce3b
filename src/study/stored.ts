import type { Shared } from "./context.js";
import type { DataOf, FailedReference } from "./pool.js";
import type { LevelResult, LevelTask, ReferenceTask } from "./tasks.js";

/** The result of a run of the scheme that is no level of the sweep: from the store, else computed and stored. */
export async function obtainLevel(
  { pool, store }: Shared,
  task: LevelTask,
  onStart: () => void = () => {},
): Promise<LevelResult> {
  const known = store.read(task) as LevelResult | undefined;
  if (known !== undefined) return known;
  const { result } = await pool.level(task, (message) => {
    if (message === "started") onStart();
  });
  await store.write(task, result);
  return result;
}

/** A computed reference: from the store, else computed and stored. */
export async function obtainReferenceData<T extends ReferenceTask>(
  { pool, store }: Shared,
  task: T,
  onStart: () => void = () => {},
): Promise<DataOf<T> | FailedReference> {
  const known = store.read(task) as DataOf<T> | undefined;
  if (known !== undefined) return known;
  const outcome = await pool.reference<T>(task, onStart);
  if ("failure" in outcome) return outcome;
  await store.write(task, outcome.result);
  return outcome.result;
}
