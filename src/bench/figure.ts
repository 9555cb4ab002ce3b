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
} from "../report/drawing/axes.js";
import { drawCurve } from "../report/drawing/curve.js";
import { hasLogarithm, logDomain } from "../report/drawing/domain.js";
import { fontSizes } from "../report/drawing/font.js";
import { columnWidth, drawFigure } from "../report/drawing/frame.js";
import { createLegend, type LegendEntry } from "../report/drawing/legend.js";
import { drawMarker } from "../report/drawing/markers.js";
import { grey, seriesStyle } from "../report/drawing/palette.js";
import { drawRemark, leftOutText } from "../report/drawing/remark.js";
import { type Point, segment } from "../report/drawing/svg.js";
import { drawText, italic, plain, type RichText, shorten, superscript, withMinus } from "../report/drawing/text.js";
import type { BenchPoint, BenchRecord } from "./record.js";

/** A scheme on the meshes of one case. */
interface BenchSeries {
  readonly name: string;
  /** Slope of log time per step against log unknowns; NaN where there is none. */
  readonly growth: number;
  /** Measured meshes. */
  readonly points: readonly { readonly unknowns: number; readonly speed: number }[];
  /** Why meshes are not shown. */
  readonly leftOut: readonly string[];
}

const plotHeight = 165;
const top = 7;
const right = 7;
const nameWidth = 130;

/** Steps per second against unknowns on logarithmic axes, a line per case and scheme. */
export function benchFigure(record: BenchRecord): string {
  const series = seriesOf(record);
  const { box, x, y } = layOut(series);
  const [atX, atY] = [xPositions(x, box), yPositions(y, box)];
  const legend = createLegend(legendEntries(series), box.left);
  const note = leftOutText(series.flatMap(({ leftOut }) => leftOut));
  const legendTop = box.top + box.height + bottomRoom + 3;
  const height = legendTop + legend.height + (note === "" ? 0 : 11) + 3;
  const isEmpty = series.every(({ points }) => points.length === 0);
  return drawFigure({ height, title: "Speed of the schemes", description: describe(series) }, [
    drawGrid({ box, x, y }),
    drawAxes({ box, x, y }),
    ...series.map((one, k) => drawSeries(one, k, atX, atY)),
    isEmpty ? drawRemark("nothing was measured", box) : "",
    legend.draw(box.left, legendTop),
    drawText(plain(note), { x: box.left, y: legendTop + legend.height + 8, size: fontSizes.small }, { fill: grey }),
  ]);
}

function seriesOf({ cases }: BenchRecord): BenchSeries[] {
  return cases.flatMap(({ id, points, growth }) => {
    const schemes = [...new Set(points.map(({ scheme }) => scheme))];
    return schemes.map((scheme) => {
      const own = points.filter((point) => point.scheme === scheme);
      const name = cases.length === 1 ? scheme : `${id}, ${scheme}`;
      return { name, growth: growth[scheme] ?? Number.NaN, ...split(own) };
    });
  });
}

function split(points: readonly BenchPoint[]): Pick<BenchSeries, "points" | "leftOut"> {
  const isShown = ({ microseconds }: BenchPoint) => hasLogarithm(microseconds);
  const shown = points.filter(isShown).map(({ unknowns, microseconds }) => ({ unknowns, speed: 1e6 / microseconds }));
  const leftOut = points.filter((point) => !isShown(point)).map(({ status }) => status.replace("-", " "));
  return { points: shown, leftOut };
}

function layOut(series: readonly BenchSeries[]): { readonly box: Box; readonly x: Axis; readonly y: Axis } {
  const points = series.flatMap((one) => one.points);
  const speeds = logDomain(points.map(({ speed }) => speed));
  const sizes = logDomain(points.map(({ unknowns }) => unknowns));
  const y = createAxis({ kind: "log", domain: speeds, title: plain("steps per second") }, plotHeight, "up");
  const left = leftRoom(y);
  const box = { left, top, width: columnWidth - left - right, height: plotHeight };
  const title = [...plain("unknowns "), ...italic("N")];
  return { box, x: createAxis({ kind: "log", domain: sizes, title }, box.width, "across"), y };
}

function drawSeries({ points }: BenchSeries, k: number, atX: Position, atY: Position): string {
  const { colour, dash, shape, isHollow } = seriesStyle(k);
  const places = points.map(({ unknowns, speed }): Point => [atX(unknowns), atY(speed)]);
  const marks = places.map((place) => drawMarker(place, { colour, shape, isHollow }));
  return drawCurve(places, { colour, dash, width: 0.8 }) + marks.join("");
}

function legendEntries(series: readonly BenchSeries[]): LegendEntry[] {
  return series.flatMap((one, k): LegendEntry[] => {
    if (one.points.length === 0) return [];
    const { colour, dash, shape, isHollow } = seriesStyle(k);
    const stroke = { stroke: colour, "stroke-width": 0.8, "stroke-dasharray": dash };
    return [
      {
        sample: (left, to, y) =>
          segment([left, y], [to, y], stroke) + drawMarker([(left + to) / 2, y], { colour, shape, isHollow }),
        label: [...plain(shorten(one.name, fontSizes.tick, nameWidth)), ...growthLabel(one)],
      },
    ];
  });
}

/** The power of the unknowns that the speed follows. */
function growthLabel({ growth }: BenchSeries): RichText {
  if (!Number.isFinite(growth)) return [];
  return [...plain(": "), ...italic("N"), ...superscript(withMinus((-growth).toFixed(2)))];
}

function describe(series: readonly BenchSeries[]): string {
  const lines = series.map(({ name, points, growth }) => {
    const values = points.map(({ unknowns, speed }) => `${speed.toPrecision(3)} at ${unknowns}`).join(", ");
    const slope = Number.isFinite(growth) ? `, time grows with power ${growth.toFixed(2)}` : "";
    return `${name}: ${points.length === 0 ? "not measured" : values}${slope}.`;
  });
  return ["Steps per second against unknowns.", ...lines].join(" ");
}
