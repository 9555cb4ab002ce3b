import { brokenColumns, type Room, widthOf } from "./broken-columns.js";
import { rowNames, type Sheet, type ShownColumn, shownColumns } from "./column.js";
import { columnWidth, gutter, textWidth, wordsWidth } from "./latex-width.js";

/**
 * The columns of a sheet in as many tables as fit a page of `article` at 12 pt, each beginning with the names of its
 * rows. Names that are spare are left out of all where one does not fit with them.
 */
export function paperTables<Row>(sheet: Sheet<Row>): ShownColumn<Row>[][] {
  const { rows, most } = sheet;
  const widths = new Map<ShownColumn<Row>, number>();
  const sizeOf = (column: ShownColumn<Row>): number => {
    const width = widths.get(column) ?? columnWidth(column, rows);
    widths.set(column, width);
    return width;
  };
  const sizeOver = ({ over }: ShownColumn<Row>): number => (over === undefined ? 0 : wordsWidth(over.tex));
  const room: Room<Row> = { width: textWidth, gutter, sizeOf, sizeOver, most };
  const columns = shownColumns(sheet).filter(({ notInPapers }) => !notInPapers);
  const tables = brokenColumns(columns, room);
  if (tables.every((table) => widthOf(table, room) <= textWidth)) return tables;
  const needed = columns.filter(({ group, isSpare }) => group !== rowNames || isSpare !== true);
  return brokenColumns(needed, room);
}
