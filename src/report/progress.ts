import { Presets, SingleBar } from "cli-progress";
import { sizesText } from "../convergence/lines.js";
import type { LevelRecord } from "../study/record/record.js";
import type { PlannedLevel, StudyEvent, StudyListener } from "../study/run/events.js";
import { durationText } from "../tables/numbers.js";
import { oneLine } from "../tables/one-line.js";

/** Shows on standard error how a study comes along. */
export interface Progress {
  readonly listener: StudyListener;
  /** Takes the bar away and gives the cursor back. */
  stop(): void;
}

export interface ProgressOptions {
  readonly id: string;
  readonly stream: NodeJS.WriteStream;
  /** Whether progress is shown at all; warnings always are. */
  readonly enabled: boolean;
  /** A warning, on a line of its own. */
  readonly warn: (message: string) => void;
}

/** A bar on a terminal, a plain line per level elsewhere. */
export function createProgress(options: ProgressOptions): Progress {
  if (!options.enabled) return { listener: (event) => warnOf(event, options.warn), stop: () => {} };
  return options.stream.isTTY ? createBar(options) : createLines(options);
}

function createLines({ id, stream, warn }: ProgressOptions): Progress {
  let count = 0;
  const line = (text: string): void => void stream.write(`${id}: ${text}\n`);
  return {
    listener(event) {
      warnOf(event, warn);
      if (event.type === "started") count = event.levels.length;
      else if (event.type === "level-finished")
        line(`${levelText(event.level, count)}, ${durationText(event.milliseconds)}`);
      else if (event.type === "level-reused") line(`${levelText(event.level, count)}, stored`);
      else if (event.type === "reference-finished") {
        line(`reference ${event.kind}, ${event.reused ? "stored" : durationText(event.milliseconds)}`);
      }
    },
    stop() {},
  };
}

function levelText(level: LevelRecord, count: number): string {
  const reason = level.status === "ok" || level.reason === undefined ? "" : `: ${oneLine(level.reason)}`;
  return `level ${level.level + 1}/${count} (${sizesText(level)}) ${level.status}${reason}`;
}

function warnOf(event: StudyEvent, warn: (message: string) => void): void {
  if (event.type === "store-damaged") warn(`${event.entry} is damaged (${event.reason}) and is computed again`);
  else if (event.type === "warning") warn(event.message);
}

const total = 1000;
/** Before this part is done, the remaining time is a guess not worth showing. */
const firstEstimate = 0.02;
const refreshPerSecond = 10;

/** Work done so far, in the units of the planned costs. */
interface Work {
  levels: readonly PlannedLevel[];
  cost: number;
  /** Cost of the references together, and their number. */
  references: { readonly cost: number; readonly count: number };
  /** Cost of levels and references that are finished. */
  finished: number;
  /** Cost of finished work that was only read. */
  reused: number;
  /** Parts of running levels. */
  readonly running: Map<number, number>;
  text: string;
}

function createBar({ id, stream, warn }: ProgressOptions): Progress {
  const bar = new SingleBar(
    {
      format: `${id} [{bar}] {percentage}% {text}{remaining}`,
      stream,
      hideCursor: true,
      clearOnComplete: true,
      fps: refreshPerSecond,
      barsize: 20,
      linewrap: false,
      gracefulExit: false,
    },
    Presets.legacy,
  );
  const work: Work = {
    levels: [],
    cost: 1,
    references: { cost: 0, count: 1 },
    finished: 0,
    reused: 0,
    running: new Map(),
    text: "",
  };
  const begin = performance.now();
  const show = (): void => {
    const part = doneOf(work) / work.cost;
    bar.update(Math.min(total, Math.round(total * part)), { text: work.text, remaining: remainingText(work, begin) });
  };
  return {
    listener(event) {
      warnOf(event, (message) => {
        // The bar is on the line that the warning is written to.
        stream.write("\r\u001b[K");
        warn(message);
      });
      if (event.type === "started") {
        work.levels = event.levels;
        work.cost = event.cost;
        const cost = event.cost - event.levels.reduce((sum, level) => sum + level.cost, 0);
        work.references = { cost, count: event.references };
        bar.start(total, 0, { text: "", remaining: "" });
      }
      note(work, event);
      show();
    },
    stop: () => bar.stop(),
  };
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
