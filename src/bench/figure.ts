import { hasLogarithm } from "../report/drawing/domain.js";
import { fontSizes } from "../report/drawing/font.js";
import { linesFigure } from "../report/drawing/lines-figure.js";
import { leftOutText } from "../report/drawing/remark.js";
import { italic, plain, type RichText, shorten, superscript, withMinus } from "../report/drawing/text.js";
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

const nameWidth = 130;

/** Steps per second against unknowns on logarithmic axes, a line per case and scheme. */
export function benchFigure(record: BenchRecord): string {
  const series = seriesOf(record);
  return linesFigure({
    title: "Speed of the schemes",
    description: describe(series),
    x: [...plain("unknowns "), ...italic("N")],
    y: plain("steps per second"),
    lines: series.map((one) => ({
      label: one.points.length === 0 ? undefined : labelOf(one),
      points: one.points.map(({ unknowns, speed }) => [unknowns, speed]),
    })),
    nothing: "nothing was measured",
    note: leftOutText(series.flatMap(({ leftOut }) => leftOut)),
  });
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

/** The name, and the power of the unknowns that the speed follows. */
function labelOf({ name, growth }: BenchSeries): RichText {
  const label = plain(shorten(name, fontSizes.tick, nameWidth));
  if (!Number.isFinite(growth)) return label;
  return [...label, ...plain(": "), ...italic("N"), ...superscript(withMinus((-growth).toFixed(2)))];
}

function describe(series: readonly BenchSeries[]): string {
  const lines = series.map(({ name, points, growth }) => {
    const values = points.map(({ unknowns, speed }) => `${speed.toPrecision(3)} at ${unknowns}`).join(", ");
    const slope = Number.isFinite(growth) ? `, time grows with power ${growth.toFixed(2)}` : "";
    return `${name}: ${points.length === 0 ? "not measured" : values}${slope}.`;
  });
  return ["Steps per second against unknowns.", ...lines].join(" ");
}
