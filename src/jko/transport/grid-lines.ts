import type { Mesh } from "../../model/mesh.js";
import { plainWorkspace, type Workspace } from "../../numerics/compiled/workspace.js";
import { faceSlopes } from "../../numerics/face-slopes.js";

/**
 * The grid lines along one axis, with the cumulative mass C of every line. Lengths are in cells.
 *
 * Node (o cells + i) inner + r is cell i of the line that o < outer and r < inner name. A face has the index of its
 * lower node; its slope is at (o (cells + 1) + face) inner + r, that of the node plus inner (o + 1).
 */
export interface GridLines {
  readonly cells: number;
  readonly inner: number;
  readonly outer: number;
  /** Index of the first face of the axis among those of all axes. */
  readonly first: number;
  /** tau/h²: potential differences between neighbours to displacements in cells. */
  readonly toCells: number;
  readonly toEnergy: number;
  /** Mass per cell and layer, the same array for all axes. */
  readonly mass: Float64Array;
  /** C' at every face, the walls included, mass per cell. */
  readonly slope: Float64Array;
}

/** The lines of a mesh, axis by axis, without slopes. */
export function createGridLines(
  mesh: Mesh,
  layers: number,
  tau: number,
  { float64 }: Pick<Workspace, "float64"> = plainWorkspace,
): readonly GridLines[] {
  const nodes = mesh.size * layers;
  const mass = float64(nodes);
  return mesh.cells.map((cells, axis) => {
    const inner = layers * mesh.cells.slice(0, axis).reduce((product, count) => product * count, 1);
    const outer = nodes / (inner * cells);
    const toCells = tau / (mesh.widths[axis] * mesh.widths[axis]);
    const slope = float64((cells + 1) * inner * outer);
    return { cells, inner, outer, first: axis * nodes, toCells, toEnergy: 1 / toCells, mass, slope };
  });
}

/** Fills the slopes for the masses. */
export function fillSlopes({ cells, inner, outer, mass, slope }: GridLines): void {
  for (let o = 0; o < outer; o++) {
    const line = mass.subarray(o * cells * inner, (o + 1) * cells * inner);
    faceSlopes(line, cells, inner, slope.subarray(o * (cells + 1) * inner, (o + 1) * (cells + 1) * inner));
  }
}
