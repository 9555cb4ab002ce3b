import { group } from "d3-array";
import { coordinate, element, type Point } from "./svg.js";

export interface Dot {
  readonly place: Point;
  /** User units. */
  readonly radius: number;
}

/** Filled dots: those of a size are one element, of lines without length and with round ends. */
export function drawDots(dots: readonly Dot[], colour: string): string {
  const bySize = group(dots, ({ radius }) => Math.round(10 * radius) / 10);
  const drawn = [...bySize].map(([radius, all]) => {
    const d = all.map(({ place: [x, y] }) => `M${coordinate(x)},${coordinate(y)}h0`).join("");
    const stroke = { stroke: colour, "stroke-width": 2 * radius, "stroke-linecap": "round" };
    return element("path", { d, fill: "none", ...stroke });
  });
  return drawn.join("");
}
