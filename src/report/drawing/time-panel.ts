import {
  type AxisOptions,
  axisTitle,
  bottomRoom,
  createAxis,
  drawAxes,
  drawGrid,
  drawYTitle,
  leftRoom,
  type Position,
  xPositions,
  yPositions,
} from "./axes.js";
import { tightDomain } from "./domain.js";
import { columnWidth, drawFigure } from "./frame.js";
import { createLegend, type LegendEntry } from "./legend.js";
import { drawRemark } from "./remark.js";
import { symbols } from "./symbols.js";

export interface TimePanel {
  readonly title: string;
  readonly description: string;
  readonly height: number;
  readonly times: readonly number[];
  readonly ordinate: AxisOptions;
  readonly legend: readonly LegendEntry[];
  /** What is drawn over the grid; nothing gives a remark. */
  readonly draw: (atX: Position, atY: Position) => readonly string[];
}

const top = 7;
const right = 8;

/** A figure of one panel over time, its legend below. */
export function timePanel({ title, description, height, times, ordinate, legend, draw }: TimePanel): string {
  const y = createAxis(ordinate, height, "up");
  const left = leftRoom(y);
  const box = { left, top, width: columnWidth - left - right, height };
  const x = createAxis({ kind: "linear", domain: tightDomain(times), title: symbols.t }, box.width, "across");
  const parts = draw(xPositions(x, box), yPositions(y, box)).filter((part) => part !== "");
  const entries = createLegend(legend, left);
  const legendTop = top + height + bottomRoom + 3;
  const whole = legend.length === 0 ? top + height + bottomRoom + 2 : legendTop + entries.height + 3;
  return drawFigure({ height: whole, title, description }, [
    drawGrid({ box, x, y }),
    ...(parts.length === 0 ? [drawRemark("no state to show", box)] : parts),
    drawAxes({ box, x, y, titles: { x: true, y: false } }),
    drawYTitle(axisTitle(y), box, leftRoom(y)),
    legend.length === 0 ? "" : entries.draw(left, legendTop),
  ]);
}
