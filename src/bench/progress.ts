import type { Shown } from "../report/progress.js";
import { cellsText } from "../tables/numbers.js";
import { stepsPerSecond } from "./columns.js";
import { threeDigits } from "./numbers.js";
import type { BenchEvent, BenchPoint } from "./record.js";

/** How a benchmark comes along: a line per mesh, or the mesh that is measured. */
export const benchProgress: Shown<BenchEvent> = {
  name: "bench",
  bar(event) {
    const text = event.type === "mesh-started" ? `${event.id}, ${cellsText(event.cells)} cells` : "";
    return { part: event.part, text };
  },
  line(event) {
    if (event.type !== "mesh-finished") return undefined;
    const last = event.record.cases.findLast(({ points }) => points.length > 0);
    const points = last?.points ?? [];
    const mesh = String(points.at(-1)?.cells);
    const texts = points.filter(({ cells }) => String(cells) === mesh).map(pointText);
    return `${last?.id}: ${cellsText(points.at(-1)?.cells ?? [])} cells: ${texts.join(", ")}`;
  },
};

function pointText(point: BenchPoint): string {
  return `${point.scheme} ${point.status === "ok" ? `${threeDigits(stepsPerSecond(point))} steps/s` : point.status}`;
}
