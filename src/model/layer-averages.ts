import { averageOverCells } from "./cell-average.js";
import { spatial } from "./expression/separate.js";
import { averagesOf } from "./files/cell-field.js";
import type { LayerFunction } from "./layer-sources.js";
import type { Mesh } from "./mesh.js";

/** Averages of the function of a layer over the cells of a mesh. */
export function layerAverages(mesh: Mesh, { evaluate, tree, field }: LayerFunction, layer: number): Float64Array {
  if (field !== undefined) return averagesOf(field, mesh);
  return averageOverCells(mesh, (x, y) => evaluate(x, y, 0, layer), tree && spatial(tree, layer));
}
