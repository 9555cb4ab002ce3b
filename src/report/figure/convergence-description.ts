import { sizesText } from "../../convergence/lines.js";
import type { StudyRecord } from "../../study/record/record.js";
import { type Series, sizeName } from "./series.js";

/** What the figure of a convergence study shows, in sentences. */
export function describeConvergence(record: StudyRecord, series: readonly Series[]): string {
  const size = sizeName(record);
  const subject = `${record.title}. Errors against ${size} on logarithmic axes.`;
  return [subject, ...series.map((one) => describeSeries(one, size)), ...describeLeftOut(series)].join(" ");
}

function describeSeries({ error, cells, points, fit, isIterate = false }: Series, size: string): string {
  const own = isIterate ? `${error} to the exact discrete iterate` : error;
  const name = cells === undefined ? own : `${own} on ${cells.join(" x ")} cells`;
  const [coarse, fine] = [points[0], points.at(-1)];
  if (coarse === undefined || fine === undefined) return `${name}: no level to show.`;
  const value = ({ error: e, size: s }: typeof coarse) => `${e.toExponential(2)} at ${size} = ${shortNumber(s)}`;
  const measured = coarse === fine ? value(coarse) : `${value(coarse)} to ${value(fine)}, ${points.length} levels`;
  if (isIterate) return `${name}: ${measured}.`;
  const fitted =
    fit === undefined ? "no order fitted" : `fitted order ${fit.order.toFixed(2)} over ${fit.levels} levels`;
  const flagged = points.filter(({ flags }) => flags.length > 0);
  const marks = flagged.map(({ size: s, flags }) => `${size} = ${shortNumber(s)} (${flags.join(", ")})`);
  return `${name}: ${measured}; ${fitted}${marks.length === 0 ? "" : `; flagged: ${marks.join(", ")}`}.`;
}

function describeLeftOut(series: readonly Series[]): string[] {
  const sentences = series.flatMap(({ error, leftOut, isIterate = false }) =>
    leftOut.map(
      ({ level, reason }) => `${error}${isIterate ? " to the iterate" : ""} at ${sizesText(level)} (${reason})`,
    ),
  );
  return sentences.length === 0 ? [] : [`Not shown: ${[...new Set(sentences)].join(", ")}.`];
}

/** A size in at most four digits. */
export function shortNumber(value: number): string {
  return String(Number(value.toPrecision(4)));
}
