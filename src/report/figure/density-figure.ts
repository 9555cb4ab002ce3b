import { max } from "d3-array";
import type { FlowResult, FlowSnapshot } from "../../study/options.js";
import {
  type Axis,
  axisTitle,
  type Box,
  bottomRoom,
  createAxis,
  drawAxes,
  drawGrid,
  drawXTitle,
  drawYTitle,
  leftRoom,
  xPositions,
  yPositions,
} from "./axes.js";
import { shortNumber } from "./convergence-description.js";
import { drawCurve } from "./curve.js";
import { type Domain, domainFromZero, tightDomain } from "./domain.js";
import { fontSizes } from "./font.js";
import { columnWidth, drawFigure } from "./frame.js";
import { createLegend, type LegendEntry, lineSample } from "./legend.js";
import { timeStyle } from "./palette.js";
import { drawRemark } from "./remark.js";
import { chooseSnapshots, type Profile, profileOf } from "./snapshots.js";
import type { Point } from "./svg.js";
import { symbols } from "./symbols.js";
import { drawText, italic, plain, type RichText, shorten, textWidth, withMinus } from "./text.js";

const top = 3;
const right = 7;
const gap = { across: 7, up: 15 } as const;
const titleRoom = 12;
/** Of two labels at the ends of neighbouring panels. */
const overhang = 2.5;
/** Layers from which on there is one column of panels more. */
const columnsFrom = [2, 5, 13, 37] as const;
const panelHeights = [110, 72, 52, 42, 36] as const;

interface Grid {
  readonly columns: number;
  readonly boxes: readonly Box[];
  readonly x: Axis;
  readonly y: Axis;
}

/**
 * The density of every layer at some times, a panel per layer with common axes. Later times are darker and less broken up.
 * On two axes, the mean over the second one is drawn.
 *
 * @param times the nearest snapshots are taken; five evenly spaced ones when absent
 */
export function densityFigure(flow: FlowResult, times?: readonly number[]): string {
  const snapshots = chooseSnapshots(flow, times);
  const profiles = snapshots.map((one) => flow.layers.map((_, layer) => profileOf(flow, one, layer)));
  const grid = layOut(flow, profiles);
  const bottom = Math.max(...grid.boxes.map((box) => box.top + box.height));
  const legend = createLegend(
    snapshots.map((one, k) => timeEntry(one, k, snapshots.length)),
    grid.boxes[0]?.left ?? 0,
  );
  const legendTop = bottom + bottomRoom + 3;
  const parts = grid.boxes.map((box, layer) => {
    const curves = profiles.map((all, k) =>
      drawProfile(all[layer] as Profile, grid, box, timeStyle(k, snapshots.length)),
    );
    return drawPanel(flow.layers[layer] as string, grid, layer, curves);
  });
  return drawFigure(
    {
      height: legendTop + legend.height + 3,
      title: `Densities of ${flow.id}`,
      description: describe(flow, snapshots, profiles),
    },
    [...parts, drawTitles(flow, grid, bottom), legend.draw(grid.boxes[0]?.left ?? 0, legendTop)],
  );
}

function layOut({ layers }: FlowResult, profiles: readonly (readonly Profile[])[]): Grid {
  const columns = 1 + columnsFrom.filter((count) => layers.length >= count).length;
  const height = panelHeights[columns - 1] as number;
  const y = createAxis({ kind: "linear", domain: densityDomain(profiles), title: symbols.density }, height, "up");
  const left = leftRoom(y);
  const width = (columnWidth - left - right - (columns - 1) * gap.across) / columns;
  const xs = profiles[0]?.[0]?.xs ?? [];
  const abscissa = createAxis({ kind: "linear", domain: placeDomain(xs), title: symbols.x }, width, "across");
  const x = xs.length === 1 ? { ...abscissa, ticks: [] } : abscissa;
  const boxes = layers.map((_, k) => {
    const [column, row] = [k % columns, Math.floor(k / columns)];
    return {
      left: left + column * (width + gap.across),
      top: top + titleRoom + row * (height + gap.up),
      width,
      height,
    };
  });
  return { columns, boxes, x, y };
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
  const snap = (value: number) => Number((Math.round(value / grain) * grain).toPrecision(9));
  return [snap(first - half), snap(last + half)];
}

function drawPanel(name: string, { columns, boxes, x, y }: Grid, k: number, curves: readonly string[]): string {
  const box = boxes[k] as Box;
  const labels = { x: k + columns >= boxes.length, y: k % columns === 0 };
  return [
    drawGrid({ box, x, y }),
    drawText(panelTitle(name, box.width), {
      x: box.left + box.width / 2,
      y: box.top - 3.5,
      size: fontSizes.tick,
      anchor: "middle",
    }),
    ...(curves.length === 0 ? [drawRemark("no snapshot", box)] : curves),
    drawAxes({ box, x, y, labels, titles: { x: false, y: false }, overhang: columns > 1 ? overhang : undefined }),
  ].join("");
}

/** `g = name`, or as much of the name as there is room for. */
function panelTitle(name: string, width: number): RichText {
  const full = [...italic("g"), ...plain(` = ${name}`)];
  return textWidth(full, fontSizes.tick) <= width ? full : plain(shorten(name, fontSizes.tick, width));
}

/** One title for the abscissae of all panels, and one for the ordinates. */
function drawTitles({ cells }: FlowResult, { boxes, x, y }: Grid, bottom: number): string {
  const [first] = boxes;
  if (first === undefined) return "";
  const width = Math.max(...boxes.map((box) => box.left + box.width)) - first.left;
  const whole = { left: first.left, top: first.top, width, height: bottom - first.top };
  const density: RichText = cells.length > 1 ? [...axisTitle(y), ...plain(", mean over "), ...symbols.y] : axisTitle(y);
  return drawXTitle(axisTitle(x), whole) + drawYTitle(density, whole, leftRoom(y));
}

/** A line through the cell averages; constant over a single cell, whose width is not known. */
function drawProfile({ xs, values }: Profile, { x, y }: Grid, box: Box, style: ReturnType<typeof timeStyle>): string {
  const [atX, atY] = [xPositions(x, box), yPositions(y, box)];
  const ends: readonly Point[] = [box.left, box.left + box.width].map((end) => [end, atY(values[0] as number)]);
  const points = xs.map((at, k): Point => [atX(at), atY(values[k] as number)]);
  return drawCurve(xs.length === 1 ? ends : points, style);
}

function timeEntry({ t }: FlowSnapshot, k: number, count: number): LegendEntry {
  const { colour, dash } = timeStyle(k, count);
  const label = [...symbols.t, ...plain(` = ${withMinus(shortNumber(t))}`)];
  return { sample: lineSample({ stroke: colour, "stroke-width": 1, "stroke-dasharray": dash }), label };
}

function describe(
  flow: FlowResult,
  snapshots: readonly FlowSnapshot[],
  profiles: readonly (readonly Profile[])[],
): string {
  const times = snapshots.map(({ t }) => shortNumber(t)).join(", ");
  const ranges = flow.layers.map((layer, k) => {
    const largest = profiles.map((all) => shortNumber(max((all[k] as Profile).values) ?? 0));
    return `${layer}: ${largest.join(", ")}`;
  });
  const ended = flow.status === "ok" ? "" : ` The run ended early with status ${flow.status}.`;
  return `Density over x, one panel per layer, at t = ${times}. Largest values at these times: ${ranges.join("; ")}.${ended}`;
}
