import type { StudyRecord } from "../../study/record/record.js";

/** The transport of a record in words: on two axes, swept transport is not the Wasserstein distance, and nobody shall think so. */
export function transportName({ transport, levels }: Pick<StudyRecord, "transport" | "levels">): string {
  const axes = levels[0]?.cells.length ?? 1;
  return transport === "swept" && axes > 1 ? "swept, directionally split" : transport;
}
