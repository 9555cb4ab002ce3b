import Table from "cli-table3";

/** A column of a table for a terminal. */
export interface AlignedColumn {
  readonly head: string;
  readonly align: "left" | "right";
}

/** Blanks between two columns. */
export const gutter = 2;

/** Rows under their heads without borders; colour codes do not count as width. */
export function alignedRows(columns: readonly AlignedColumn[], rows: readonly (readonly string[])[]): string {
  const table = new Table({
    head: columns.map(({ head }) => head),
    colAligns: columns.map(({ align }) => align),
    style: { head: [], border: [], "padding-left": 0, "padding-right": 0 },
    chars: borderless,
  });
  for (const row of rows) table.push([...row]);
  return table
    .toString()
    .split("\n")
    .map((line) => line.trimEnd())
    .join("\n");
}

const borderless = {
  top: "",
  "top-mid": "",
  "top-left": "",
  "top-right": "",
  bottom: "",
  "bottom-mid": "",
  "bottom-left": "",
  "bottom-right": "",
  left: "",
  "left-mid": "",
  mid: "",
  "mid-mid": "",
  right: "",
  "right-mid": "",
  middle: " ".repeat(gutter),
};
