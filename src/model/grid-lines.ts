import type { Mesh } from "./mesh.js";

/**
 * Grid lines along one axis that lie one behind the other in arrays over cells and layers.
 *
 * Cell i of line j is unknown `start + i * stride + j`, j < stride: an array over the bundle looks like one over an
 * interval with `stride` layers. Face i + 1/2 of line j is numbered like the unknown on its left.
 */
export interface LineBundle {
  readonly start: number;
  readonly cells: number;
  readonly stride: number;
  /** Cell width along the lines. */
  readonly width: number;
}

/** All grid lines of a mesh, in bundles: one on an interval; on a box one per row of cells, and one for all columns. */
export function lineBundles({ cells, widths }: Mesh, layers: number): LineBundle[] {
  const [nx = 1, ny = 1] = cells;
  const [wx = 1, wy = 1] = widths;
  const rows = Array.from({ length: ny }, (_, row) => {
    return { start: row * nx * layers, cells: nx, stride: layers, width: wx };
  });
  if (cells.length === 1) return rows;
  return [...rows, { start: 0, cells: ny, stride: nx * layers, width: wy }];
}
