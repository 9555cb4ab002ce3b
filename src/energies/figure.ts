import { drawCurve } from "../report/drawing/curve.js";
import { hasLogarithm, logDomain } from "../report/drawing/domain.js";
import { fontSizes } from "../report/drawing/font.js";
import { lineSample } from "../report/drawing/legend.js";
import { curveStyle } from "../report/drawing/palette.js";
import type { Point } from "../report/drawing/svg.js";
import { symbols } from "../report/drawing/symbols.js";
import { plain, shorten } from "../report/drawing/text.js";
import { timePanel } from "../report/drawing/time-panel.js";
import type { EnergyCurve } from "../study/run/options.js";
import { curveName, energyLine } from "./text.js";

const nameWidth = 150;
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
    legend: curves.map((curve, k) => ({
      sample: lineSample(curveStyle(k)),
      label: plain(shorten(curveName(curve), fontSizes.tick, nameWidth)),
    })),
    draw: (atX, atY) =>
      curves.map(({ rows }, k) => {
        const points = rows.map(({ t, excess }): Point => [atX(t), excess >= least ? atY(excess) : Number.NaN]);
        return drawCurve(points, curveStyle(k));
      }),
  });
}
