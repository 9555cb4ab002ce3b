import type { Shown } from "../report/progress.js";
import { significant } from "./columns.js";
import type { SearchProgress } from "./run.js";

/** How searches come along, with the best value: a line per tenth where there is no bar. */
export function searchProgress(id: string): Shown<SearchProgress> {
  let told = 0;
  return {
    name: id,
    bar: (progress) => ({ part: progress.part, text: textOf(progress) }),
    line(progress) {
      const tenth = Math.floor((10 * progress.finished) / progress.count);
      if (tenth <= told) return undefined;
      told = tenth;
      return `${id}: ${textOf(progress)}`;
    },
  };
}

function textOf({ finished, count, best }: SearchProgress): string {
  return `${finished}/${count} searches${Number.isFinite(best) ? `, best ${significant(best)}` : ""}`;
}
