import { max } from "d3-array";
import type { FlowResult, FlowSnapshot } from "../../study/run/options.js";
import { type Box, bottomRoom, drawAxes, drawGrid, xPositions, yPositions } from "../drawing/axes.js";
import { drawCurve } from "../drawing/curve.js";
import { drawFigure } from "../drawing/frame.js";
import { createLegend } from "../drawing/legend.js";
import { type TimeStyle, timeStyle } from "../drawing/palette.js";
import { axesOf, drawCommonTitles, titlePlace, wholeBox } from "../drawing/panel-grid.js";
import { drawRemark } from "../drawing/remark.js";
import type { Point } from "../drawing/svg.js";
import { drawText } from "../drawing/text.js";
import { shortNumber } from "./convergence-description.js";
import { layOutPanels, type TitledGrid } from "./density-layout.js";
import { densityMapFigure } from "./density-map-figure.js";
import { chooseSnapshots, type Profile, profileOf } from "./snapshots.js";
import { timeEntries } from "./time-label.js";

/**
 * The density of every layer at some times, a panel per layer with common axes. Later times are darker and less broken
 * up. On two axes, maps in colour.
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
  const whole = wholeBox(grid);
  const styles = snapshots.map((_, k) => timeStyle(k, snapshots.length));
  const legend = createLegend(timeEntries(snapshots), whole.left);
  const legendTop = whole.top + whole.height + bottomRoom + 3;
  const panels = grid.boxes.map((box, layer) => {
    const curves = profiles.map((all, k) => drawProfile(all[layer], grid, box, styles[k]));
    return drawPanel(grid, layer, curves);
  });
  const height = legendTop + legend.height + 3;
  const description = describe(flow, snapshots, profiles);
  const parts = [...panels, drawCommonTitles(grid).join(""), legend.draw(whole.left, legendTop)];
  return drawFigure({ height, title: `Densities of ${flow.id}`, description }, parts);
}

function drawPanel(grid: TitledGrid, k: number, curves: readonly string[]): string {
  const axes = axesOf(grid, k);
  const { box } = axes;
  return [
    drawGrid(axes),
    drawText(grid.titles[k] ?? [], titlePlace(box)),
    ...(curves.length === 0 ? [drawRemark("no snapshot", box)] : curves),
    drawAxes(axes),
  ].join("");
}

/** A line through the cell averages; constant over a single cell, whose width is not known. */
function drawProfile({ xs, values }: Profile, { x, y }: TitledGrid, box: Box, style: TimeStyle): string {
  const [atX, atY] = [xPositions(x, box), yPositions(y, box)];
  const ends: readonly Point[] = [box.left, box.left + box.width].map((end) => [end, atY(values[0])]);
  const points = xs.map((at, k): Point => [atX(at), atY(values[k])]);
  return drawCurve(xs.length === 1 ? ends : points, style);
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
