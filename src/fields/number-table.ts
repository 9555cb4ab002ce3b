import { InputError } from "../errors.js";
import { visitCsv } from "../tables/csv.js";

/** Columns of numbers and one of names, of a CSV text. */
export interface NumberTable {
  readonly rows: number;
  /** Numbers by the names of their columns. */
  readonly numbers: ReadonlyMap<string, Float64Array>;
  /** For every row which of `names` it has; undefined without such a column. */
  readonly named: Int32Array | undefined;
  /** In the order in which they occur. */
  readonly names: readonly string[];
}

/** Which columns are read. */
export interface WantedColumns {
  /** Of numbers, all of which there must be. */
  readonly numbers: readonly string[];
  /** Of names, where there is one. */
  readonly names?: string | undefined;
}

/** More rows would not fit in memory with what is computed from them. */
const mostRows = 20_000_000;

/**
 * Reads columns of a CSV text with a header.
 *
 * @param name of the file, for messages
 * @param wanted which columns are read, once the header is known
 * @throws {InputError} with the line, on what is no table, a column that is missing or repeated, and on whatever is not
 *   a finite number
 */
export function readNumberTable(
  text: string,
  name: string,
  wanted: (header: readonly string[]) => WantedColumns,
): NumberTable {
  const capacity = Math.min(lineCount(text), mostRows);
  let columns: ReturnType<typeof columnsOf> | undefined;
  let rows = 0;
  const take = (row: readonly string[], line: number): void => {
    if (columns === undefined) columns = columnsOf(row, name, wanted, capacity);
    // What stands between and after rows may be empty.
    else if (row.length > 1 || row[0].trim() !== "") takeRow(columns, row, rows++, `${name}, line ${line}`);
  };
  const broken = visitCsv(text.startsWith("\ufeff") ? text.slice(1) : text, take);
  if (broken !== undefined) {
    throw new InputError(`${name}, line ${broken}: a quote is not closed, or stands in the middle of a field`, {
      remedy: "Give a CSV file with commas, quotes around whole fields only.",
    });
  }
  if (columns === undefined || rows === 0) {
    throw new InputError(`${name}: no rows`, { remedy: "Give a CSV file with a line of names and rows below it." });
  }
  const { numbers, named, names } = columns;
  const read = numbers.map(({ column, values }) => [column, values.subarray(0, rows)] as const);
  return { rows, numbers: new Map(read), named: named?.values.subarray(0, rows), names: [...names.keys()] };
}

function lineCount(text: string): number {
  let count = 1;
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) count++;
  return count;
}

function columnsOf(
  row: readonly string[],
  name: string,
  wanted: (header: readonly string[]) => WantedColumns,
  capacity: number,
) {
  const header = row.map((one) => one.trim());
  const { numbers, names } = wanted(header);
  const placeOf = (column: string): number => {
    const place = header.indexOf(column);
    if (place >= 0 && header.lastIndexOf(column) === place) return place;
    const reason = place < 0 ? `there is no column "${column}"` : `the column "${column}" is repeated`;
    throw new InputError(`${name}: ${reason}`, { remedy: `Its columns are ${header.join(", ")}.` });
  };
  return {
    fields: header.length,
    numbers: numbers.map((column) => ({ column, place: placeOf(column), values: new Float64Array(capacity) })),
    named: names === undefined ? undefined : { place: placeOf(names), values: new Int32Array(capacity) },
    names: new Map<string, number>(),
  };
}

function takeRow(
  { fields, numbers, named, names }: ReturnType<typeof columnsOf>,
  row: readonly string[],
  k: number,
  where: string,
): void {
  if (k >= mostRows) throw new InputError(`${where}: at most ${mostRows} rows are read`, { remedy: "Give fewer." });
  if (row.length !== fields) {
    const remedy = `The first line has ${fields}.`;
    throw new InputError(`${where}: a row has ${row.length} fields`, { remedy });
  }
  for (const { column, place, values } of numbers) values[k] = finiteIn(row[place], column, where);
  if (named === undefined) return;
  // Names of layers have no blanks at their ends.
  const name = row[named.place].trim();
  if (!names.has(name)) names.set(name, names.size);
  named.values[k] = names.get(name) as number;
}

/** Without what else JavaScript takes for a number: nothing at all, or 0x10. */
const decimal = /^\s*[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?\s*$/i;

function finiteIn(text: string, column: string, where: string): number {
  const value = decimal.test(text) ? Number(text) : Number.NaN;
  if (Number.isFinite(value)) return value;
  const remedy = "Give a finite number in every row, with a point for decimals.";
  throw new InputError(`${where}: ${column} is not a finite number`, { value: text, remedy });
}
