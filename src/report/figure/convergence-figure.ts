import type { StudyRecord } from "../../study/record/record.js";
import {
  type Axis,
  type Box,
  bottomRoom,
  createAxis,
  drawAxes,
  drawGrid,
  leftRoom,
  type Position,
  xPositions,
  yPositions,
} from "../drawing/axes.js";
import { drawCurve } from "../drawing/curve.js";
import { hasLogarithm, logDomain } from "../drawing/domain.js";
import { fontSizes } from "../drawing/font.js";
import { columnWidth, drawFigure } from "../drawing/frame.js";
import { createLegend } from "../drawing/legend.js";
import { drawMarker, markerRadius } from "../drawing/markers.js";
import { grey, type SeriesStyle } from "../drawing/palette.js";
import { drawRemark, leftOutText } from "../drawing/remark.js";
import { along, drawTriangle, outlineOf, placeTriangle, type SlopeTriangle } from "../drawing/slope-triangle.js";
import { type Point, segment } from "../drawing/svg.js";
import { errorSymbol, symbols } from "../drawing/symbols.js";
import { drawText, plain, type RichText } from "../drawing/text.js";
import { describeConvergence } from "./convergence-description.js";
import { iterateRadius, iterateWidth, legendEntries, stylesOf } from "./convergence-legend.js";
import { type Series, seriesOf, sizeName, sizeOf, sweptSize } from "./series.js";

export interface ConvergenceOptions {
  /** Expected orders by error; an error without one gets its fitted order, rounded to halves, if it fits. */
  readonly orders?: Readonly<Record<string, number>>;
}

interface Placed extends Series {
  readonly style: SeriesStyle;
  readonly marks: readonly Point[];
  readonly line: readonly Point[];
}

const plotHeight = 165;
const top = 7;
const right = 7;
/** How far, in decades, the ordinate is extended to make room for triangles. */
const extensions = [0, 0.4, 0.8, 1.2] as const;

/**
 * Errors against the step size, the mesh width of an h sweep, or the size of a swept parameter, on logarithmic axes: a
 * marker per measured level, the least-squares line of the record, a triangle per order. Flagged levels are hollow and
 * crossed; distances to the exact discrete iterate are thinner and hollow, in the colour of their error.
 *
 * A joint sweep is drawn over tau; of a tensor sweep, the first error is drawn over tau on every mesh. Levels without a
 * logarithm are left out, counted under the figure and listed in its description.
 */
export function convergenceFigure(record: StudyRecord, options: ConvergenceOptions = {}): string {
  const series = seriesOf(record);
  const layout = layOut(record, series, options);
  const { box, x, y, placed, triangles } = layout;
  const legend = createLegend(legendEntries(record, series), box.left);
  const note = leftOutText(series.flatMap(({ leftOut }) => leftOut.map(({ reason }) => reason)));
  const legendTop = box.top + box.height + bottomRoom + 3;
  const height = legendTop + legend.height + (note === "" ? 0 : 11) + 3;
  const isEmpty = series.every(({ points }) => points.length === 0);
  return drawFigure(
    { height, title: `Convergence of ${record.id}`, description: describeConvergence(record, series) },
    [
      drawGrid({ box, x, y }),
      drawAxes({ box, x, y }),
      ...triangles.map(drawTriangle),
      ...placed.map(drawLine),
      ...[...placed].sort(hollowLast).map(drawMarks),
      isEmpty ? drawRemark("no level has an error to show", box) : "",
      legend.draw(box.left, legendTop),
      drawText(plain(note), { x: box.left, y: legendTop + legend.height + 8, size: fontSizes.small }, { fill: grey }),
    ],
  );
}

interface Layout {
  readonly box: Box;
  readonly x: Axis;
  readonly y: Axis;
  readonly placed: readonly Placed[];
  readonly triangles: readonly SlopeTriangle[];
}

/** Axes, curves and triangles; the ordinate grows until every triangle has found a place. */
function layOut(record: StudyRecord, series: readonly Series[], { orders = {} }: ConvergenceOptions): Layout {
  const wanted = wantedOrders(series, orders);
  const layouts = extensions.map((extension) => () => layOutWithin(record, series, wanted, extension));
  let first: Layout | undefined;
  for (const attempt of layouts) {
    const layout = attempt();
    first ??= layout;
    if (layout.triangles.length === wanted.size) return layout;
    if (layout.triangles.length > first.triangles.length) first = layout;
  }
  return first as Layout;
}

/** Orders to show, with the errors they belong to. */
function wantedOrders(series: readonly Series[], orders: Readonly<Record<string, number>>): Map<number, string[]> {
  const wanted = new Map<number, string[]>();
  for (const { error, fit, points, isIterate } of series) {
    if (isIterate === true) continue;
    const order = orders[error] ?? (fit?.isClose ? Math.round(2 * fit.order) / 2 : 0);
    if (order > 0 && points.length > 1) wanted.set(order, [...(wanted.get(order) ?? []), error]);
  }
  return wanted;
}

function layOutWithin(
  record: StudyRecord,
  series: readonly Series[],
  wanted: Map<number, string[]>,
  extension: number,
) {
  const axis = sweptSize(record);
  const points = series.flatMap((one) => one.points);
  const sizes = points.length > 0 ? points.map(({ size }) => size) : record.levels.map((level) => sizeOf(level, axis));
  const errors = [
    ...points.map(({ error }) => error),
    ...series.flatMap(({ fit }) => fit?.ends.map(([, e]) => e) ?? []),
  ];
  const [low, high] = logDomain(errors);
  const y = createAxis(
    { kind: "log", domain: [low - extension, high], title: ordinateTitle(record) },
    plotHeight,
    "up",
  );
  const left = leftRoom(y);
  const box = { left, top, width: columnWidth - left - right, height: plotHeight };
  const x = createAxis({ kind: "log", domain: logDomain(sizes), title: abscissaTitle(record) }, box.width, "across");
  const [atX, atY] = [xPositions(x, box), yPositions(y, box)];
  const styles = stylesOf(series);
  const placed = series.map((one, k) => placeSeries(one, styles[k], atX, atY));
  const decades = [box.width / (x.domain[1] - x.domain[0]), box.height / (y.domain[1] - y.domain[0])] as const;
  return { box, x, y, placed, triangles: placeTriangles(placed, wanted, box, decades) };
}

function abscissaTitle(record: StudyRecord): RichText {
  const axis = sweptSize(record);
  return axis === "size" ? plain(sizeName(record)) : symbols[axis];
}

function ordinateTitle(record: StudyRecord): RichText {
  const only = record.errors.length === 1 || record.axis === "tensor" ? record.errors[0] : undefined;
  return only === undefined ? plain("error") : [...errorSymbol(only), ...plain(" error")];
}

function placeSeries(series: Series, style: SeriesStyle, atX: Position, atY: Position): Placed {
  const place = ([size, error]: readonly [number, number]): Point => [atX(size), atY(error)];
  const marks = series.points.map(({ size, error }) => place([size, error]));
  return {
    ...series,
    style,
    marks,
    line: series.fit?.ends.filter(([, error]) => hasLogarithm(error)).map(place) ?? [],
  };
}

function placeTriangles(
  placed: readonly Placed[],
  wanted: Map<number, string[]>,
  box: Box,
  decades: readonly [number, number],
): SlopeTriangle[] {
  const obstacles = placed.flatMap(obstaclesOf);
  const triangles: SlopeTriangle[] = [];
  for (const [order, errors] of wanted) {
    const ofOrder = placed.filter(({ error }) => errors.includes(error));
    const fitted = ofOrder.filter(({ line }) => line.length > 0);
    const own = (fitted.length > 0 ? fitted : ofOrder).flatMap(obstaclesOf);
    const triangle = placeTriangle({ order, box, decades, own, obstacles });
    if (triangle === undefined) continue;
    triangles.push(triangle);
    obstacles.push(...outlineOf(triangle));
  }
  return triangles;
}

/** Points of the fitted line and around the markers. */
function obstaclesOf({ marks, line }: Placed): Point[] {
  const [from, to] = line;
  const around = marks.flatMap(([x, y]): Point[] => [
    [x - markerRadius, y],
    [x + markerRadius, y],
    [x, y - markerRadius],
    [x, y + markerRadius],
  ]);
  return from === undefined || to === undefined ? around : [...around, ...along(from, to)];
}

function drawLine({ line, marks, style, isIterate }: Placed): string {
  if (isIterate === true) return drawCurve(marks, { colour: style.colour, width: iterateWidth, dash: style.dash });
  const [from, to] = line;
  if (from === undefined || to === undefined) return "";
  return segment(from, to, { stroke: style.colour, "stroke-width": 0.8, "stroke-dasharray": style.dash });
}

/** Outlines go on top: they hide nothing. */
function hollowLast(a: Placed, b: Placed): number {
  return Number(a.style.isHollow) - Number(b.style.isHollow);
}

function drawMarks({ points, marks, isIterate = false, style: { colour, shape, isHollow } }: Placed): string {
  const radius = isIterate ? iterateRadius : markerRadius;
  const draw = (mark: Point, k: number) =>
    drawMarker(mark, { colour, shape, isHollow, isFlagged: (points[k]?.flags.length ?? 0) > 0, radius });
  return marks.map(draw).join("");
}
