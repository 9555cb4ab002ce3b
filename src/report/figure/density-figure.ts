import { max } from "d3-array";
import type { FlowResult, FlowSnapshot } from "../../study/run/options.js";
import {
  axisTitle,
  type Box,
  bottomRoom,
  drawAxes,
  drawGrid,
  drawXTitle,
  drawYTitle,
  leftRoom,
  xPositions,
  yPositions,
} from "../drawing/axes.js";
import { drawCurve } from "../drawing/curve.js";
import { fontSizes } from "../drawing/font.js";
import { drawFigure } from "../drawing/frame.js";
import { createLegend, type LegendEntry, lineSample } from "../drawing/legend.js";
import { type TimeStyle, timeStyle } from "../drawing/palette.js";
import { drawRemark } from "../drawing/remark.js";
import type { Point } from "../drawing/svg.js";
import { symbols } from "../drawing/symbols.js";
import { drawText, plain, withMinus } from "../drawing/text.js";
import { shortNumber } from "./convergence-description.js";
import { layOutPanels, type PanelGrid } from "./density-layout.js";
import { densityMapFigure } from "./density-map-figure.js";
import { chooseSnapshots, type Profile, profileOf } from "./snapshots.js";

/** Of two labels at the ends of neighbouring panels. */
const overhang = 2.5;

/**
 * The density of every layer at some times, a panel per layer with common axes. Later times are darker and less broken up.
 * On two axes, maps in colour.
 *
 * @param times the nearest snapshots are taken; evenly spaced ones when absent, five on one axis
 */
export function densityFigure(flow: FlowResult, times?: readonly number[]): string {
  return flow.cells.length > 1 ? densityMapFigure(flow, times) : densityCurves(flow, times);
}

function densityCurves(flow: FlowResult, times?: readonly number[]): string {
  const snapshots = chooseSnapshots(flow, times);
  const profiles = snapshots.map((one) => flow.layers.map((_, layer) => profileOf(flow, one, layer)));
  const grid = layOutPanels(flow, profiles);
  const left = grid.boxes[0]?.left ?? 0;
  const bottom = Math.max(...grid.boxes.map((box) => box.top + box.height));
  const styles = snapshots.map((_, k) => timeStyle(k, snapshots.length));
  const legend = createLegend(snapshots.map(timeEntry(styles)), left);
  const legendTop = bottom + bottomRoom + 3;
  const panels = grid.boxes.map((box, layer) => {
    const curves = profiles.map((all, k) => drawProfile(all[layer], grid, box, styles[k]));
    return drawPanel(grid, layer, curves);
  });
  const height = legendTop + legend.height + 3;
  const description = describe(flow, snapshots, profiles);
  const parts = [...panels, drawTitles(grid, bottom), legend.draw(left, legendTop)];
  return drawFigure({ height, title: `Densities of ${flow.id}`, description }, parts);
}

function drawPanel({ columns, boxes, titles, x, y }: PanelGrid, k: number, curves: readonly string[]): string {
  const box = boxes[k];
  const labels = { x: k + columns >= boxes.length, y: k % columns === 0 };
  return [
    drawGrid({ box, x, y }),
    drawText(titles[k] ?? [], {
      x: box.left + box.width / 2,
      y: box.top - 3.5,
      size: fontSizes.tick,
      anchor: "middle",
    }),
    ...(curves.length === 0 ? [drawRemark("no snapshot", box)] : curves),
    drawAxes({ box, x, y, labels, titles: { x: false, y: false }, overhang: columns > 1 ? overhang : undefined }),
  ].join("");
}

/** One title for the abscissae of all panels, and one for the ordinates. */
function drawTitles({ boxes, x, y }: PanelGrid, bottom: number): string {
  const [first] = boxes;
  if (first === undefined) return "";
  const width = Math.max(...boxes.map((box) => box.left + box.width)) - first.left;
  const whole = { left: first.left, top: first.top, width, height: bottom - first.top };
  return drawXTitle(axisTitle(x), whole) + drawYTitle(axisTitle(y), whole, leftRoom(y));
}

/** A line through the cell averages; constant over a single cell, whose width is not known. */
function drawProfile({ xs, values }: Profile, { x, y }: PanelGrid, box: Box, style: TimeStyle): string {
  const [atX, atY] = [xPositions(x, box), yPositions(y, box)];
  const ends: readonly Point[] = [box.left, box.left + box.width].map((end) => [end, atY(values[0])]);
  const points = xs.map((at, k): Point => [atX(at), atY(values[k])]);
  return drawCurve(xs.length === 1 ? ends : points, style);
}

function timeEntry(styles: readonly TimeStyle[]): (snapshot: FlowSnapshot, k: number) => LegendEntry {
  return ({ t }, k) => {
    const { colour, dash } = styles[k];
    const label = [...symbols.t, ...plain(` = ${withMinus(shortNumber(t))}`)];
    return { sample: lineSample({ stroke: colour, "stroke-width": 1, "stroke-dasharray": dash }), label };
  };
}

function describe(
  flow: FlowResult,
  snapshots: readonly FlowSnapshot[],
  profiles: readonly (readonly Profile[])[],
): string {
  const times = snapshots.map(({ t }) => shortNumber(t)).join(", ");
  const ranges = flow.layers.map((layer, k) => {
    const largest = profiles.map((all) => shortNumber(max(all[k].values) ?? 0));
    return `${layer}: ${largest.join(", ")}`;
  });
  const ended = flow.status === "ok" ? "" : ` The run ended early with status ${flow.status}.`;
  return `Density over x, one panel per layer, at t = ${times}. Largest values at these times: ${ranges.join("; ")}.${ended}`;
}
