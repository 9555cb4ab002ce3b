import type { Machine, Provenance } from "../report/table/manifest.js";
import type { Sheet } from "../tables/column.js";
import { type Content, documentText } from "../tables/formats.js";
import { escapeText } from "../tables/latex-text.js";
import { type BenchRow, benchColumns, perUnknown, stepsPerSecond } from "./columns.js";
import type { BenchCase, BenchPoint, BenchRecord } from "./record.js";
import { benchFacts, benchRemarks, hasFailed, machineText } from "./remarks.js";

/** A benchmark in every format: one row per scheme and mesh, a table per case for people, and the machine. */
export function benchContent(record: BenchRecord, machine: Machine, provenance: Provenance): Content {
  const document = () => ({
    sheets: record.cases.map((one) => caseSheet(one, record, machine)),
    footer: machineText(machine),
  });
  return {
    text: (options) => documentText(document(), options),
    table: () => ({ columns: benchColumns, rows: record.cases.flatMap(rowsOf) }),
    value: () => benchJson(record, machine, provenance),
    document,
  };
}

function rowsOf(ofCase: BenchCase): BenchRow[] {
  return ofCase.points.map((point) => ({ point, ofCase }));
}

function caseSheet(ofCase: BenchCase, record: BenchRecord, machine: Machine): Sheet<BenchRow> {
  const { id, title } = ofCase;
  const facts = benchFacts(ofCase);
  return {
    ...{ id, title, facts, columns: benchColumns, label: `bench-${id}` },
    // Of a scheme that is not available, a remark tells.
    rows: rowsOf(ofCase).filter(({ point }) => point.status !== "unavailable"),
    notes: [{ kind: "remarks", lines: benchRemarks(ofCase, record) }],
    toneOf: ({ point: { status } }) => (hasFailed(status) ? "bad" : status === "ok" ? undefined : "faint"),
    caption: [title === "" ? id : title, facts, machineText(machine)].map(escapeText).join(". "),
  };
}

/** Everything, with the machine and the program; `null` stands for a value that is not available. */
function benchJson(record: BenchRecord, machine: Machine, { version, commit, modified }: Provenance): object {
  const cases = record.cases.map((one) => ({
    ...one,
    points: one.points.map(pointJson),
    remarks: benchRemarks(one, record),
  }));
  return { version, commit, modified, machine, threads: 1, seconds: record.seconds, cases };
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
