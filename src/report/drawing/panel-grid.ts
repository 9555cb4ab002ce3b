import { type AxesOptions, type Axis, axisTitle, type Box, drawXTitle, drawYTitle, leftRoom } from "./axes.js";
import { fontSizes } from "./font.js";

/** Panels of the same size and axes, row by row. */
export interface PanelGrid {
  readonly columns: number;
  readonly boxes: readonly Box[];
  readonly x: Axis;
  readonly y: Axis;
}

export interface GridShape {
  readonly count: number;
  readonly columns: number;
  readonly gap: { readonly across: number; readonly up: number };
}

/** How far labels at the ends of neighbouring panels may stand out. */
const overhang = 2.5;

/** Boxes of the size of the first one. */
export function gridBoxes({ left, top, width, height }: Box, { count, columns, gap }: GridShape): Box[] {
  return Array.from({ length: count }, (_, k) => ({
    left: left + (k % columns) * (width + gap.across),
    top: top + Math.floor(k / columns) * (height + gap.up),
    width,
    height,
  }));
}

/** The rectangle around all panels; none has no size. */
export function wholeBox({ boxes }: Pick<PanelGrid, "boxes">): Box {
  const [{ left, top } = { left: 0, top: 0 }] = boxes;
  const end = Math.max(...boxes.map((box) => box.left + box.width));
  const bottom = Math.max(...boxes.map((box) => box.top + box.height));
  return { left, top, width: end - left, height: bottom - top };
}

/** The axes of a panel: labels at the left of the grid and below it, titles for all panels together. */
export function axesOf({ columns, boxes, x, y }: PanelGrid, k: number): AxesOptions {
  const labels = { x: k + columns >= boxes.length, y: k % columns === 0 };
  const titles = { x: false, y: false };
  return { box: boxes[k], x, y, labels, titles, overhang: columns > 1 ? overhang : undefined };
}

/** One title for the abscissae of all panels, and one for the ordinates. */
export function drawCommonTitles(grid: PanelGrid): string[] {
  const [{ x, y }, whole] = [grid, wholeBox(grid)];
  return [drawXTitle(axisTitle(x), whole), drawYTitle(axisTitle(y), whole, leftRoom(y))];
}

/** Where the title of a panel stands. */
export function titlePlace({ left, top, width }: Box) {
  return { x: left + width / 2, y: top - 3.5, size: fontSizes.tick, anchor: "middle" } as const;
}
