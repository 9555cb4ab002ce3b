import type { InterruptedError, Kept, StudyRecord } from "../study/index.js";
import type { Terminal } from "./terminal.js";

/**
 * Tells what of an interrupted run is kept, which is what is in the store.
 *
 * @param again what goes on where it was interrupted
 */
export function tellInterrupted(
  { record, kept }: InterruptedError,
  { note }: Pick<Terminal, "note">,
  again: string,
): void {
  note(record === undefined ? "interrupted" : `interrupted: ${keptText(record, kept, again)}`);
}

function keptText({ id, levels: planned }: StudyRecord, { levels, others }: Kept, again: string): string {
  const all = `${planned.length} levels of ${id}`;
  if (levels + others === 0) return `nothing of the ${all} is kept`;
  const more = others === 0 ? "" : ` and ${others} other ${others === 1 ? "run" : "runs"}`;
  return `${levels} of ${all}${more} are kept; ${again} goes on from there`;
}

/** @param force whether stored levels are ignored: the same command would compute them again */
export function sameCommand(force: boolean): string {
  return force ? "the same command without --force" : "the same command";
}
