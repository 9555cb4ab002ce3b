import { averageOverCells } from "./cell-average.js";
import type { PointFunction } from "./cell-box.js";
import { spatial } from "./expression/separate.js";
import { averagesOf } from "./files/cell-field.js";
import { knownAverages } from "./known-averages.js";
import type { LayerFunction } from "./layer-sources.js";
import type { Mesh } from "./mesh.js";

/** Averages of the function of a layer over the cells of a mesh. */
export function layerAverages(mesh: Mesh, { evaluate, tree, field }: LayerFunction, layer: number): Float64Array {
  if (field !== undefined) return averagesOf(field, mesh);
  const f: PointFunction = (x, y) => evaluate(x, y, 0, layer);
  if (tree === undefined) return averageOverCells(mesh, f);
  const own = spatial(tree, layer);
  return knownAverages(mesh, own, "values", () => averageOverCells(mesh, f, own));
}
