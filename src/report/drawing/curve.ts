import { line } from "d3-shape";
import { element, type Point } from "./svg.js";

export interface CurveStyle {
  readonly colour: string;
  readonly width?: number;
  readonly dash?: string | undefined;
  /** Constant up to each point, from the one before. */
  readonly isStepped?: boolean;
}

/** Places per user unit beyond which points of a curve cannot be told apart. */
const resolution = 2;

/** A curve through points; those without a finite position interrupt it. */
export function drawCurve(
  points: readonly Point[],
  { colour, width = 1, dash, isStepped = false }: CurveStyle,
): string {
  const d = line<Point>().digits(2).defined(isFinitePoint)(thin(isStepped ? steps(points) : points));
  if (d === null || d === "") return "";
  const stroke = { stroke: colour, "stroke-width": width, "stroke-dasharray": dash, "stroke-linejoin": "round" };
  return element("path", { d, fill: "none", ...stroke });
}

/** Corners of a function that is constant up to each point from the one before. */
function steps(points: readonly Point[]): Point[] {
  return points.flatMap(([x, y], k): Point[] => {
    const before = points[k - 1];
    return before === undefined
      ? [[x, y]]
      : [
          [before[0], y],
          [x, y],
        ];
  });
}

/** Whether a point can be drawn. */
export function isFinitePoint([x, y]: Point): boolean {
  return Number.isFinite(x) && Number.isFinite(y);
}

/** Of every place along the abscissa, the first, lowest, highest and last point: the same picture from fewer points. */
export function thin(points: readonly Point[]): Point[] {
  const kept: Point[] = [];
  for (let from = 0; from < points.length; ) {
    const place = placeOf(points[from]);
    let to = from + 1;
    while (to < points.length && placeOf(points[to]) === place) to++;
    kept.push(...extremes(points, from, to));
    from = to;
  }
  return kept;
}

function placeOf([x]: Point): number {
  return Math.floor(resolution * x);
}

/** First, lowest, highest and last of the points from an index to another, in their order. */
function extremes(points: readonly Point[], from: number, to: number): Point[] {
  if (to - from <= 4) return points.slice(from, to);
  let [lowest, highest] = [from, from];
  for (let k = from; k < to; k++) {
    if (points[k][1] < points[lowest][1]) lowest = k;
    if (points[k][1] > points[highest][1]) highest = k;
  }
  const indices = [...new Set([from, lowest, highest, to - 1])].sort((a, b) => a - b);
  return indices.map((k) => points[k]);
}
