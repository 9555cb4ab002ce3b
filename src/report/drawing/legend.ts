import { cumsum } from "d3-array";
import { fontSizes } from "./font.js";
import { drawMarker, type MarkerStyle } from "./markers.js";
import { sheetWidth } from "./sheet.js";
import { segment } from "./svg.js";
import { drawText, type RichText, textWidth } from "./text.js";

/** A sample of how something is drawn, and its name. */
export interface LegendEntry {
  /** Draws the sample between two abscissae at an ordinate. */
  readonly sample: (left: number, right: number, y: number) => string;
  readonly label: RichText;
}

export interface Legend {
  readonly height: number;
  readonly draw: (left: number, top: number) => string;
}

const sampleWidth = 18;
const sampleGap = 4;
const columnGap = 8;
const rowHeight = 11.5;
const margin = 4;

/** Entries row by row, in as many columns as fit between an abscissa and the margin. */
export function createLegend(entries: readonly LegendEntry[], left: number): Legend {
  const widths = entries.map(({ label }) => sampleWidth + sampleGap + textWidth(label, fontSizes.tick) + columnGap);
  const available = sheetWidth() - left - margin + columnGap;
  const choices = entries.map((_, k) => columnStarts(widths, entries.length - k));
  const starts = choices.find((columns) => (columns.at(-1) as number) <= available) ?? [0];
  const count = Math.max(1, starts.length - 1);
  const place = (k: number) => [starts[k % count], (Math.floor(k / count) + 0.5) * rowHeight] as const;
  return {
    height: Math.ceil(entries.length / count) * rowHeight,
    draw: (x, y) => entries.map((entry, k) => drawEntry(entry, x + place(k)[0], y + place(k)[1])).join(""),
  };
}

/** Where columns begin, and where the last one ends. */
function columnStarts(widths: readonly number[], columns: number): number[] {
  const column = (c: number) => Math.max(0, ...widths.filter((_, k) => k % columns === c));
  const ends = cumsum(Array.from({ length: columns }, (_, c) => column(c)));
  return [0, ...ends];
}

function drawEntry({ sample, label }: LegendEntry, left: number, y: number): string {
  const text = { x: left + sampleWidth + sampleGap, y: y + 0.35 * fontSizes.tick, size: fontSizes.tick };
  return sample(left, left + sampleWidth, y) + drawText(label, text);
}

/** How a line is drawn. */
export interface LineStyle {
  readonly colour: string;
  readonly width?: number | undefined;
  readonly dash?: string | undefined;
}

/** Sample of a line. */
export function lineSample({ colour, width = 1, dash }: LineStyle): LegendEntry["sample"] {
  const stroke = { stroke: colour, "stroke-width": width, "stroke-dasharray": dash };
  return (left, right, y) => segment([left, y], [right, y], stroke);
}

/** Sample of a marker. */
export function markerSample(style: MarkerStyle): LegendEntry["sample"] {
  return (left, right, y) => drawMarker([(left + right) / 2, y], style);
}

/** Sample of a line with a marker on it. */
export function markedLineSample({ width, dash, ...marker }: LineStyle & MarkerStyle): LegendEntry["sample"] {
  const [line, mark] = [lineSample({ colour: marker.colour, width, dash }), markerSample(marker)];
  return (left, right, y) => line(left, right, y) + mark(left, right, y);
}
