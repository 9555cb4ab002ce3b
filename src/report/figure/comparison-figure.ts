import {
  type Axis,
  type Box,
  bottomRoom,
  createAxis,
  drawAxes,
  drawGrid,
  leftRoom,
  xPositions,
  yPositions,
} from "../drawing/axes.js";
import { drawCurve } from "../drawing/curve.js";
import { hasLogarithm, logDomain } from "../drawing/domain.js";
import { fontSizes } from "../drawing/font.js";
import { columnWidth, drawFigure } from "../drawing/frame.js";
import { createLegend, type LegendEntry } from "../drawing/legend.js";
import { drawMarker } from "../drawing/markers.js";
import { seriesStyle } from "../drawing/palette.js";
import { drawRemark } from "../drawing/remark.js";
import { type Point, segment } from "../drawing/svg.js";
import { errorSymbol, symbols } from "../drawing/symbols.js";
import { plain, type RichText, shorten } from "../drawing/text.js";

/** What errors are compared against. */
export type Abscissa = "tau" | "h" | "newton" | "milliseconds";

/** The errors of one study. */
export interface ComparedLine {
  readonly name: string;
  readonly points: readonly { readonly at: number; readonly error: number }[];
}

const plotHeight = 165;
const top = 7;
const right = 7;
const nameWidth = 130;

const titles: Readonly<Record<Abscissa, RichText>> = {
  tau: [...plain("step size "), ...symbols.tau],
  h: [...plain("mesh width "), ...symbols.h],
  newton: plain("Newton iterations"),
  milliseconds: plain("milliseconds"),
};
const words: Readonly<Record<Abscissa, string>> = {
  tau: "step size",
  h: "mesh width",
  newton: "Newton iterations of the whole run",
  milliseconds: "time of the whole run",
};

/** Errors of several studies against step size, mesh width or work, on logarithmic axes, a line per study. */
export function comparisonFigure(error: string, abscissa: Abscissa, lines: readonly ComparedLine[]): string {
  const shown = lines.map(({ name, points }) => ({
    name,
    points: points.filter((point) => hasLogarithm(point.at) && hasLogarithm(point.error)),
  }));
  const { box, x, y } = layOut(error, abscissa, shown);
  const [atX, atY] = [xPositions(x, box), yPositions(y, box)];
  const legend = createLegend(shown.map(legendEntry), box.left);
  const legendTop = box.top + box.height + bottomRoom + 3;
  const isEmpty = shown.every(({ points }) => points.length === 0);
  const description = describe(error, abscissa, shown);
  return drawFigure({ height: legendTop + legend.height + 3, title: "Comparison of studies", description }, [
    drawGrid({ box, x, y }),
    drawAxes({ box, x, y }),
    ...shown.map(({ points }, k) => {
      const { colour, dash, shape, isHollow } = seriesStyle(k);
      const places = points.map((point): Point => [atX(point.at), atY(point.error)]);
      const marks = places.map((place) => drawMarker(place, { colour, shape, isHollow }));
      return drawCurve(places, { colour, dash, width: 0.8 }) + marks.join("");
    }),
    isEmpty ? drawRemark("no study has an error to show", box) : "",
    legend.draw(box.left, legendTop),
  ]);
}

function layOut(
  error: string,
  abscissa: Abscissa,
  lines: readonly ComparedLine[],
): { readonly box: Box; readonly x: Axis; readonly y: Axis } {
  const points = lines.flatMap((line) => line.points);
  const title = [...plain("error in "), ...errorSymbol(error)];
  const errors = logDomain(points.map((point) => point.error));
  const y = createAxis({ kind: "log", domain: errors, title }, plotHeight, "up");
  const left = leftRoom(y);
  const box = { left, top, width: columnWidth - left - right, height: plotHeight };
  const domain = logDomain(points.map(({ at }) => at));
  return { box, x: createAxis({ kind: "log", domain, title: titles[abscissa] }, box.width, "across"), y };
}

function legendEntry({ name }: ComparedLine, k: number): LegendEntry {
  const { colour, dash, shape, isHollow } = seriesStyle(k);
  const stroke = { stroke: colour, "stroke-width": 0.8, "stroke-dasharray": dash };
  return {
    sample: (left, to, y) =>
      segment([left, y], [to, y], stroke) + drawMarker([(left + to) / 2, y], { colour, shape, isHollow }),
    label: plain(shorten(name, fontSizes.tick, nameWidth)),
  };
}

function describe(error: string, abscissa: Abscissa, lines: readonly ComparedLine[]): string {
  const texts = lines.map(({ name, points }) => {
    const values = points.map((point) => `${point.error.toExponential(2)} at ${Number(point.at.toPrecision(3))}`);
    return `${name}: ${values.length === 0 ? "nothing to show" : values.join(", ")}.`;
  });
  return [`Error in ${error} against ${words[abscissa]} on logarithmic axes.`, ...texts].join(" ");
}
