import type { FlowResult } from "../../study/run/options.js";
import { bottomRoom, drawAxes } from "../drawing/axes.js";
import { colourBar, colourBarHeight } from "../drawing/colour-bar.js";
import { fontSizes } from "../drawing/font.js";
import { drawFigure } from "../drawing/frame.js";
import { drawMap } from "../drawing/map-image.js";
import { axesOf, drawCommonTitles, titlePlace, wholeBox } from "../drawing/panel-grid.js";
import { drawRemark } from "../drawing/remark.js";
import { symbols } from "../drawing/symbols.js";
import { drawText, plain } from "../drawing/text.js";
import { panelTitles } from "./density-layout.js";
import { chooseLayers, largestOf, mapOf } from "./density-map.js";
import { aspectOf, layOutMaps, rowTitlePlace } from "./density-map-layout.js";
import { describeMaps, type MapPanels, mapNotes } from "./density-map-notes.js";
import { chooseSnapshots } from "./snapshots.js";
import { timeLabel } from "./time-label.js";

/** Columns a journal's column has room for. */
export const mostLayers = 4;
/** Parts of every axis that a panel resolves in print. */
const mostParts = 128;
const noteHeight = 10;
/**
 * The density on two axes as maps in colours common to all of them: a row per time and a column per layer; of a single
 * layer, the times one after the other.
 *
 * @param times the nearest snapshots are taken; at most four evenly spaced ones when absent
 */
export function densityMapFigure(flow: FlowResult, times?: readonly number[]): string {
  const panels = choosePanels(flow, times);
  const { grid, maps } = panels;
  const largest = largestOf(maps.flat());
  const whole = wholeBox(grid);
  const barTop = whole.top + whole.height + bottomRoom + 4;
  const notes = mapNotes(flow, panels);
  const notesTop = barTop + colourBarHeight;
  const scale = { kind: "linear", domain: [0, largest], title: symbols.density } as const;
  const parts = [
    ...grid.boxes.map((_, k) => drawPanel(panels, k, largest)),
    drawTitles(flow, panels),
    ...drawCommonTitles(grid),
    colourBar({ left: whole.left, top: barTop, width: whole.width }, scale),
    ...notes.map((note, k) => drawNote(note, whole.left, notesTop + 8 + noteHeight * k)),
  ];
  const height = notesTop + notes.length * noteHeight + 4;
  return drawFigure({ height, title: `Densities of ${flow.id}`, description: describeMaps(flow, panels) }, parts);
}

function choosePanels(flow: FlowResult, times: readonly number[] | undefined): MapPanels {
  const snapshots = chooseSnapshots(flow, times, mostTimes(flow));
  const layers = chooseLayers(flow.layers, mostLayers);
  const maps = snapshots.map((one) => layers.map((layer) => mapOf(flow, one, layer, mostParts)));
  const single = layers.length === 1;
  const count = Math.max(1, snapshots.length) * layers.length;
  const columns = single ? Math.min(2, count) : layers.length;
  return { snapshots, layers, maps, grid: layOutMaps(flow.domain, { columns, count, hasTitles: single }) };
}

/** Rows that fit a page: fewer where the domain is tall. */
function mostTimes({ domain }: FlowResult): number {
  return Math.max(2, Math.min(4, Math.floor(5 / aspectOf(domain).aspect)));
}

function drawPanel({ maps, grid }: MapPanels, k: number, largest: number): string {
  const [axes, map] = [axesOf(grid, k), maps.flat()[k]];
  const shown = map === undefined ? drawRemark("no snapshot", axes.box) : drawMap(map, largest, axes.box);
  return shown + drawAxes({ ...axes, areTicksOutside: true });
}

/** The layers above the first row and the times beside the rows, or the times above the panels of a single layer. */
function drawTitles(flow: FlowResult, { snapshots, layers, grid }: MapPanels): string {
  const { boxes, columns } = grid;
  if (layers.length === 1) {
    return snapshots.map(({ t }, k) => drawText(timeLabel(t), titlePlace(boxes[k]))).join("");
  }
  const names = panelTitles(
    layers.map((layer) => flow.layers[layer]),
    boxes[0]?.width ?? 0,
  );
  const rowEnds = snapshots.map((_, row) => boxes[(row + 1) * columns - 1]);
  return [
    ...names.map((name, k) => drawText(name, titlePlace(boxes[k]))),
    ...rowEnds.map((box, row) => drawText(timeLabel(snapshots[row]?.t ?? 0), rowTitlePlace(box))),
  ].join("");
}

function drawNote(note: string, x: number, y: number): string {
  return drawText(plain(note), { x, y, size: fontSizes.small });
}
