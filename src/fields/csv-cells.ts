import { InputError } from "../errors.js";
import { type CellData, sharedArray } from "../model/files/provided.js";
import { selectTimes, type WantedTime } from "../model/files/times.js";
import { type NumberTable, readNumberTable } from "./number-table.js";

/** What is read of a file. */
export interface WantedValues {
  /** The only one beside positions unless given. */
  readonly column?: string | undefined;
  readonly time?: WantedTime;
}

/** Columns that say where a value belongs. */
const positions = ["t", "x", "y", "layer"];

/**
 * Values on the cells of a mesh from a CSV text: a row per time, cell and layer, in any order.
 *
 * @param name of the file, for messages
 * @throws {InputError} on columns that are missing, what is not a finite number, a row that is repeated or missing
 */
export function readCsvCells(text: string, name: string, { column, time }: WantedValues): CellData {
  let value = "";
  const table = readNumberTable(text, name, (header) => {
    value = column ?? soleColumn(header, name);
    const own = ["t", "y"].filter((one) => header.includes(one));
    return { numbers: ["x", ...own, value], names: header.includes("layer") ? "layer" : undefined };
  });
  const times = distinct(table.numbers.get("t"));
  const chosen = selectTimes(times, time, name).map((k) => times[k]);
  if (times.length === 0 && typeof time === "number") selectTimes(times, time, name);
  return filled(table, value, chosen, name);
}

/** The column of values, where there is one only. */
function soleColumn(header: readonly string[], name: string): string {
  const others = header.filter((one) => !positions.includes(one) && one !== "");
  if (others.length === 1) return others[0];
  const remedy = others.length === 0 ? `Its columns are ${header.join(", ")}.` : `Give column: ${others.join(" or ")}.`;
  throw new InputError(`${name}: ${others.length === 0 ? "no column has" : "several columns may have"} the values`, {
    remedy,
  });
}

/** Different numbers, ascending; none without a column. */
function distinct(values: Float64Array | undefined): Float64Array {
  return Float64Array.from(new Set(values ?? [])).sort();
}

/** The values in the order of times, cells and layers. */
function filled(table: NumberTable, column: string, chosen: readonly number[], name: string): CellData {
  const [t, x, y] = ["t", "x", "y"].map((own) => table.numbers.get(own));
  const values = table.numbers.get(column) as Float64Array;
  const isChosen = new Set(chosen);
  const rows = Uint32Array.from({ length: table.rows }, (_, row) => row).filter((row) => !t || isChosen.has(t[row]));
  const of = (own: Float64Array): Float64Array => Float64Array.from(rows, (row) => own[row]);
  const centres = [x, y].flatMap((own) => (own ? [distinct(of(own))] : []));
  const layers = table.named ? table.names : undefined;
  const layerCount = layers?.length ?? 1;
  const cells = centres.map(({ length }) => length);
  const size = cells.reduce((product, count) => product * count, 1);
  const total = Math.max(chosen.length, 1) * size * layerCount;
  requireCount(rows.length, total, { chosen, cells, layerCount }, name);
  const places = [chosen, ...centres].map((list) => new Map(Array.from(list, (own, k) => [own, k] as const)));
  const placeOf = (row: number): number => {
    const at = (own: Float64Array | undefined, k: number): number => (own && places[k].get(own[row])) ?? 0;
    const cell = at(y, 2) * cells[0] + at(x, 1);
    return (at(t, 0) * size + cell) * layerCount + (table.named?.[row] ?? 0);
  };
  const out = sharedArray(total);
  const seen = new Uint8Array(total);
  for (const row of rows) {
    const place = placeOf(row);
    if (seen[place] === 1) throw repeated(name, rowText(table, row));
    seen[place] = 1;
    out[place] = values[row];
  }
  return { kind: "cells", cells, centres, layers, layerCount, times: chosen, values: out };
}

/** As many rows as there are places, each filled once, leave none empty. */
function requireCount(
  rows: number,
  total: number,
  { chosen, cells, layerCount }: { chosen: readonly number[]; cells: readonly number[]; layerCount: number },
  name: string,
): void {
  if (rows === total) return;
  const what = `${Math.max(chosen.length, 1)} times, ${cells.join(" x ")} cells and ${layerCount} layers`;
  throw new InputError(`${name}: ${rows} rows are not those of ${what}: some are missing or repeated`, {
    remedy: "Give a row for every time, cell and layer, with positions that are written alike.",
  });
}

function repeated(name: string, row: string): InputError {
  return new InputError(`${name}: a row is repeated, and others are missing: ${row}`, {
    remedy: "Give one row for every time, cell and layer.",
  });
}

function rowText({ numbers, named, names }: NumberTable, row: number): string {
  const places = ["t", "x", "y"].flatMap((own) => {
    const values = numbers.get(own);
    return values ? [`${own} = ${values[row]}`] : [];
  });
  return [...places, ...(named ? [`layer ${names[named[row]]}`] : [])].join(", ");
}
