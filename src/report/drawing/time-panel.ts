import {
  type AxisOptions,
  axisTitle,
  bottomRoom,
  drawAxes,
  drawGrid,
  drawYTitle,
  leftRoom,
  type Position,
} from "./axes.js";
import { tightDomain } from "./domain.js";
import { drawFigure, type FigureOptions } from "./frame.js";
import { createLegend, type LegendEntry } from "./legend.js";
import { layOutPanel } from "./panel.js";
import { drawRemark } from "./remark.js";
import { symbols } from "./symbols.js";

/** Its height is that of the panel. */
export interface TimePanel extends FigureOptions {
  readonly times: readonly number[];
  readonly ordinate: AxisOptions;
  readonly legend: readonly LegendEntry[];
  /** What is drawn over the grid; nothing gives a remark. */
  readonly draw: (atX: Position, atY: Position) => readonly string[];
}

/** A figure of one panel over time, its legend below. */
export function timePanel({ title, description, height, times, ordinate, legend, draw }: TimePanel): string {
  const abscissa = { kind: "linear", domain: tightDomain(times), title: symbols.t } as const;
  const panel = layOutPanel(abscissa, ordinate, height, 8);
  const { box, y } = panel;
  const parts = draw(panel.atX, panel.atY).filter((part) => part !== "");
  const entries = createLegend(legend, box.left);
  const bottom = box.top + height + bottomRoom;
  const whole = legend.length === 0 ? bottom + 2 : bottom + 3 + entries.height + 3;
  return drawFigure({ height: whole, title, description }, [
    drawGrid(panel),
    ...(parts.length === 0 ? [drawRemark("no state to show", box)] : parts),
    drawAxes({ ...panel, titles: { x: true, y: false } }),
    drawYTitle(axisTitle(y), box, leftRoom(y)),
    legend.length === 0 ? "" : entries.draw(box.left, bottom + 3),
  ]);
}
