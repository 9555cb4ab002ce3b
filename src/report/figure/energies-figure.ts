import type { EnergyCurve } from "../../study/options.js";
import { curveName, energyLine } from "../energies.js";
import { drawCurve } from "./curve.js";
import { hasLogarithm, logDomain } from "./domain.js";
import { fontSizes } from "./font.js";
import { lineSample } from "./legend.js";
import { seriesStyle } from "./palette.js";
import type { Point } from "./svg.js";
import { symbols } from "./symbols.js";
import { plain, shorten } from "./text.js";
import { timePanel } from "./time-panel.js";

const nameWidth = 150;
const lineWidth = 1;
/** Excesses below this part of the largest are round-off. */
const roundOff = 1e-13;

/** Energy above its minimum against time, on a logarithmic axis, a line per trajectory. */
export function energiesFigure(curves: readonly EnergyCurve[]): string {
  const excesses = curves.flatMap(({ rows }) => rows.map(({ excess }) => excess)).filter(hasLogarithm);
  const least = roundOff * excesses.reduce((most, excess) => Math.max(most, excess), 0);
  const shown = excesses.filter((excess) => excess >= least);
  return timePanel({
    title: "Energies",
    description: `Energy above its minimum against time, on a logarithmic axis. ${curves.map(energyLine).join(" ")}`,
    height: 165,
    times: curves.flatMap(({ rows }) => rows.map(({ t }) => t)),
    ordinate: { kind: "log", domain: logDomain(shown), title: [...plain("energy "), ...symbols.excessOverMinimum] },
    legend: curves.map((curve, k) => {
      const { colour, dash } = seriesStyle(k);
      const stroke = { stroke: colour, "stroke-width": lineWidth, "stroke-dasharray": dash };
      return { sample: lineSample(stroke), label: plain(shorten(curveName(curve), fontSizes.tick, nameWidth)) };
    }),
    draw: (atX, atY) =>
      curves.map(({ rows }, k) => {
        const { colour, dash } = seriesStyle(k);
        const points = rows.map(({ t, excess }): Point => [atX(t), excess >= least ? atY(excess) : Number.NaN]);
        return drawCurve(points, { colour, dash, width: lineWidth });
      }),
  });
}
