import { drawAxes, drawGrid } from "./axes.js";
import { drawCurve } from "./curve.js";
import { logDomain } from "./domain.js";
import { markedLineSample } from "./legend.js";
import { drawMarker } from "./markers.js";
import { seriesStyle } from "./palette.js";
import { layOutPanel, type PanelFigure, panelFigure } from "./panel.js";
import { drawRemark } from "./remark.js";
import type { Point } from "./svg.js";
import type { RichText } from "./text.js";

/** A line with a marker at every point. */
export interface MarkedLine {
  /** Its name in the legend, which lacks a line without one. */
  readonly label?: RichText | undefined;
  /** Positive values. */
  readonly points: readonly (readonly [x: number, y: number])[];
}

export interface LinesFigure extends Omit<PanelFigure, "box" | "legend"> {
  /** Titles of the axes. */
  readonly x: RichText;
  readonly y: RichText;
  readonly lines: readonly MarkedLine[];
  /** What is said where there are no points. */
  readonly nothing: string;
}

const plotHeight = 165;

/** Lines with markers on logarithmic axes. */
export function linesFigure({ x, y, lines, nothing, ...texts }: LinesFigure): string {
  const points = lines.flatMap((line) => line.points);
  const [across, up] = [logDomain(points.map(([at]) => at)), logDomain(points.map(([, value]) => value))];
  const abscissa = { kind: "log", domain: across, title: x } as const;
  const panel = layOutPanel(abscissa, { kind: "log", domain: up, title: y }, plotHeight);
  const { box, atX, atY } = panel;
  const legend = lines.flatMap(({ label }, k) =>
    label === undefined ? [] : [{ sample: markedLineSample({ ...seriesStyle(k), width: 0.8 }), label }],
  );
  const drawn = lines.map((line, k) => {
    const { dash, ...marker } = seriesStyle(k);
    const places = line.points.map(([at, value]): Point => [atX(at), atY(value)]);
    const marks = places.map((place) => drawMarker(place, marker));
    return drawCurve(places, { colour: marker.colour, dash, width: 0.8 }) + marks.join("");
  });
  const remark = points.length === 0 ? drawRemark(nothing, box) : "";
  return panelFigure({ ...texts, box, legend }, [drawGrid(panel), drawAxes(panel), ...drawn, remark]);
}
