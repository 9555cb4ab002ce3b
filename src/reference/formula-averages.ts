import { latticeValues } from "../model/expression/lattice-values.js";
import type { Tree } from "../model/expression/tree.js";
import { facePosition, type Mesh } from "../model/mesh.js";
import { spend } from "../numerics/allowance.js";
import { gaussLegendre } from "../numerics/quadrature.js";

/** Microseconds of a value of a formula among many, about. */
const valueWork = 0.02;

/** Columns of cells whose values stay in the cache of a processor together. */
const blockColumns = 64;

/**
 * Cell averages of a formula in x and y by a Gauss rule with `nodes` points per axis, for many points at once: what
 * depends on x alone is computed once for all rows of cells.
 */
export function averageFormula(mesh: Mesh, tree: Tree, nodes: number): Float64Array {
  const out = new Float64Array(mesh.size);
  const columns = mesh.cells[0];
  spend(valueWork * mesh.size * nodes ** mesh.cells.length);
  for (let first = 0; first < columns; first += blockColumns) {
    averageColumns(mesh, tree, nodes, [first, Math.min(first + blockColumns, columns)], out);
  }
  return out;
}

function averageColumns(
  mesh: Mesh,
  tree: Tree,
  nodes: number,
  [from, to]: readonly [number, number],
  out: Float64Array,
): void {
  const rule = gaussLegendre(nodes);
  const isLine = mesh.cells.length === 1;
  const [columns, rows = 1] = mesh.cells as [number, number?];
  const place = (axis: number, cell: number, k: number): number =>
    facePosition(mesh, axis, cell) + mesh.widths[axis] * rule.nodes[k];
  const xs = Float64Array.from({ length: (to - from) * nodes }, (_, k) => {
    return place(0, from + Math.floor(k / nodes), k % nodes);
  });
  const lines = isLine ? 1 : nodes;
  const lattice = latticeValues(tree, xs, lines);
  for (let row = 0; row < rows; row++) {
    const values = lattice.at(Float64Array.from({ length: lines }, (_, k) => (isLine ? 0 : place(1, row, k))));
    for (let column = from; column < to; column++) {
      let sum = 0;
      for (let line = 0; line < lines; line++) {
        const weight = isLine ? 1 : rule.weights[line];
        const start = line * xs.length + (column - from) * nodes;
        for (let k = 0; k < nodes; k++) sum += rule.weights[k] * weight * values[start + k];
      }
      out[row * columns + column] = sum;
    }
  }
}

/** One array over cells and layers from those of the layers, index `cell * layers + layer`. */
export function averagesByLayer(mesh: Mesh, layers: number, of: (layer: number) => Float64Array): Float64Array {
  const out = new Float64Array(mesh.size * layers);
  for (let layer = 0; layer < layers; layer++) {
    of(layer).forEach((value, cell) => {
      out[cell * layers + layer] = value;
    });
  }
  return out;
}
