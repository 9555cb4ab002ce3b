import type { StudyRecord } from "../../study/record/record.js";
import { type Box, bottomRoom, drawAxes } from "../drawing/axes.js";
import { colourBar, colourBarHeight, errorScale } from "../drawing/colour-bar.js";
import { fontSizes } from "../drawing/font.js";
import { drawFigure } from "../drawing/frame.js";
import { drawCells, drawStaircase } from "../drawing/heat-map-cells.js";
import { layOutHeatMap } from "../drawing/heat-map-layout.js";
import { ink } from "../drawing/palette.js";
import { drawRemark } from "../drawing/remark.js";
import { errorSymbol } from "../drawing/symbols.js";
import { tensorGrid } from "../drawing/tensor-grid.js";
import { drawText, plain, type RichText } from "../drawing/text.js";
import { describeHeatMap, noteLines } from "./heat-map-notes.js";

export interface HeatMapOptions {
  /** The study's first error when absent. */
  readonly error?: string;
}

const noteHeight = 10;

/**
 * Errors of a tensor sweep over step size and mesh width, both logarithmic: dark is small. A line of steps separates
 * the levels where refining tau gains more from those where refining h does; the symbol of that size stands in the
 * cells if there is room. Flagged levels have a marked corner, levels without an error are crossed out.
 */
export function heatMapFigure(record: StudyRecord, { error = record.errors[0] ?? "" }: HeatMapOptions = {}): string {
  const grid = tensorGrid(record, error);
  const errors = grid.rows.flat().flatMap((cell) => (cell?.error === undefined ? [] : [cell.error]));
  const layout = layOutHeatMap(grid, errors);
  const { box, x, y } = layout;
  const barTop = box.top + box.height + bottomRoom + 4;
  const notesTop = barTop + (errors.length === 0 ? 0 : colourBarHeight);
  const notes = noteLines(grid, layout.hasSymbols);
  const height = notesTop + notes.length * noteHeight + 4;
  const title = `Errors of ${record.id} over tau and h`;
  const axes = drawAxes({ box, x, y, areTicksOutside: true });
  const panel =
    errors.length === 0
      ? [axes, drawRemark("no level has an error to show", box)]
      : [drawCells(grid, layout), drawStaircase(grid, layout), axes, drawBar(box, barTop, errors, error)];
  return drawFigure({ height, title, description: describeHeatMap(record, error, grid) }, [
    ...panel,
    ...notes.map((note, k) => drawNote(note, box.left, notesTop + 8 + noteHeight * k)),
  ]);
}

function drawBar({ left, width }: Box, top: number, errors: readonly number[], error: string): string {
  return colourBar({ left, top, width }, errorScale(errors, [...errorSymbol(error), ...plain(" error")]));
}

function drawNote(note: RichText, x: number, y: number): string {
  return drawText(note, { x, y, size: fontSizes.small }, { fill: ink });
}
