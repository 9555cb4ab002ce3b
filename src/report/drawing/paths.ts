import { line } from "d3-shape";
import { isFinitePoint } from "./curve.js";
import { simplify } from "./simplify.js";
import { element, type Point } from "./svg.js";

export interface PathStyle {
  readonly colour: string;
  readonly width: number;
  readonly dash?: string | undefined;
  readonly opacity?: number;
  readonly isClosed?: boolean;
}

/** How far a line may be from its points, user units: not seen in print. */
const tolerance = 0.08;

/** Many lines of one style as a single element; nothing where no line has two points. */
export function drawPaths(lines: readonly (readonly Point[])[], style: PathStyle): string {
  const { colour, width, dash, opacity, isClosed = false } = style;
  const path = line<Point>().digits(2);
  const drawn = lines
    .map((points) => (isClosed ? points.filter(isFinitePoint) : simplify(points, tolerance)))
    .filter((points) => points.length > 1)
    .map((points) => `${path(points) ?? ""}${isClosed ? "Z" : ""}`);
  if (drawn.length === 0) return "";
  const stroke = { stroke: colour, "stroke-width": width, "stroke-dasharray": dash, "stroke-linejoin": "round" };
  return element("path", { d: drawn.join(""), fill: "none", ...stroke, "stroke-opacity": opacity });
}
