import type { Domain } from "./domain.js";
import { fontSizes } from "./font.js";
import { faint, ink } from "./palette.js";
import { type Box, group, rectangle, segment } from "./svg.js";
import { drawText, plain, powerOfTen, type RichText, textWidth } from "./text.js";
import { type Direction, linearTicks, logTicks, type Ticks } from "./ticks.js";

export interface AxisOptions {
  readonly kind: "log" | "linear";
  readonly domain: Domain;
  readonly title: RichText;
  /** Only whole numbers get a label. */
  readonly integers?: boolean;
}

/** An axis with its ticks, not yet placed. */
export interface Axis extends AxisOptions, Ticks {}

export type { Box };

/** Maps values to user units. */
export type Position = (value: number) => number;

const tickLength = 3.5;
const minorTickLength = 2;
/** Ticks outside end before the labels begin. */
const outerPart = 0.6;
const labelGap = 3;
/** How far a label may stand out of its panel when nothing is beside it. */
const freeOverhang = 6.5;

/** An axis of a length in user units. */
export function createAxis(options: AxisOptions, length: number, direction: Direction): Axis {
  const { kind, domain, integers } = options;
  const ticks = kind === "log" ? logTicks(domain, length, direction) : linearTicks(domain, length, direction, integers);
  return { ...options, ...ticks };
}

/** Position of values along an axis between two ends; in the middle where the domain is a single value. */
export function positions(axis: Pick<AxisOptions, "kind" | "domain">, start: number, end: number): Position {
  const [low, high] = axis.domain;
  const along = (value: number): number => {
    const part = low === high ? 0.5 : (value - low) / (high - low);
    return start * (1 - part) + end * part;
  };
  return axis.kind === "log" ? (value) => along(Math.log10(value)) : along;
}

export function xPositions(axis: Pick<AxisOptions, "kind" | "domain">, box: Box): Position {
  return positions(axis, box.left, box.left + box.width);
}

export function yPositions(axis: Pick<AxisOptions, "kind" | "domain">, box: Box): Position {
  return positions(axis, box.top + box.height, box.top);
}

/** Room left of a panel for the labels of its ordinate, and its title unless told otherwise. */
export function leftRoom(axis: Axis, hasTitle = true): number {
  const labels = Math.max(0, ...axis.ticks.map(({ label }) => textWidth(label ?? [], fontSizes.tick)));
  return labels + labelGap + (hasTitle ? fontSizes.label + 8 : 2);
}

/** Room below a panel for the labels of its abscissa and its title. */
export const bottomRoom = labelGap + fontSizes.tick + fontSizes.label + 6;

export interface AxesOptions {
  readonly box: Box;
  readonly x: Axis;
  readonly y: Axis;
  /** Labels and titles; all when absent. */
  readonly labels?: { readonly x: boolean; readonly y: boolean };
  readonly titles?: { readonly x: boolean; readonly y: boolean };
  /** How far labels of the abscissa may stand out of the panel, user units. */
  readonly overhang?: number | undefined;
  /** Ticks at the labels only, outside the panel: to be seen beside a panel full of colour. */
  readonly areTicksOutside?: boolean;
}

const all = { x: true, y: true };

/** Grid lines, to be drawn below the curves. */
export function drawGrid({ box, x, y }: Pick<AxesOptions, "box" | "x" | "y">): string {
  const [atX, atY] = [tickPosition(x, box, "across"), tickPosition(y, box, "up")];
  const right = box.left + box.width;
  const bottom = box.top + box.height;
  const labelled = (axis: Axis) => axis.ticks.filter(({ label }) => label !== undefined);
  return group({ stroke: faint, "stroke-width": 0.5 }, [
    ...labelled(x).map(({ at }) => segment([atX(at), box.top], [atX(at), bottom])),
    ...labelled(y).map(({ at }) => segment([box.left, atY(at)], [right, atY(at)])),
  ]);
}

/** The frame of a panel with ticks inside, their labels and the titles of the axes. */
export function drawAxes(options: AxesOptions): string {
  const { box, x, y, labels = all, titles = all, overhang = freeOverhang, areTicksOutside = false } = options;
  return [
    rectangle(box, { fill: "none", stroke: ink, "stroke-width": 0.7 }),
    group({ stroke: ink, "stroke-width": 0.6 }, [
      ...drawTicks(x, box, "across", areTicksOutside),
      ...drawTicks(y, box, "up", areTicksOutside),
    ]),
    labels.x ? drawXLabels(x, box, overhang) : "",
    labels.y ? drawYLabels(y, box) : "",
    titles.x ? drawXTitle(axisTitle(x), box) : "",
    titles.y ? drawYTitle(axisTitle(y), box, leftRoom(y)) : "",
  ].join("");
}

function tickPosition(axis: Axis, box: Box, direction: Direction): Position {
  const linear = { kind: "linear", domain: axis.domain } as const;
  return direction === "across" ? xPositions(linear, box) : yPositions(linear, box);
}

/** Ticks inside on both sides of the panel, or outside at the labels. */
function drawTicks(axis: Axis, box: Box, direction: Direction, areOutside: boolean): string[] {
  const position = tickPosition(axis, box, direction);
  const [near, far] = direction === "across" ? [box.top + box.height, box.top] : [box.left, box.left + box.width];
  const inwards = direction === "across" ? -1 : 1;
  return axis.ticks.flatMap(({ at, label }) => {
    const length = label === undefined ? minorTickLength : tickLength;
    const mark = (from: number, to: number) => crossing(direction, position(at), from, to);
    if (areOutside) return [mark(near, near - inwards * outerPart * length)];
    return [mark(near, near + inwards * length), mark(far, far - inwards * length)];
  });
}

/** A short line across an axis. */
function crossing(direction: Direction, along: number, from: number, to: number): string {
  return direction === "across" ? segment([along, from], [along, to]) : segment([from, along], [to, along]);
}

/** Labels below the panel; at its ends they are moved inwards, away from the next panel's. */
function drawXLabels(axis: Axis, box: Box, overhang: number): string {
  const position = tickPosition(axis, box, "across");
  const y = box.top + box.height + labelGap + 0.85 * fontSizes.tick;
  return axis.ticks
    .map(({ at, label = [] }) => {
      const room = textWidth(label, fontSizes.tick) / 2 - overhang;
      const x = Math.min(box.left + box.width - room, Math.max(box.left + room, position(at)));
      return label.length === 0 ? "" : drawText(label, { x, y, size: fontSizes.tick, anchor: "middle" });
    })
    .join("");
}

function drawYLabels(axis: Axis, box: Box): string {
  const position = tickPosition(axis, box, "up");
  const place = { x: box.left - labelGap, size: fontSizes.tick, anchor: "end" } as const;
  return axis.ticks
    .map(({ at, label }) =>
      label === undefined ? "" : drawText(label, { ...place, y: position(at) + 0.35 * fontSizes.tick }),
    )
    .join("");
}

/** The title, divided by the power of ten that the labels leave out. */
export function axisTitle({ title, exponent }: Pick<Axis, "title" | "exponent">): RichText {
  if (exponent === 0) return title;
  const isSum = title.some(({ text }) => text.includes(" − "));
  const dividend = isSum ? [...plain("("), ...title, ...plain(")")] : title;
  return [...dividend, ...plain(" / "), ...powerOfTen(exponent)];
}

/** Title under the labels of an abscissa. */
export function drawXTitle(title: RichText, box: Box): string {
  const y = box.top + box.height + labelGap + fontSizes.tick + fontSizes.label + 2;
  return drawText(title, { x: box.left + box.width / 2, y, size: fontSizes.label, anchor: "middle" });
}

/** Title left of the labels of an ordinate, `room` to the left of the panel. */
export function drawYTitle(title: RichText, box: Box, room: number): string {
  const place = { x: box.left - room + fontSizes.label + 2, y: box.top + box.height / 2, size: fontSizes.label };
  return drawText(title, { ...place, anchor: "middle", upwards: true });
}
