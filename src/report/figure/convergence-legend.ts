import type { StudyRecord } from "../../study/record/record.js";
import { type LegendEntry, markedLineSample, markerSample } from "../drawing/legend.js";
import { markerRadius } from "../drawing/markers.js";
import { grey, type SeriesStyle, seriesStyle } from "../drawing/palette.js";
import { errorSymbol } from "../drawing/symbols.js";
import { italic, plain, type RichText } from "../drawing/text.js";
import type { Series } from "./series.js";

/** Lines and markers of distances to the exact discrete iterate. */
export const iterateWidth = 0.5;
export const iterateRadius = 0.7 * markerRadius;

/** Where there are distances to iterates, what is hollow and broken up tells these; else it tells errors apart. */
export function stylesOf(series: readonly Series[]): SeriesStyle[] {
  if (series.every(({ isIterate }) => isIterate !== true)) return series.map((_, k) => seriesStyle(k));
  const errors = [...new Set(series.map(({ error }) => error))];
  return series.map(({ error, isIterate = false }) => ({
    ...seriesStyle(errors.indexOf(error)),
    dash: isIterate ? "1.2 1.8" : undefined,
    isHollow: isIterate,
  }));
}

/** An entry per series with its fitted order, and one for the marks of flagged levels. */
export function legendEntries(record: StudyRecord, series: readonly Series[]): LegendEntry[] {
  const styles = stylesOf(series);
  const entries = series.map((one, k): LegendEntry => {
    const isIterate = one.isIterate === true;
    const marker = { ...styles[k], radius: isIterate ? iterateRadius : markerRadius };
    const hasLine = one.fit !== undefined || isIterate;
    return {
      sample: hasLine ? markedLineSample({ ...marker, width: isIterate ? iterateWidth : 0.8 }) : markerSample(marker),
      label: [...seriesName(record, one), ...orderLabel(one)],
    };
  });
  const flags = [...new Set(series.flatMap(({ points }) => points.flatMap((point) => point.flags)))];
  return flags.length === 0 ? entries : [...entries, flaggedEntry(flags)];
}

function seriesName(record: StudyRecord, { error, cells, isIterate }: Series): RichText {
  if (isIterate === true) return [...errorSymbol(error), ...plain(" to the iterate")];
  if (record.axis !== "tensor" || cells === undefined) return errorSymbol(error);
  return [...italic("N"), ...plain(` = ${cells.join(" × ")}`)];
}

/** The fitted order: what the line shows. */
function orderLabel({ fit }: Series): RichText {
  return fit === undefined ? [] : plain(`: order ${fit.order.toFixed(2).replace("-", "−")}`);
}

function flaggedEntry(flags: readonly string[]): LegendEntry {
  return {
    sample: markerSample({ colour: grey, shape: "circle", isFlagged: true }),
    label: plain(flags.join(", ")),
  };
}
