import { csvText } from "../report/table/csv.js";
import { jsonFile } from "../report/table/json-file.js";
import { latexTable, numberCell } from "../report/table/latex-table.js";
import { escapeText } from "../report/table/latex-text.js";
import type { Machine, Provenance } from "../report/table/manifest.js";
import { escapeMarkdown, markdownRow } from "../report/table/markdown.js";
import {
  benchColumns,
  benchRows,
  perUnknown,
  shownColumns,
  shownPoints,
  shownText,
  stepsPerSecond,
} from "./columns.js";
import type { BenchCase, BenchPoint, BenchRecord } from "./record.js";
import { benchFacts, benchRemarks, machineText } from "./remarks.js";

/** One row per scheme and mesh, empty where a value is not available. */
export function benchCsv(record: BenchRecord): string {
  return csvText(
    benchColumns.map(({ name }) => name),
    benchRows(record),
  );
}

/** Everything, with the machine and the program; `null` stands for a value that is not available. */
export function benchJson(record: BenchRecord, machine: Machine, { version, commit, modified }: Provenance): string {
  const cases = record.cases.map((one) => ({
    ...one,
    points: one.points.map(pointJson),
    remarks: benchRemarks(one, record),
  }));
  const value = { version, commit, modified, machine, threads: 1, seconds: record.seconds, cases };
  return jsonFile(value);
}

function pointJson(point: BenchPoint): object {
  const { cells, microseconds, ...rest } = point;
  return {
    ...rest,
    cells: cells.length === 1 ? cells[0] : cells,
    stepsPerSecond: stepsPerSecond(point),
    microsecondsPerStep: microseconds,
    microsecondsPerUnknownStep: perUnknown(point),
  };
}

/** A section per case of a Markdown document. */
export function benchMarkdown(record: BenchRecord, machine: Machine): string {
  const sections = record.cases.map((one) => caseMarkdown(one, record));
  return `${[...sections, `${escapeMarkdown(machineText(machine))}.`].join("\n\n")}\n`;
}

function caseMarkdown(ofCase: BenchCase, record: BenchRecord): string {
  const { id, title } = ofCase;
  const columns = shownColumns(ofCase);
  const remarks = benchRemarks(ofCase, record).map((remark) => `- ${escapeMarkdown(remark)}`);
  return [
    `### ${escapeMarkdown(title === "" ? id : title)} (\`${id}\`)`,
    "",
    `${escapeMarkdown(benchFacts(ofCase))}.`,
    "",
    markdownRow(columns.map((column) => escapeMarkdown(column.title))),
    markdownRow(columns.map(({ align }) => (align === "left" ? ":--" : "--:"))),
    ...shownPoints(ofCase).map((point) =>
      markdownRow(columns.map((one) => escapeMarkdown(shownText(one, point, ofCase)))),
    ),
    ...(remarks.length === 0 ? [] : ["", ...remarks]),
  ].join("\n");
}

/** A table per case for a paper: needs the package booktabs. */
export function benchLatex(record: BenchRecord, machine: Machine): string {
  return record.cases.map((one) => caseLatex(one, machine)).join("\n");
}

function caseLatex(ofCase: BenchCase, machine: Machine): string {
  const { id, title } = ofCase;
  const columns = shownColumns(ofCase);
  const caption = [title === "" ? id : title, benchFacts(ofCase), machineText(machine)].map(escapeText).join(". ");
  return latexTable({
    packages: ["booktabs"],
    caption: `${caption}.`,
    label: `bench-${id}`,
    columns: columns.map(({ align }) => (align === "left" ? "l" : "r")).join(""),
    head: columns.map((column) => escapeText(column.title)),
    rows: shownPoints(ofCase).map((point) => columns.map((column) => numberCell(shownText(column, point, ofCase)))),
  });
}
