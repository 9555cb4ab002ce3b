import type { JudgedLevel, StudyRecord } from "../../study/record.js";
import { type Series, sweptSize } from "./series.js";

/** What the figure of a convergence study shows, in sentences. */
export function describeConvergence(record: StudyRecord, series: readonly Series[]): string {
  const size = sweptSize(record);
  const subject = `${record.title}. Errors against ${size} on logarithmic axes.`;
  return [subject, ...series.map((one) => describeSeries(one, size)), ...describeLeftOut(series)].join(" ");
}

function describeSeries({ error, cells, points, fit }: Series, size: "tau" | "h"): string {
  const name = cells === undefined ? error : `${error} on ${cells.join(" x ")} cells`;
  const [coarse, fine] = [points[0], points.at(-1)];
  if (coarse === undefined || fine === undefined) return `${name}: no level to show.`;
  const value = ({ error: e, size: s }: typeof coarse) => `${e.toExponential(2)} at ${size} = ${shortNumber(s)}`;
  const measured = coarse === fine ? value(coarse) : `${value(coarse)} to ${value(fine)}, ${points.length} levels`;
  const fitted =
    fit === undefined ? "no order fitted" : `fitted order ${fit.order.toFixed(2)} over ${fit.levels} levels`;
  const flagged = points.filter(({ flags }) => flags.length > 0);
  const marks = flagged.map(({ size: s, flags }) => `${size} = ${shortNumber(s)} (${flags.join(", ")})`);
  return `${name}: ${measured}; ${fitted}${marks.length === 0 ? "" : `; flagged: ${marks.join(", ")}`}.`;
}

function describeLeftOut(series: readonly Series[]): string[] {
  const sentences = series.flatMap(({ error, leftOut }) =>
    leftOut.map(({ level, reason }) => `${error} at ${levelName(level)} (${reason})`),
  );
  return sentences.length === 0 ? [] : [`Not shown: ${[...new Set(sentences)].join(", ")}.`];
}

/** How verdicts name a level. */
export function levelName({ steps, cells }: Pick<JudgedLevel, "steps" | "cells">): string {
  return `${steps} steps, ${cells.join("x")} cells`;
}

/** A size in at most four digits. */
export function shortNumber(value: number): string {
  return String(Number(value.toPrecision(4)));
}
