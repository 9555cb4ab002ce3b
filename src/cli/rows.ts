import Table from "cli-table3";
import { csvText } from "../report/table/csv.js";
import { oneLine } from "../report/table/one-line.js";

/** A line of what `validate` and `list` print. */
export type Row = Readonly<Record<string, string | number | readonly string[]>>;

const gutter = 2;
const narrowest = 16;

/** Rows under their keys, aligned; the column `wrapped` is broken between words where the width is small. */
export function rowsTable(rows: readonly Row[], width: number, wrapped?: string): string {
  const keys = Object.keys(rows[0] ?? {});
  const widths = keys.map((key) => Math.max(key.length, ...rows.map((row) => cellText(row[key]).length)));
  const rest = widths.reduce((sum, own, k) => sum + gutter + (keys[k] === wrapped ? 0 : own), 0);
  const fitted = widths.map((own, k) => (keys[k] === wrapped ? Math.max(narrowest, Math.min(own, width - rest)) : own));
  const table = new Table({
    head: keys.map(oneLine),
    colWidths: fitted.map((own) => own + gutter),
    colAligns: keys.map((key) => (typeof rows[0]?.[key] === "number" ? "right" : "left")),
    wordWrap: true,
    style: { head: [], border: [], "padding-left": 0, "padding-right": gutter },
    chars: Object.fromEntries(borders.map((name) => [name, ""])),
  });
  for (const row of rows) table.push(keys.map((key) => oneLine(cellText(row[key]))));
  return `${table
    .toString()
    .split("\n")
    .map((line) => line.trimEnd())
    .join("\n")}\n`;
}

/** All keys of all rows are columns. */
export function rowsCsv(rows: readonly Row[]): string {
  const keys = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  return csvText(
    keys,
    rows.map((row) => keys.map((key) => cellText(row[key]))),
  );
}

const borders = [
  ...["top", "top-mid", "top-left", "top-right", "bottom", "bottom-mid", "bottom-left", "bottom-right"],
  ...["left", "left-mid", "mid", "mid-mid", "right", "right-mid", "middle"],
];

function cellText(value: Row[string] | undefined): string {
  return Array.isArray(value) ? value.join(" ") : String(value ?? "");
}
