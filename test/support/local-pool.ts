import { ReferenceFailure } from "../../src/reference/types.js";
import type { DataOf, FailedReference, Pool, Timed } from "../../src/study/run/pool.js";
import {
  type LevelTask,
  type MeshReferenceTask,
  runLevel,
  runReference,
  type StateReferenceTask,
} from "../../src/study/run/tasks.js";

/** Runs tasks in place, for studies so small that threads would cost more. */
export function localPool(): Pool {
  return {
    level: async (task: LevelTask) => ({ result: runLevel(task), milliseconds: 0 }),
    async reference<T extends MeshReferenceTask | StateReferenceTask>(
      task: T,
    ): Promise<Timed<DataOf<T>> | FailedReference> {
      try {
        return { result: runReference(task) as DataOf<T>, milliseconds: 0 };
      } catch (error) {
        if (error instanceof ReferenceFailure) return { failure: error.message };
        throw error;
      }
    },
    call: () => Promise.reject(new Error("other work needs a thread")),
    close: async () => {},
  };
}
