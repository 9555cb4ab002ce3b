import {
  type AxisOptions,
  axisTitle,
  createAxis,
  drawAxes,
  drawGrid,
  drawYTitle,
  leftRoom,
  xPositions,
  yPositions,
} from "./axes.js";
import { type Panel, panelTop } from "./panel.js";
import { sheetWidth } from "./sheet.js";

const right = 8;
const gapUp = 8;

/** Panels one above the other with a common abscissa. */
export function layOutStack(
  abscissa: AxisOptions,
  ordinates: readonly { readonly ordinate: AxisOptions; readonly height: number }[],
): Panel[] {
  const axes = ordinates.map(({ ordinate, height }) => createAxis(ordinate, height, "up"));
  const left = Math.max(...axes.map((axis) => leftRoom(axis)));
  const width = sheetWidth() - left - right;
  const x = createAxis(abscissa, width, "across");
  const heights = ordinates.map(({ height }) => height);
  return axes.map((y, k): Panel => {
    const top = panelTop + heights.slice(0, k).reduce((sum, height) => sum + height + gapUp, 0);
    const box = { left, top, width, height: heights[k] };
    return { box, x, y, atX: xPositions(x, box), atY: yPositions(y, box) };
  });
}

/** What is drawn in a panel of a stack between its grid and its axes; the last one has the abscissa. */
export function drawStacked(panel: Panel, isLast: boolean, parts: readonly string[]): string {
  const { box, y } = panel;
  return [
    drawGrid(panel),
    ...parts,
    drawAxes({ ...panel, labels: { x: isLast, y: true }, titles: { x: isLast, y: false } }),
    drawYTitle(axisTitle(y), box, box.left),
  ].join("");
}
