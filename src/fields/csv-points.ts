import { InputError } from "../errors.js";
import { type PointData, sharedArray } from "../model/files/provided.js";
import { selectTimes, type WantedTime } from "../model/files/times.js";
import { readNumberTable } from "./number-table.js";

/** How far weights may differ that count as equal: they may be written with fewer digits. */
const tolWeight = 1e-6;

/**
 * Positions of particles from a CSV text with the columns x1 ... xd, a row per particle and time.
 *
 * @param name of the file, for messages
 * @throws {InputError} on columns that are missing, what is not a finite number, and weights that differ
 */
export function readCsvPoints(text: string, name: string, { time }: { readonly time?: WantedTime }): PointData {
  let axes: readonly string[] = [];
  const table = readNumberTable(text, name, (header) => {
    axes = axesIn(header);
    return { numbers: [...axes, ...["t", "weight"].filter((own) => header.includes(own))] };
  });
  const column = (own: string): Float64Array => table.numbers.get(own) as Float64Array;
  const t = table.numbers.get("t") ?? new Float64Array(table.rows);
  const times = Float64Array.from(new Set(t)).sort();
  const [k = 0] = selectTimes(times, time, name);
  const rows = Array.from({ length: table.rows }, (_, row) => row).filter((row) => t[row] === times[k]);
  const weights = table.numbers.get("weight");
  if (weights !== undefined) checkWeights(weights, rows, name);
  const values = sharedArray(rows.length * axes.length);
  rows.forEach((row, particle) => {
    axes.forEach((own, axis) => {
      values[particle * axes.length + axis] = column(own)[row];
    });
  });
  return { kind: "points", dimension: axes.length, values };
}

/** x1, x2, ... as far as they go; at least the first is needed. */
function axesIn(header: readonly string[]): readonly string[] {
  const names = header.map((_, k) => `x${k + 1}`);
  const missing = names.findIndex((own) => !header.includes(own));
  return names.slice(0, missing < 0 ? names.length : Math.max(missing, 1));
}

function checkWeights(weights: Float64Array, rows: readonly number[], name: string): void {
  const first = weights[rows[0]];
  const other = rows.find((row) => !(Math.abs(weights[row] - first) <= tolWeight * Math.abs(first)));
  if (other === undefined) return;
  throw new InputError(`${name}: particles have different weights`, {
    value: weights[other],
    remedy: "Particles of a study have equal weights: leave the column out if they are meant to.",
  });
}
