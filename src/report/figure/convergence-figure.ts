import type { StudyRecord } from "../../study/record/record.js";
import { type Box, drawAxes, drawGrid } from "../drawing/axes.js";
import { drawCurve } from "../drawing/curve.js";
import { hasLogarithm, logDomain } from "../drawing/domain.js";
import { drawMarker, markerRadius } from "../drawing/markers.js";
import type { SeriesStyle } from "../drawing/palette.js";
import { layOutPanel, type Panel, panelFigure } from "../drawing/panel.js";
import { drawRemark, leftOutText } from "../drawing/remark.js";
import { along, drawTriangle, outlineOf, placeTriangle, type SlopeTriangle } from "../drawing/slope-triangle.js";
import { type Point, segment } from "../drawing/svg.js";
import { errorSymbol, symbols } from "../drawing/symbols.js";
import { plain, type RichText } from "../drawing/text.js";
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
  const { panel, placed, triangles } = layOut(record, series, options);
  const { box } = panel;
  const isEmpty = series.every(({ points }) => points.length === 0);
  const figure = {
    title: `Convergence of ${record.id}`,
    description: describeConvergence(record, series),
    legend: legendEntries(record, series),
    note: leftOutText(series.flatMap(({ leftOut }) => leftOut.map(({ reason }) => reason))),
  };
  return panelFigure({ ...figure, box }, [
    drawGrid(panel),
    drawAxes(panel),
    ...triangles.map(drawTriangle),
    ...placed.map(drawLine),
    ...[...placed].sort(hollowLast).map(drawMarks),
    isEmpty ? drawRemark("no level has an error to show", box) : "",
  ]);
}

interface Layout {
  readonly panel: Panel;
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

/** Orders to show, with the errors they belong to; of several meshes, that of the finest. */
function wantedOrders(series: readonly Series[], orders: Readonly<Record<string, number>>): Map<number, string[]> {
  const wanted = new Map<number, string[]>();
  const finest = new Map(series.map((one) => [`${one.error} ${one.isIterate}`, one]));
  for (const { error, fit, points, isIterate } of finest.values()) {
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
  const abscissa = { kind: "log", domain: logDomain(sizes), title: abscissaTitle(record) } as const;
  const ordinate = { kind: "log", domain: [low - extension, high], title: ordinateTitle(record) } as const;
  const panel = layOutPanel(abscissa, ordinate, plotHeight);
  const { box, x, y } = panel;
  const styles = stylesOf(series);
  const placed = series.map((one, k) => placeSeries(one, styles[k], panel));
  const decades = [box.width / (x.domain[1] - x.domain[0]), box.height / (y.domain[1] - y.domain[0])] as const;
  return { panel, placed, triangles: placeTriangles(placed, wanted, box, decades) };
}

function abscissaTitle(record: StudyRecord): RichText {
  const axis = sweptSize(record);
  return axis === "size" ? plain(sizeName(record)) : symbols[axis];
}

function ordinateTitle(record: StudyRecord): RichText {
  const only = record.errors.length === 1 || record.axis === "tensor" ? record.errors[0] : undefined;
  return only === undefined ? plain("error") : [...errorSymbol(only), ...plain(" error")];
}

function placeSeries(series: Series, style: SeriesStyle, { atX, atY }: Panel): Placed {
  const place = ([size, error]: readonly [number, number]): Point => [atX(size), atY(error)];
  const marks = series.points.map(({ size, error }) => place([size, error]));
  const line = series.fit?.ends.filter(([, error]) => hasLogarithm(error)).map(place) ?? [];
  return { ...series, style, marks, line };
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
