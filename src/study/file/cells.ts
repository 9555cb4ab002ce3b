/** Cells as a study writes them: on every axis, or one number per axis. */
export type CellsSpec = number | readonly number[];

/** One number of cells per axis. */
export function cellsPerAxis(cells: CellsSpec, axes: number): readonly number[] {
  return typeof cells === "number" ? Array.from({ length: axes }, () => cells) : cells;
}

/** Number of cells of a mesh. */
export function meshSize(cells: readonly number[]): number {
  return cells.reduce((product, count) => product * count, 1);
}

/** `400` or `40x20`. */
export function cellsText(cells: readonly number[]): string {
  return cells.join("x");
}
