import { type MarkerShape, paper } from "./palette.js";
import { coordinate, element, type Point } from "./svg.js";

/** Radius of a marker, user units. */
export const markerRadius = 2.5;

export interface MarkerStyle {
  readonly colour: string;
  readonly shape: MarkerShape;
  /** An outline only, a little larger: two series that coincide are both seen. */
  readonly isHollow?: boolean;
  /** Hollow and crossed: a level that is flagged. */
  readonly isFlagged?: boolean;
  /** User units; the usual size when absent. */
  readonly radius?: number;
}

/** A marker of the same visual weight whatever its shape. */
export function drawMarker(centre: Point, style: MarkerStyle): string {
  const { colour, shape, isHollow = false, isFlagged = false, radius: filled = markerRadius } = style;
  const radius = isHollow || isFlagged ? 1.25 * filled : filled;
  const fill = isFlagged ? paper : isHollow ? "none" : colour;
  const body = drawShape(shape, centre, radius, { fill, stroke: colour, "stroke-width": isHollow ? 1 : 0.8 });
  return isFlagged ? body + drawCross(centre, 0.62 * filled, colour) : body;
}

function drawShape(shape: MarkerShape, [x, y]: Point, r: number, style: Record<string, string | number>): string {
  if (shape === "circle") return element("circle", { cx: x, cy: y, r, ...style });
  const corners = outlines[shape].map(([dx, dy]) => `${coordinate(x + r * dx)},${coordinate(y + r * dy)}`);
  return element("polygon", { points: corners.join(" "), ...style });
}

function drawCross([x, y]: Point, r: number, colour: string): string {
  const ends = (sign: number) =>
    `M${coordinate(x - r)},${coordinate(y - sign * r)}L${coordinate(x + r)},${coordinate(y + sign * r)}`;
  return element("path", { d: ends(1) + ends(-1), stroke: colour, "stroke-width": 0.8, fill: "none" });
}

const outlines: Readonly<Record<Exclude<MarkerShape, "circle">, readonly Point[]>> = {
  square: [
    [-0.9, -0.9],
    [0.9, -0.9],
    [0.9, 0.9],
    [-0.9, 0.9],
  ],
  triangle: [
    [0, -1.25],
    [1.1, 0.75],
    [-1.1, 0.75],
  ],
  diamond: [
    [0, -1.3],
    [1.1, 0],
    [0, 1.3],
    [-1.1, 0],
  ],
  wedge: [
    [0, 1.25],
    [1.1, -0.75],
    [-1.1, -0.75],
  ],
  cross: plusSign(0.38, 1.2),
  star: regularStar(5, 1.35, 0.55),
};

/** Corners of a Greek cross with arms `2 * half` wide. */
function plusSign(half: number, reach: number): Point[] {
  const arm: Point[] = [
    [half, -half],
    [half, -reach],
    [-half, -reach],
  ];
  return [0, 1, 2, 3].flatMap((turn) => arm.map(([x, y]) => quarterTurns([x, y], turn)));
}

function quarterTurns([x, y]: Point, turns: number): Point {
  return turns === 0 ? [x, y] : quarterTurns([y, -x], turns - 1);
}

function regularStar(points: number, outer: number, inner: number): Point[] {
  return Array.from({ length: 2 * points }, (_, k) => {
    const [radius, angle] = [k % 2 === 0 ? outer : inner, (Math.PI * k) / points];
    return [radius * Math.sin(angle), -radius * Math.cos(angle)];
  });
}
