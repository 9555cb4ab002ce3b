import { rowNames, rowRemarks, type ShownColumn } from "./column.js";

/** How wide columns are, and how much room there is. */
export interface Room<Row> {
  readonly width: number;
  /** Between two columns. */
  readonly gutter: number;
  sizeOf(column: ShownColumn<Row>): number;
  /** Of the heading above a column and those beside it. */
  sizeOver?(column: ShownColumn<Row>): number;
  /** Groups that the first table has at most. */
  readonly most?: number | undefined;
}

/** Groups of columns that fit the width, each beginning with the columns that name the row. */
export function brokenColumns<Row>(columns: readonly ShownColumn<Row>[], room: Room<Row>): ShownColumn<Row>[][] {
  const names = columns.filter(({ group }) => group === rowNames);
  const most = (table: number): number => (table === 1 ? (room.most ?? columns.length) : columns.length);
  const base = widthOf(names, room);
  const tables: ShownColumn<Row>[][] = [];
  let [left, count] = [Number.NEGATIVE_INFINITY, 0];
  for (const piece of piecesOf(columns, room.width - base, room)) {
    const needed = room.gutter + Math.max(widthOf(piece, room), room.sizeOver?.(piece[0]) ?? 0);
    if (needed > left || count === most(tables.length)) {
      tables.push([...names]);
      [left, count] = [room.width - base, 0];
    }
    tables.at(-1)?.push(...piece);
    left -= needed;
    count++;
  }
  return tables.length === 0 ? [[...names]] : tables;
}

/** Width of a table. */
export function widthOf<Row>(columns: readonly ShownColumn<Row>[], { gutter, sizeOf }: Room<Row>): number {
  return columns.reduce((sum, column) => sum + gutter + sizeOf(column), -gutter);
}

/** Columns of one group, which are parted only where they have no room. */
function piecesOf<Row>(columns: readonly ShownColumn<Row>[], width: number, room: Room<Row>): ShownColumn<Row>[][] {
  const found: ShownColumn<Row>[][] = [];
  for (const column of columns) {
    const { group } = column;
    if (group === rowNames) continue;
    const isParted = group === undefined || group === rowRemarks || found.at(-1)?.[0].group !== group;
    if (isParted) found.push([column]);
    else found.at(-1)?.push(column);
  }
  return found.flatMap((piece) =>
    room.gutter + widthOf(piece, room) > width && piece.every(({ over }) => over !== undefined)
      ? piece.map((column) => [column])
      : [piece],
  );
}
