import { Presets, SingleBar } from "cli-progress";
import { significant } from "./columns.js";

/** How searches come along, as the display needs it. */
export interface ShownProgress {
  readonly part: number;
  readonly finished: number;
  readonly count: number;
  readonly best: number;
}

/** A bar with the best value on a terminal, a plain line per tenth elsewhere, nothing where it is not enabled. */
export function createSearchProgress(stream: NodeJS.WriteStream, enabled: boolean, id: string) {
  if (!enabled) return { show: (_: ShownProgress): void => {}, stop: (): void => {} };
  return stream.isTTY ? createBar(stream, id) : createLines(stream, id);
}

function textOf({ finished, count, best }: ShownProgress): string {
  return `${finished}/${count} searches${Number.isFinite(best) ? `, best ${significant(best)}` : ""}`;
}

function createLines(stream: NodeJS.WriteStream, id: string) {
  let told = 0;
  return {
    show(progress: ShownProgress): void {
      const tenth = Math.floor((10 * progress.finished) / progress.count);
      if (tenth <= told) return;
      told = tenth;
      stream.write(`${id}: ${textOf(progress)}\n`);
    },
    stop: (): void => {},
  };
}

function createBar(stream: NodeJS.WriteStream, id: string) {
  const format = `${id} [{bar}] {percentage}% {text}`;
  const shape = { barsize: 20, linewrap: false, hideCursor: true, clearOnComplete: true, gracefulExit: false };
  const bar = new SingleBar({ format, stream, ...shape }, Presets.legacy);
  bar.start(1000, 0, { text: "" });
  return {
    show: (progress: ShownProgress): void => bar.update(Math.round(1000 * progress.part), { text: textOf(progress) }),
    stop: (): void => bar.stop(),
  };
}
