import { type LegendEntry, lineSample } from "../drawing/legend.js";
import { timeStyle } from "../drawing/palette.js";
import { symbols } from "../drawing/symbols.js";
import { plain, type RichText, withMinus } from "../drawing/text.js";
import { shortNumber } from "./convergence-description.js";

/** `t = 0.5` */
export function timeLabel(t: number): RichText {
  return [...symbols.t, ...plain(` = ${withMinus(shortNumber(t))}`)];
}

/** The entries of times in a legend: later ones are darker. */
export function timeEntries(snapshots: readonly { readonly t: number }[]): LegendEntry[] {
  return snapshots.map(({ t }, k) => ({ sample: lineSample(timeStyle(k, snapshots.length)), label: timeLabel(t) }));
}
