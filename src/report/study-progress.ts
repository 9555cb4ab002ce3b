import { sizesText } from "../convergence/lines.js";
import type { LevelRecord } from "../study/record/record.js";
import type { PlannedLevel, StudyEvent } from "../study/run/events.js";
import { durationText } from "../tables/numbers.js";
import { oneLine } from "../tables/one-line.js";
import type { Shown } from "./progress.js";
import { pendingText } from "./table/level-facts.js";

/** How a study comes along: a line per level and reference, or what runs and the time that is left. */
export function studyProgress(id: string): Shown<StudyEvent> {
  let work: StudyWork | undefined;
  const begin = performance.now();
  return {
    name: id,
    bar(event) {
      if (event.type === "started") work = studyWork(event.levels);
      if (work === undefined) return undefined;
      work.note(event);
      const amounts = work.amounts();
      return { part: amounts.done / amounts.cost, text: `${work.text()}${remainingText(amounts, begin)}` };
    },
    line(event) {
      if (event.type === "started") work = studyWork(event.levels);
      const text = lineOf(event, work?.count ?? 0);
      return text && `${id}: ${text}`;
    },
    warning: warningOf,
    makesRoom: ({ type }) => type === "pending",
  };
}

/** How much of a study is done, in the units of the planned costs. */
export interface Amounts {
  readonly done: number;
  /** What of it was only read. */
  readonly reused: number;
  readonly cost: number;
}

/** The work of a study, which follows its events. */
export interface StudyWork {
  /** Number of levels. */
  readonly count: number;
  note(event: StudyEvent): void;
  amounts(): Amounts;
  /** What is done now. */
  text(): string;
}

/** @param levels whose costs are all that is known until the study begins */
export function studyWork(levels: readonly PlannedLevel[]): StudyWork {
  const cost = levels.reduce((sum, level) => sum + level.cost, 0);
  let work = begun({ type: "started", levels, cost, references: 0 });
  return {
    count: levels.length,
    note(event) {
      if (event.type === "started") work = begun(event);
      note(work, event);
    },
    amounts: () => ({ done: doneOf(work), reused: work.reused, cost: work.cost }),
    text: () => work.text,
  };
}

export function warningOf(event: StudyEvent): string | undefined {
  if (event.type === "store-damaged") return `${event.entry} is damaged (${event.reason}) and is computed again`;
  return event.type === "warning" ? event.message : undefined;
}

export function lineOf(event: StudyEvent, count: number): string | undefined {
  if (event.type === "level-finished") return `${levelText(event.level, count)}, ${durationText(event.milliseconds)}`;
  if (event.type === "level-reused") return `${levelText(event.level, count)}, stored`;
  if (event.type === "pending") return `pending: ${pendingText(event.record.pending ?? 0)}`;
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
    case "pending":
      work.text = `pending: ${pendingText(event.record.pending ?? 0)}`;
      return;
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

/** @param begin when the work began, on the clock of `performance` */
export function remainingText({ done, reused, cost }: Amounts, begin: number): string {
  const [own, all] = [done - reused, cost - reused];
  if (!(own > firstEstimate * all) || own >= all) return "";
  return `, ${durationText(((performance.now() - begin) * (all - own)) / own)} left`;
}
