import type { FlowResult } from "../../study/run/options.js";
import { type Box, createAxis, leftRoom } from "../drawing/axes.js";
import { fontSizes } from "../drawing/font.js";
import { gridBoxes, type PanelGrid } from "../drawing/panel-grid.js";
import { sheetWidth } from "../drawing/sheet.js";
import { symbols } from "../drawing/symbols.js";

const top = 3;
const titleRoom = 12;
const gap = { across: 9, up: 8 } as const;
/** What is right of the panels: half a label, or the times of the rows as well. */
const rightRooms = { bare: 7, times: 15 } as const;
/** All panels of a column together. */
const tallest = 380;
/** Height over width of panels; domains beyond that are stretched. */
const aspects = [1 / 4, 4] as const;

/** Panels whose height is `aspect` times their width, which may be the domain's. */
export interface MapGrid extends PanelGrid {
  readonly aspect: number;
  readonly isTrue: boolean;
}

/** What a grid has room for. */
export interface MapGridShape {
  readonly columns: number;
  readonly count: number;
  /** Every panel has its own title, not only those of the first row; else the rows have titles at their right. */
  readonly hasTitles: boolean;
}

/** Height over width of the domain, within what can be drawn. */
export function aspectOf(domain: FlowResult["domain"]): Pick<MapGrid, "aspect" | "isTrue"> {
  const [width = 1, height = 1] = domain.map(([low, high]) => high - low);
  const aspect = Math.min(aspects[1], Math.max(aspects[0], height / width));
  return { aspect, isTrue: Math.abs(aspect - height / width) <= 1e-9 * aspect };
}

/** Panels as large as the column and the height of a page allow, true to the proportions of the domain. */
export function layOutMaps(domain: FlowResult["domain"], { columns, count, hasTitles }: MapGridShape): MapGrid {
  const [across, up] = domain as readonly [readonly [number, number], readonly [number, number]];
  const { aspect, isTrue } = aspectOf(domain);
  const rows = Math.ceil(count / columns);
  const right = hasTitles ? rightRooms.bare : rightRooms.times;
  const ordinate = { kind: "linear", domain: up, title: symbols.y } as const;
  // Labels may take less room once the height is known, never more than here.
  const room = leftRoom(createAxis(ordinate, tallest, "up"));
  const widest = (sheetWidth() - room - right - (columns - 1) * gap.across) / columns;
  const height = Math.min(widest * aspect, tallest / rows);
  const width = height / aspect;
  const left = room + (columns * (widest - width)) / 2;
  const gapUp = gap.up + (hasTitles ? titleRoom - 3 : 0);
  const first = { left, top: top + titleRoom, width, height };
  const boxes = gridBoxes(first, { count, columns, gap: { across: gap.across, up: gapUp } });
  const x = createAxis({ kind: "linear", domain: across, title: symbols.x }, width, "across");
  return { columns, boxes, x, y: createAxis(ordinate, height, "up"), aspect, isTrue };
}

/** Where the title of a row stands, right of its last panel. */
export function rowTitlePlace({ left, top: y, width, height }: Box) {
  const x = left + width + 0.5 * rightRooms.times + 0.35 * fontSizes.tick;
  return { x, y: y + height / 2, size: fontSizes.tick, anchor: "middle", upwards: true } as const;
}
