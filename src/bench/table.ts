import { createStyle, type Style, unlimited } from "../report/style.js";
import { type AlignedColumn, alignedRows } from "../report/table/aligned-rows.js";
import type { Machine } from "../report/table/manifest.js";
import { oneLine } from "../report/table/one-line.js";
import { type TableOptions, wrap } from "../report/table/table.js";
import { shownColumns, shownPoints, shownText } from "./columns.js";
import type { BenchCase, BenchRecord } from "./record.js";
import { benchFacts, benchRemarks, hasFailed, machineText } from "./remarks.js";

/** A benchmark for a terminal: a table per case, what it amounts to, and the machine. */
export function benchTable(record: BenchRecord, machine: Machine, options: TableOptions = {}): string {
  const { width = unlimited, style = createStyle(false) } = options;
  const cases = record.cases.map((one) => caseText(one, record, width, style));
  const last = wrap(oneLine(machineText(machine)), width).map((line) => style.tone("faint", line));
  return `${[...cases, last.join("\n")].join("\n\n")}\n`;
}

function caseText(ofCase: BenchCase, record: BenchRecord, width: number, style: Style): string {
  const { id, title } = ofCase;
  return [
    ...wrap(`${style.heading(id)}${title === "" ? "" : `  ${oneLine(title)}`}`, width),
    ...wrap(benchFacts(ofCase), width).map((line) => style.tone("faint", line)),
    caseRows(ofCase, style),
    ...benchRemarks(ofCase, record).flatMap((remark) => wrap(`- ${oneLine(remark)}`, width, "  ")),
  ].join("\n");
}

function caseRows(ofCase: BenchCase, style: Style): string {
  const columns = shownColumns(ofCase);
  const heads = columns.map(
    ({ title, align }): AlignedColumn => ({ head: style.tone("faint", title), align: align ?? "right" }),
  );
  const rows = shownPoints(ofCase).map((point) => {
    const tone = hasFailed(point.status) ? "bad" : point.status === "ok" ? undefined : "faint";
    const texts = columns.map((column) => shownText(column, point, ofCase));
    return tone === undefined ? texts : texts.map((text) => style.tone(tone, text));
  });
  return alignedRows(heads, rows);
}
