import type { Pool } from "./pool.js";

/** The same pool, in which a run of the scheme ends after some seconds; without a limit the pool itself. */
export function limitedPool(pool: Pool, seconds: number | undefined): Pool {
  if (seconds === undefined) return pool;
  return { ...pool, level: (task, onProgress) => pool.level(task, onProgress, seconds) };
}
