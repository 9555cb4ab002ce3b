import { range } from "d3-array";
import { type AxisOptions, type Box, createAxis, drawAxes } from "./axes.js";
import { logDomain } from "./domain.js";
import { heatColour } from "./palette.js";
import { rectangle } from "./svg.js";
import type { RichText } from "./text.js";

const barHeight = 8;
/** The bar with its labels and title. */
export const colourBarHeight = 36;
/** Stripes the bar is made of: a gradient would need an id. */
const stripes = 64;

/** A horizontal bar of all colours, from the lowest to the highest value of a scale. */
export function colourBar({ left, top, width }: Omit<Box, "height">, scale: AxisOptions): string {
  const box = { left, top, width, height: barHeight };
  const stripe = width / stripes;
  const colours = range(stripes).map((k) => {
    const own = { left: left + k * stripe, top, width: Math.min(stripe + 0.3, width - k * stripe), height: barHeight };
    return rectangle(own, { fill: heatColour(k / (stripes - 1)) });
  });
  const x = createAxis(scale, width, "across");
  const y = { kind: "linear", domain: [0, 1], title: [], ticks: [], exponent: 0 } as const;
  return colours.join("") + drawAxes({ box, x, y, titles: { x: true, y: false }, areTicksOutside: true });
}

/** The logarithmic scale from the smallest to the largest error. */
export function errorScale(errors: readonly number[], title: RichText): AxisOptions {
  const logs = errors.map(Math.log10);
  const [low, high] = [Math.min(...logs), Math.max(...logs)];
  return { kind: "log", domain: high > low ? [low, high] : logDomain(errors), title };
}
