import type { FlowResult } from "../../study/run/options.js";
import type { Box } from "../drawing/axes.js";
import { mapAddress } from "../drawing/map-image.js";
import { shorten } from "../drawing/text.js";
import { aspectOf } from "../figure/density-map-layout.js";
import { numberText, ticks, timeText } from "./animation-drawing.js";
import type { MapAnimationData } from "./map-animation-data.js";
import { escapeHtml } from "./markup.js";

/** The drawing's units; a tenth of a pixel where the page is wide. */
const width = 6000;
const tallest = 5600;
const gap = { across: 420, up: 420 } as const;
const margin = { left: 800, right: 460, top: 330, bottom: 1660 } as const;
const [tickLength, textSize] = [70, 160];
const bar = { below: 880, height: 200 } as const;
const mostColumns = 4;

/** Whether the first frame stays in sight beside the one that moves: there is no room for both of many layers. */
export function showsStart({ layers }: Pick<MapAnimationData, "layers">): boolean {
  return layers.length <= mostColumns;
}

/** One map: the first frame of a layer, or the one that moves. */
interface Panel {
  readonly layer: number;
  readonly moves: boolean;
  readonly box: Box;
}

interface Layout {
  readonly columns: number;
  readonly panels: readonly Panel[];
  readonly height: number;
}

/** First and last frame of a single layer side by side, of a few one above the other; of many, the last alone. */
function layOut(data: MapAnimationData, domain: FlowResult["domain"]): Layout {
  const { layers } = data;
  const single = layers.length === 1;
  const shown = [...(showsStart(data) ? [false] : []), true].flatMap((moves) =>
    layers.map((_, layer) => ({ layer, moves })),
  );
  const columns = single ? 2 : Math.min(mostColumns, layers.length);
  const rows = Math.ceil(shown.length / columns);
  const { aspect } = aspectOf(domain);
  const panelWidth = Math.min((width - (columns - 1) * gap.across) / columns, tallest / rows / aspect);
  const [across, up] = [Math.round(panelWidth), Math.round(panelWidth * aspect)];
  const indent = Math.round((width - columns * across - (columns - 1) * gap.across) / 2);
  const panels = shown.map((panel, k) => {
    const left = indent + (k % columns) * (across + gap.across);
    const top = Math.floor(k / columns) * (up + gap.up);
    return { ...panel, box: { left, top, width: across, height: up } };
  });
  return { columns, panels, height: rows * up + (rows - 1) * gap.up };
}

/** Maps with axes, a colour bar and the times; a script moves the maps of the class `map`. */
export function mapDrawing(data: MapAnimationData, domain: FlowResult["domain"], label: string): string {
  const layout = layOut(data, domain);
  const whole = [width + margin.left + margin.right, layout.height + margin.top + margin.bottom];
  return [
    `<svg viewBox="${-margin.left} ${-margin.top} ${whole.join(" ")}" role="img" aria-label="${escapeHtml(label)}" font-size="${textSize}">`,
    ...layout.panels.map((panel) => map(data, panel)),
    `<g class="axes">${layout.panels.map((panel, k) => axes(layout, panel, k, domain)).join("\n")}</g>`,
    ...titles(data, layout),
    names(layout),
    colourBar(data, layout),
    "</svg>",
  ].join("\n");
}

/** A window on one frame of a strip of them. */
function map({ columns, rows, starts, strips, times }: MapAnimationData, { layer, moves, box }: Panel): string {
  const frames = moves ? times.length : 1;
  const place = `x="${box.left}" y="${box.top}" width="${box.width}" height="${box.height}"`;
  const view = `class="${moves ? "map" : "first"}" viewBox="0 ${(frames - 1) * rows} ${columns} ${rows}"`;
  const strip = `width="${columns}" height="${frames * rows}" href="${(moves ? strips : starts)[layer]}"`;
  return `<svg ${view} ${place} preserveAspectRatio="none"><image ${strip} preserveAspectRatio="none"/></svg>`;
}

/** Frame and ticks; labels at the left of the first column and below the last row. */
function axes({ columns, panels }: Layout, { box }: Panel, k: number, domain: FlowResult["domain"]): string {
  const { left, top, width: across, height: up } = box;
  const [xs, ys] = domain as readonly [readonly [number, number], readonly [number, number]];
  const bottom = top + up;
  const about = columns > 2 ? 2 : 4;
  const isLast = k + columns >= panels.length;
  const along = ticks(...xs, about).map((value) => {
    const x = Math.round(left + (across * (value - xs[0])) / (xs[1] - xs[0]));
    const text = `<text x="${x}" y="${bottom + 290}" text-anchor="middle">${numberText(value)}</text>`;
    return `<path d="M${x} ${bottom}v${tickLength}"/>${isLast ? text : ""}`;
  });
  const upwards = ticks(...ys, about).map((value) => {
    const y = Math.round(bottom - (up * (value - ys[0])) / (ys[1] - ys[0]));
    const text = `<text x="${left - 120}" y="${y + 60}" text-anchor="end">${numberText(value)}</text>`;
    return `<path d="M${left} ${y}h${-tickLength}"/>${k % columns === 0 ? text : ""}`;
  });
  return [`<path d="M${left} ${top}h${across}v${up}h${-across}z"/>`, ...along, ...upwards].join("");
}

/** Names of the layers above their maps, and the times: above the maps of a single layer, else right of them. */
function titles(data: MapAnimationData, { columns, panels, height }: Layout): string[] {
  const { layers, times } = data;
  const first = `t = ${timeText(times[0] ?? 0)}`;
  const last = `t = ${timeText(times.at(-1) ?? 0)}`;
  if (layers.length === 1) return panels.map(({ moves, box }) => above(moves ? last : first, box, moves));
  const withStart = showsStart(data);
  const named = withStart ? panels.slice(0, columns) : panels;
  const right = Math.max(...panels.map(({ box }) => box.left + box.width)) + 320;
  const rowHeight = panels[0]?.box.height ?? 0;
  const beside = (text: string, y: number, name: string) =>
    `<text${name} x="${right}" y="${y}" text-anchor="middle" transform="rotate(-90 ${right} ${y})">${text}</text>`;
  return [
    ...named.map(({ layer, box }) => above(nameOf(layers[layer], box), box, false)),
    ...(withStart ? [beside(first, Math.round(rowHeight / 2), "")] : []),
    beside(last, withStart ? Math.round(height - rowHeight / 2) : Math.round(height / 2), ' class="time"'),
  ];
}

/** As much of a layer's name as fits above its map. */
function nameOf(layer: string, box: Box): string {
  return escapeHtml(shorten(layer, textSize, box.width + gap.across / 2));
}

function above(text: string, { left, top, width: across }: Box, isTime: boolean): string {
  const name = isTime ? ' class="time"' : "";
  return `<text${name} x="${left + Math.round(across / 2)}" y="${top - 110}" text-anchor="middle">${text}</text>`;
}

function names({ panels, height }: Layout): string {
  const lefts = panels.map(({ box }) => box.left);
  const [left, right] = [Math.min(...lefts), Math.max(...lefts) + (panels[0]?.box.width ?? 0)];
  const [x, y] = [Math.round((left + right) / 2), Math.round(height / 2)];
  const up = left - 600;
  return `<text class="name" x="${x}" y="${height + 560}" text-anchor="middle">x</text>
<text class="name" x="${up}" y="${y}" text-anchor="middle" transform="rotate(-90 ${up} ${y})">y</text>`;
}

/** All colours from zero to the largest density. */
function colourBar({ largest }: MapAnimationData, { height }: Layout): string {
  const count = 255;
  const values = Float64Array.from({ length: count }, (_, k) => k / (count - 1));
  const top = height + bar.below;
  const bottom = top + bar.height;
  const marks = ticks(0, largest, 6).map((value) => {
    const x = Math.round((width * value) / largest);
    return `<path d="M${x} ${bottom}v${tickLength}"/><text x="${x}" y="${bottom + 260}" text-anchor="middle">${numberText(value)}</text>`;
  });
  const colours = mapAddress([{ columns: count, rows: 1, values }], 1);
  return `<image x="0" y="${top}" width="${width}" height="${bar.height}" preserveAspectRatio="none" href="${colours}"/>
<g class="axes"><path d="M0 ${top}h${width}v${bar.height}h${-width}z"/>${marks.join("")}</g>
<text class="name" x="${width / 2}" y="${bottom + 500}" text-anchor="middle">density f</text>`;
}
