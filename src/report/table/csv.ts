import { stringify } from "csv-stringify/sync";
import type { StudyRecord } from "../../study/record/record.js";
import type { FlowResult } from "../../study/run/options.js";
import { type Cell, columnsOf } from "./columns.js";
import { meshlessLayout, snapshotColumns, snapshotRows } from "./flow-states.js";
import { oneLine } from "./one-line.js";

/** Rows of values as CSV: shortest round-trip numbers, empty where a value is not available. */
export function csvText(header: readonly string[], rows: readonly (readonly Cell[])[]): string {
  return stringify([header.map(csvWords), ...rows.map((row) => row.map(cellText))]);
}

/** One row per level of every record; no timings, so that two runs give the same bytes. */
export function toCsv(records: readonly StudyRecord[]): string {
  const columns = columnsOf(records);
  const rows = records.flatMap((record) =>
    record.levels.map((level) => columns.map((column) => column.value(level, record))),
  );
  return csvText(
    columns.map(({ name }) => name),
    rows,
  );
}

/**
 * Cell averages of every snapshot, one row per time, cell and layer; of particles a row per time and particle, of Gaussians
 * one per time with the mean and the upper triangle of the covariance.
 */
export function snapshotsCsv({
  snapshots,
  centres,
  layers,
  layout,
}: Pick<FlowResult, "snapshots" | "centres" | "layers" | "layout">): string {
  const states = meshlessLayout(layout);
  if (states !== undefined) {
    const own = snapshots.flatMap(({ t, density }) => snapshotRows(states, density).map((row) => [t, ...row]));
    return csvText(["t", ...snapshotColumns(states)], own);
  }
  const axes = ["x", "y"].slice(0, centres[0]?.length ?? 1);
  const rows = snapshots.flatMap(({ t, density }) =>
    centres.flatMap((centre, cell) =>
      layers.map((layer, k) => [t, ...centre, layer, density[cell * layers.length + k]]),
    ),
  );
  return csvText(["t", ...axes, "layer", "density"], rows);
}

/** One row per step; the first is the initial state. The last two columns are for schemes that have momentum. */
export function stepsCsv({ rows }: FlowResult): string {
  const moves = rows.some(({ kinetic }) => kinetic !== undefined);
  const header = ["n", "t", "energy", "dissipation", "mass", "gap", "newton", "residual", "density_min"];
  const values = rows.map((row) => [
    row.n,
    row.t,
    row.energy,
    row.dissipation,
    row.mass,
    row.gap,
    row.iterations,
    row.residual,
    row.densityMin,
    ...(moves ? [row.kinetic, row.energy + (row.kinetic ?? 0)] : []),
  ]);
  return csvText(moves ? [...header, "kinetic", "total"] : header, values);
}

function cellText(value: Cell): string {
  if (value === undefined || (typeof value === "number" && Number.isNaN(value))) return "";
  return typeof value === "string" ? csvWords(value) : String(value);
}

/**
 * One line, which a spreadsheet takes for a text even where it begins like a formula.
 *
 * The quote in front is doubled where there is one already, so that a reader can take it away again.
 */
function csvWords(text: string): string {
  const line = oneLine(text);
  return /^'*[=+\-@＝＋－＠]/.test(line) && !Number.isFinite(Number(line)) ? `'${line}` : line;
}
