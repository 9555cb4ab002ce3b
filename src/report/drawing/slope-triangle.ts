import type { Box } from "./axes.js";
import { fontSizes } from "./font.js";
import { grey, paper } from "./palette.js";
import { distanceToSegment } from "./simplify.js";
import { coordinate, element, type Point } from "./svg.js";
import { drawText, plain, type RichText, textWidth, withMinus } from "./text.js";

/** A right triangle whose hypotenuse has the slope of an order. */
export interface SlopeTriangle {
  readonly order: number;
  /** Ends of the hypotenuse, left and right. */
  readonly left: Point;
  readonly right: Point;
  /** Where the right angle lies: below the hypotenuse, on the right, or above it, on the left. */
  readonly side: "below" | "above";
}

export interface TriangleRequest {
  readonly order: number;
  readonly box: Box;
  /** User units per decade of size and of error. */
  readonly decades: readonly [x: number, y: number];
  /** Points of the curves the triangle belongs to; it is placed close to one of them. */
  readonly own: readonly Point[];
  /** Points that neither the triangle nor its labels may come near. */
  readonly obstacles: readonly Point[];
}

/** Distance kept from everything else. */
const clearance = 4.5;
const labelSize = fontSizes.small;
/** Lengths of the horizontal side that are tried, as parts of the panel's width. */
const lengths = [0.2, 0.28, 0.15, 0.11] as const;
/** A side is no longer than this part of the panel's height, and no shorter than a label. */
const tallest = 0.3;
const shortest = 8;
const candidatesPerSide = 32;

/** The free place nearest to the curves of an order; undefined if there is none, or the slope cannot be shown. */
export function placeTriangle(request: TriangleRequest): SlopeTriangle | undefined {
  const { order, box, decades } = request;
  if (!(order > 0)) return undefined;
  for (const part of lengths) {
    const rise = (order * decades[1]) / decades[0];
    const width = Math.min(part * box.width, (tallest * box.height) / rise);
    if (width < shortest || width * rise < shortest) continue;
    const best = bestPlace(request, width, width * rise);
    if (best !== undefined) return best;
  }
  return undefined;
}

function bestPlace({ order, box, own, obstacles }: TriangleRequest, width: number, height: number) {
  let best: { triangle: SlopeTriangle; distance: number } | undefined;
  for (const side of ["below", "above"] as const) {
    for (const left of cornersIn(box, width, height)) {
      const triangle: SlopeTriangle = { order, left, right: [left[0] + width, left[1] - height], side };
      const distance = distanceTo(own, middle(triangle));
      if (best !== undefined && distance >= best.distance) continue;
      if (isFree(triangle, box, obstacles)) best = { triangle, distance };
    }
  }
  return best?.triangle;
}

/** Lower left ends of hypotenuses within a panel. */
function cornersIn(box: Box, width: number, height: number): Point[] {
  const [stepX, stepY] = [box.width - width, box.height - height].map((room) => room / (candidatesPerSide - 1));
  const counts = Array.from({ length: candidatesPerSide }, (_, k) => k);
  return counts.flatMap((i) => counts.map((j): Point => [box.left + i * stepX, box.top + height + j * stepY]));
}

function middle({ left, right }: SlopeTriangle): Point {
  return [(left[0] + right[0]) / 2, (left[1] + right[1]) / 2];
}

function distanceTo(points: readonly Point[], [x, y]: Point): number {
  let smallest = Number.POSITIVE_INFINITY;
  for (const [a, b] of points) smallest = Math.min(smallest, (a - x) ** 2 + (b - y) ** 2);
  return Math.sqrt(smallest);
}

/** Whether a triangle with its labels is inside the panel and clear of the obstacles. */
function isFree(triangle: SlopeTriangle, box: Box, obstacles: readonly Point[]): boolean {
  const shapes = [cornersOf(triangle), ...labelsOf(triangle).map(({ corners }) => corners)];
  const isInside = shapes.flat().every(([x, y]) => {
    const [dx, dy] = [x - box.left, y - box.top];
    return dx >= clearance && dx <= box.width - clearance && dy >= clearance && dy <= box.height - clearance;
  });
  if (!isInside) return false;
  const bounds = boundsOf(shapes.flat());
  const near = obstacles.filter(([x, y]) => x > bounds[0] && x < bounds[1] && y > bounds[2] && y < bounds[3]);
  return near.every((point) => shapes.every((shape) => distanceToPolygon(point, shape) >= clearance));
}

/** Ranges of x and y within which a point may be too close. */
function boundsOf(points: readonly Point[]): readonly [number, number, number, number] {
  const [x, y] = [points.map((point) => point[0]), points.map((point) => point[1])];
  return [
    Math.min(...x) - clearance,
    Math.max(...x) + clearance,
    Math.min(...y) - clearance,
    Math.max(...y) + clearance,
  ];
}

function cornersOf({ left, right, side }: SlopeTriangle): Point[] {
  return [left, right, side === "below" ? [right[0], left[1]] : [left[0], right[1]]];
}

interface TriangleLabel {
  readonly text: RichText;
  readonly x: number;
  readonly y: number;
  readonly anchor: "start" | "middle" | "end";
  readonly corners: Point[];
}

/** `1` at the horizontal side and the order at the vertical one. */
function labelsOf({ order, left, right, side }: SlopeTriangle): TriangleLabel[] {
  const [ascent, gap] = [0.73 * labelSize, 2];
  const below = side === "below";
  const base = below ? left[1] + gap + ascent : right[1] - gap;
  const [text, width] = [orderText(order), textWidth(orderText(order), labelSize)];
  const x = below ? right[0] + gap : left[0] - gap;
  const y = (left[1] + right[1] + ascent) / 2;
  const centre = (left[0] + right[0]) / 2;
  const half = textWidth(plain("1"), labelSize) / 2;
  const corners = (from: number, to: number, line: number): Point[] => [
    [from, line],
    [to, line],
    [to, line - ascent],
    [from, line - ascent],
  ];
  return [
    { text: plain("1"), x: centre, y: base, anchor: "middle", corners: corners(centre - half, centre + half, base) },
    {
      text,
      x,
      y,
      anchor: below ? "start" : "end",
      corners: below ? corners(x, x + width, y) : corners(x - width, x, y),
    },
  ];
}

function orderText(order: number): RichText {
  return plain(withMinus(String(Math.round(order * 100) / 100)));
}

/** Distance of a point to a convex polygon, 0 inside. */
function distanceToPolygon(point: Point, polygon: readonly Point[]): number {
  const edges = polygon.map((corner, k) => [corner, polygon[(k + 1) % polygon.length]] as const);
  const turns = edges.map(([[ax, ay], [bx, by]]) => (bx - ax) * (point[1] - ay) - (by - ay) * (point[0] - ax));
  if (turns.every((turn) => turn >= 0) || turns.every((turn) => turn <= 0)) return 0;
  return Math.min(...edges.map(([from, to]) => distanceToSegment(point, from, to)));
}

/** Points along the sides and labels of a triangle: what the next one keeps clear of. */
export function outlineOf(triangle: SlopeTriangle): Point[] {
  const shapes = [cornersOf(triangle), ...labelsOf(triangle).map(({ corners }) => corners)];
  return shapes.flatMap((shape) => shape.flatMap((corner, k) => along(corner, shape[(k + 1) % shape.length])));
}

/** Points on a segment, two user units apart. */
export function along([ax, ay]: Point, [bx, by]: Point): Point[] {
  const count = Math.max(1, Math.ceil(Math.hypot(bx - ax, by - ay) / 2));
  return Array.from({ length: count + 1 }, (_, k) => [ax + ((bx - ax) * k) / count, ay + ((by - ay) * k) / count]);
}

/** A triangle with the length of its sides beside them. */
export function drawTriangle(triangle: SlopeTriangle): string {
  const points = cornersOf(triangle).map(([x, y]) => `${coordinate(x)},${coordinate(y)}`);
  const style = { fill: paper, stroke: grey, "stroke-width": 0.7, "stroke-linejoin": "round" };
  const labels = labelsOf(triangle).map(({ text, x, y, anchor }) => drawText(text, { x, y, size: labelSize, anchor }));
  return element("polygon", { points: points.join(" "), ...style }) + labels.join("");
}
