import { Presets, SingleBar } from "cli-progress";
import { cellsText } from "../tables/numbers.js";
import { stepsPerSecond } from "./columns.js";
import { threeDigits } from "./numbers.js";
import type { BenchEvent, BenchPoint } from "./record.js";

/** Shows on standard error how a benchmark comes along. */
export interface BenchProgress {
  readonly listener: (event: BenchEvent) => void;
  /** Takes the bar away and gives the cursor back. */
  stop(): void;
}

/** A bar on a terminal, a plain line per mesh elsewhere, nothing where it is not enabled. */
export function createBenchProgress(stream: NodeJS.WriteStream, enabled: boolean): BenchProgress {
  if (!enabled) return { listener: () => {}, stop: () => {} };
  return stream.isTTY ? createBar(stream) : createLines(stream);
}

function createLines(stream: NodeJS.WriteStream): BenchProgress {
  return {
    listener(event) {
      if (event.type !== "mesh-finished") return;
      const last = event.record.cases.findLast(({ points }) => points.length > 0);
      const points = last?.points ?? [];
      const mesh = String(points.at(-1)?.cells);
      const texts = points.filter(({ cells }) => String(cells) === mesh).map(pointText);
      stream.write(`${last?.id}: ${cellsText(points.at(-1)?.cells ?? [])} cells: ${texts.join(", ")}\n`);
    },
    stop() {},
  };
}

function pointText(point: BenchPoint): string {
  return `${point.scheme} ${point.status === "ok" ? `${threeDigits(stepsPerSecond(point))} steps/s` : point.status}`;
}

function createBar(stream: NodeJS.WriteStream): BenchProgress {
  const format = "bench [{bar}] {percentage}% {text}";
  const shape = { barsize: 20, linewrap: false, hideCursor: true, clearOnComplete: true, gracefulExit: false };
  const bar = new SingleBar({ format, stream, ...shape }, Presets.legacy);
  bar.start(1, 0, { text: "" });
  return {
    listener(event) {
      const text = event.type === "mesh-started" ? `${event.id}, ${cellsText(event.cells)} cells` : "";
      bar.update(event.part, { text });
    },
    stop: () => bar.stop(),
  };
}
