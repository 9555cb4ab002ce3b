import type { Tone } from "./style.js";

/** A value of a table: NaN, undefined and the empty text mean "not available". */
export type Cell = string | number | boolean | undefined;

/** One column of a table, in every format: of files by its name and value, of people by its title and text. */
export interface Column<Row> {
  /** Name in files. */
  readonly name: string;
  value(row: Row): Cell;
  /** Heading in the tables people read, which lack a column without one. */
  readonly title?: string;
  /** The same in TeX, where it is not the title. */
  readonly tex?: string;
  /** The value with fewer digits; as it is when absent. */
  text?(row: Row): string;
  /** Words are set flush left, numbers flush right. */
  readonly isWords?: boolean;
  /**
   * Columns of one group stand together, also where a table is broken to fit a page; names of rows are repeated there.
   */
  readonly group?: string;
  /** What a row has to tell: people see the column only where some row has. */
  tells?(row: Row): boolean;
  /** Whether it is a column of numbers, which papers align at their decimal markers. */
  readonly isNumber?: boolean;
  /** The cell in TeX, where it is not the text, protected. */
  latex?(row: Row): string;
  /** Whether papers lack it. */
  readonly notInPapers?: boolean;
  /** Of a column that names rows: whether papers lack it where there is no room. */
  readonly isSpare?: boolean;
  /** A heading above those of all columns of the group, in words and in TeX. */
  readonly over?: { readonly title: string; readonly tex: string };
  /** What stands below all rows, in the tables that people read. */
  readonly foot?: string;
}

/** The group of columns that name their row, and that of what a row has to tell, which comes last. */
export const rowNames = "names";
export const rowRemarks = "remarks";

/** Rows with their columns. */
export interface Table<Row = unknown> {
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
}

/** What stands below a table. */
export interface Note {
  /** A verdict is one word, with what explains it at a terminal; the others are a line for each of their lines. */
  readonly kind: "verdict" | "failures" | "remarks";
  readonly lines: readonly string[];
  readonly tone?: Tone;
  /** At a terminal only. */
  readonly isAside?: boolean;
}

/** A table for people, with what stands above and below it. */
export interface Sheet<Row = unknown> extends Table<Row> {
  readonly id: string;
  /** May be empty, as may the question. */
  readonly title: string;
  readonly question?: string;
  /** What all rows share, in a line: at a terminal, and in documents. */
  readonly facts: string;
  readonly sentence?: string;
  readonly notes?: readonly Note[];
  /** Name of the row that is made of the feet of the columns. */
  readonly foot?: string;
  /** Groups of columns that the first table of a document has at most; all that fit when absent. */
  readonly most?: number;
  /** Colour of a row. */
  toneOf?(row: Row): Tone | undefined;
  /** For papers: TeX, without the full stop; title and facts when absent. */
  readonly caption?: string;
  /** The same of the tables that follow the first; the title when absent. */
  readonly shortCaption?: string;
  /** `id` when absent. */
  readonly label?: string;
}

/** A column that people see. */
export type ShownColumn<Row> = Column<Row> & { readonly title: string; text(row: Row): string };

/**
 * The columns people see: those that name the row, then the others, each with its group, then what rows have to tell.
 */
export function shownColumns<Row>({ columns, rows }: Table<Row>): readonly ShownColumn<Row>[] {
  const titled = columns.flatMap((column): ShownColumn<Row>[] => {
    const { title, tells } = column;
    if (title === undefined || (tells !== undefined && !rows.some(tells))) return [];
    return [{ ...column, title, text: (row) => column.text?.(row) ?? String(column.value(row) ?? "") }];
  });
  const place = (column: ShownColumn<Row>): number => {
    if (column.group === rowNames) return -1;
    if (column.group === rowRemarks) return titled.length;
    return titled.findIndex((other) => other === column || (other.group ?? column) === column.group);
  };
  return titled.toSorted((a, b) => place(a) - place(b));
}

/** The cells below all rows, named in the first column; undefined where no column has one. */
export function footCells<Row>({ foot = "" }: Sheet<Row>, columns: readonly ShownColumn<Row>[]): string[] | undefined {
  if (columns.every((column) => column.foot === undefined)) return undefined;
  return columns.map((column, k) => column.foot ?? (k === 0 ? foot : ""));
}

/** A row that is a mapping: its keys are its columns. */
export type KeyRow = Readonly<Record<string, Cell>>;

/** A table of all keys of all rows. */
export function keyTable(rows: readonly KeyRow[]): Table<KeyRow> {
  const keys = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const isWords = (key: string): boolean => typeof rows[0]?.[key] !== "number";
  const columns = keys.map((key) => ({
    ...{ name: key, title: key, isWords: isWords(key) },
    value: (row: KeyRow) => row[key],
  }));
  return { columns, rows };
}

/** A table for files of rows that are lists. */
export function cellTable(names: readonly string[], rows: readonly (readonly Cell[])[]): Table<readonly Cell[]> {
  return { columns: names.map((name, k) => ({ name, value: (row) => row[k] })), rows };
}

/** A row as JSON, by the names of its columns; null where a value is not available. */
export function rowJson<Row>(columns: readonly Column<Row>[], row: Row): Record<string, Cell | null> {
  return Object.fromEntries(columns.map(({ name, value }) => [name, value(row) ?? null]));
}
