import type { PlannedLevel, StudyEvent } from "../study/run/events.js";
import { oneLine } from "../tables/one-line.js";
import type { Shown } from "./progress.js";
import { type Amounts, lineOf, remainingText, type StudyWork, studyWork, warningOf } from "./study-progress.js";

/** One of several studies that are run one after the other. */
export interface SeriesMember {
  readonly id: string;
  /** What tells it from the others. */
  readonly label: string;
  readonly plan: { readonly levels: readonly PlannedLevel[] };
}

export interface SeriesEvent {
  /** Position of the study. */
  readonly index: number;
  readonly event: StudyEvent;
}

/** How several studies come along together: one bar over the work of all, and the time that is left for it. */
export function seriesProgress(members: readonly SeriesMember[]): Shown<SeriesEvent> {
  const begin = performance.now();
  const works = members.map(({ plan }) => studyWork(plan.levels));
  const nameOf = (index: number): string => {
    const { id, label } = members[index];
    return label === "" ? id : oneLine(label);
  };
  return {
    name: [...new Set(members.map(({ id }) => id))].join(", "),
    bar({ index, event }) {
      works[index].note(event);
      const all = together(works);
      const now = [`${index + 1}/${members.length} ${nameOf(index)}`, works[index].text()];
      const text = now.filter((words) => words !== "").join(", ");
      return { part: all.done / all.cost, text: `${text}${remainingText(all, begin)}` };
    },
    line({ index, event }) {
      const text = lineOf(event, works[index].count);
      return text && `${nameOf(index)}: ${text}`;
    },
    warning({ index, event }) {
      const text = warningOf(event);
      return text && `${nameOf(index)}: ${text}`;
    },
  };
}

/** The sums of what is done, of what was only read, and of all. */
function together(works: readonly StudyWork[]): Amounts {
  const sum = { done: 0, reused: 0, cost: 0 };
  for (const work of works) {
    const { done, reused, cost } = work.amounts();
    sum.done += done;
    sum.reused += reused;
    sum.cost += cost;
  }
  return sum;
}
