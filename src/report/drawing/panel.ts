import {
  type Axis,
  type AxisOptions,
  type Box,
  bottomRoom,
  createAxis,
  leftRoom,
  type Position,
  xPositions,
  yPositions,
} from "./axes.js";
import { fontSizes } from "./font.js";
import { drawFigure, type FigureOptions } from "./frame.js";
import { createLegend, type LegendEntry } from "./legend.js";
import { grey } from "./palette.js";
import { sheetWidth } from "./sheet.js";
import { drawText, plain } from "./text.js";

/** A panel with its axes, and where values are in it. */
export interface Panel {
  readonly box: Box;
  readonly x: Axis;
  readonly y: Axis;
  readonly atX: Position;
  readonly atY: Position;
}

export const panelTop = 7;

/** A panel that fills the column but for the labels and the title of its ordinate. */
export function layOutPanel(abscissa: AxisOptions, ordinate: AxisOptions, height: number, right = 7): Panel {
  const y = createAxis(ordinate, height, "up");
  const left = leftRoom(y);
  const box = { left, top: panelTop, width: sheetWidth() - left - right, height };
  const x = createAxis(abscissa, box.width, "across");
  return { box, x, y, atX: xPositions(x, box), atY: yPositions(y, box) };
}

export interface PanelFigure extends Omit<FigureOptions, "height"> {
  readonly box: Box;
  readonly legend: readonly LegendEntry[];
  /** A line below the legend, which may be empty. */
  readonly note?: string;
}

/** A figure of one panel, whose parts are given, with the legend below it. */
export function panelFigure({ box, legend, note, ...texts }: PanelFigure, parts: readonly string[]): string {
  const left = box.left;
  const entries = createLegend(legend, left);
  const top = box.top + box.height + bottomRoom + 3;
  const bottom = top + entries.height;
  const line = { x: left, y: bottom + 8, size: fontSizes.small };
  return drawFigure({ height: bottom + (note ? 11 : 0) + 3, ...texts }, [
    ...parts,
    entries.draw(left, top),
    note === undefined ? "" : drawText(plain(note), line, { fill: grey }),
  ]);
}
