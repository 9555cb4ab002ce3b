import { sizesText } from "../convergence/lines.js";
import type { LevelRecord } from "../study/record/record.js";
import type { PlannedLevel, StudyEvent } from "../study/run/events.js";
import { durationText } from "../tables/numbers.js";
import { oneLine } from "../tables/one-line.js";
import type { Shown } from "./progress.js";

/** How a study comes along: a line per level and reference, or what runs and the time that is left. */
export function studyProgress(id: string): Shown<StudyEvent> {
  let count = 0;
  let work: Work | undefined;
  const begin = performance.now();
  return {
    name: id,
    bar(event) {
      if (event.type === "started") work = begun(event);
      if (work === undefined) return undefined;
      note(work, event);
      return { part: doneOf(work) / work.cost, text: `${work.text}${remainingText(work, begin)}` };
    },
    line(event) {
      if (event.type === "started") count = event.levels.length;
      const text = lineOf(event, count);
      return text && `${id}: ${text}`;
    },
    warning(event) {
      if (event.type === "store-damaged") return `${event.entry} is damaged (${event.reason}) and is computed again`;
      return event.type === "warning" ? event.message : undefined;
    },
  };
}

function lineOf(event: StudyEvent, count: number): string | undefined {
  if (event.type === "level-finished") return `${levelText(event.level, count)}, ${durationText(event.milliseconds)}`;
  if (event.type === "level-reused") return `${levelText(event.level, count)}, stored`;
  if (event.type !== "reference-finished") return undefined;
  return `reference ${event.kind}, ${event.reused ? "stored" : durationText(event.milliseconds)}`;
}

function levelText(level: LevelRecord, count: number): string {
  const reason = level.status === "ok" || level.reason === undefined ? "" : `: ${oneLine(level.reason)}`;
  return `level ${level.level + 1}/${count} (${sizesText(level)}) ${level.status}${reason}`;
}

/** Before this part is done, the remaining time is a guess not worth showing. */
const firstEstimate = 0.02;

/** Work done so far, in the units of the planned costs. */
interface Work {
  readonly levels: readonly PlannedLevel[];
  readonly cost: number;
  /** Cost of the references together, and their number. */
  readonly references: { readonly cost: number; readonly count: number };
  /** Cost of levels and references that are finished. */
  finished: number;
  /** Cost of finished work that was only read. */
  reused: number;
  /** Parts of running levels. */
  readonly running: Map<number, number>;
  text: string;
}

function begun({ levels, cost, references: count }: Extract<StudyEvent, { type: "started" }>): Work {
  const references = { cost: cost - levels.reduce((sum, level) => sum + level.cost, 0), count };
  return { levels, cost, references, finished: 0, reused: 0, running: new Map(), text: "" };
}

function note(work: Work, event: StudyEvent): void {
  const count = work.levels.length;
  switch (event.type) {
    case "level-started":
      work.running.set(event.level.level, 0);
      work.text = `level ${event.level.level + 1}/${count}`;
      return;
    case "level-progress":
      work.running.set(event.level, event.step / event.steps);
      work.text = `level ${event.level + 1}/${count} step ${event.step}/${event.steps}`;
      return;
    case "level-finished":
    case "level-reused": {
      const cost = work.levels[event.level.level]?.cost ?? 0;
      work.running.delete(event.level.level);
      work.finished += cost;
      if (event.type === "level-reused") work.reused += cost;
      return;
    }
    case "reference-started":
      work.text = `reference ${event.kind}`;
      return;
    case "reference-finished":
      work.finished += work.references.cost / work.references.count;
      return;
    default:
  }
}

function doneOf({ levels, finished, running }: Work): number {
  let done = finished;
  for (const [level, part] of running) done += part * (levels[level]?.cost ?? 0);
  return done;
}

function remainingText(work: Work, begin: number): string {
  const [done, all] = [doneOf(work) - work.reused, work.cost - work.reused];
  if (!(done > firstEstimate * all) || done >= all) return "";
  return `, ${durationText(((performance.now() - begin) * (all - done)) / done)} left`;
}
