import { max } from "d3-array";
import type { FlowResult } from "../../study/run/options.js";
import { createAxis, leftRoom } from "../drawing/axes.js";
import { type Domain, domainFromZero, tightDomain } from "../drawing/domain.js";
import { fontSizes } from "../drawing/font.js";
import { gridBoxes, type PanelGrid } from "../drawing/panel-grid.js";
import { sheetWidth } from "../drawing/sheet.js";
import { symbols } from "../drawing/symbols.js";
import { italic, plain, type RichText, shorten, textWidth } from "../drawing/text.js";
import type { Profile } from "./snapshots.js";

const top = 3;
const right = 7;
const gap = { across: 7, up: 15 } as const;
const titleRoom = 12;
/** Layers from which on there is one column of panels more. */
const columnsFrom = [2, 5, 13, 37] as const;
const panelHeights = [110, 72, 52, 42, 36] as const;

/** Panels with a title each. */
export interface TitledGrid extends PanelGrid {
  readonly titles: readonly RichText[];
}

/** As many columns as the number of layers asks for. `profiles` are those of each time, layer by layer. */
export function layOutPanels({ layers }: FlowResult, profiles: readonly (readonly Profile[])[]): TitledGrid {
  const columns = 1 + columnsFrom.filter((count) => layers.length >= count).length;
  const height = panelHeights[columns - 1] as number;
  const y = createAxis({ kind: "linear", domain: densityDomain(profiles), title: symbols.density }, height, "up");
  const left = leftRoom(y);
  const width = (sheetWidth() - left - right - (columns - 1) * gap.across) / columns;
  const xs = profiles[0]?.[0]?.xs ?? [];
  const abscissa = createAxis({ kind: "linear", domain: placeDomain(xs), title: symbols.x }, width, "across");
  const x = xs.length === 1 ? { ...abscissa, ticks: [] } : abscissa;
  const boxes = gridBoxes({ left, top: top + titleRoom, width, height }, { count: layers.length, columns, gap });
  return { columns, boxes, titles: panelTitles(layers, width), x, y };
}

function densityDomain(profiles: readonly (readonly Profile[])[]): Domain {
  const largest = profiles.map((all) => max(all, ({ values }) => max(values.filter(Number.isFinite))));
  return domainFromZero(largest.map((value) => value ?? 0));
}

/** The interval the cells fill, from their centres, without the round-off that would hide a tick at its end. */
function placeDomain(xs: readonly number[]): Domain {
  const [first, second, last] = [xs[0], xs[1], xs.at(-1)];
  if (first === undefined || second === undefined || last === undefined) return tightDomain(xs);
  const half = (second - first) / 2;
  const grain = 1e-9 * (last - first);
  const snap = (value: number) => Number((Math.round(value / grain) * grain).toPrecision(12));
  return [snap(first - half), snap(last + half)];
}

/** `g = name` if that fits above every panel, else as much of the name as fits. */
export function panelTitles(layers: readonly string[], width: number): RichText[] {
  const full = layers.map((name) => [...italic("g"), ...plain(` = ${name}`)]);
  if (full.every((title) => textWidth(title, fontSizes.tick) <= width)) return full;
  return layers.map((name) => plain(shorten(name, fontSizes.tick, width)));
}
