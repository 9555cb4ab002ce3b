import { facePosition, type Mesh } from "../model/mesh.js";
import { spend } from "../numerics/allowance.js";
import { gaussLegendre } from "../numerics/quadrature.js";
import { sumOf } from "../numerics/vector.js";

/** Microseconds of the value of a formula, about. */
const valueWork = 0.1;

/**
 * Cell averages of one function per layer by a Gauss rule with `nodes` points per axis, index `cell * layers + layer`.
 *
 * @param functions one per layer; the position they receive is reused between calls
 */
export function averageOverCells(
  mesh: Mesh,
  functions: readonly ((position: readonly number[]) => number)[],
  nodes: number,
): Float64Array {
  const rule = gaussLegendre(nodes);
  const axes = mesh.cells.length;
  spend(valueWork * mesh.size * functions.length * nodes ** axes);
  const out = new Float64Array(mesh.size * functions.length);
  const position = new Array<number>(axes).fill(0);
  for (let cell = 0; cell < mesh.size; cell++) {
    for (let point = 0; point < nodes ** axes; point++) {
      const weight = placePoint(mesh, cell, point, rule, position);
      for (let layer = 0; layer < functions.length; layer++) {
        const k = cell * functions.length + layer;
        out[k] = out[k] + weight * functions[layer](position);
      }
    }
  }
  return out;
}

/** Position of quadrature point `point` (first axis fastest) of a cell; returns its weight. */
function placePoint(
  mesh: Mesh,
  cell: number,
  point: number,
  { nodes, weights }: { nodes: Float64Array; weights: Float64Array },
  position: number[],
): number {
  let weight = 1;
  let [cellRest, pointRest] = [cell, point];
  for (let axis = 0; axis < position.length; axis++) {
    const count = mesh.cells[axis];
    const k = pointRest % nodes.length;
    position[axis] = facePosition(mesh, axis, cellRest % count) + mesh.widths[axis] * nodes[k];
    weight *= weights[k];
    cellRest = Math.floor(cellRest / count);
    pointRest = Math.floor(pointRest / nodes.length);
  }
  return weight;
}

/** Sum over layers and cells of |a - b| times the cell volume. */
export function distanceL1(a: Float64Array, b: Float64Array, cellVolume: number): number {
  let sum = 0;
  for (let k = 0; k < a.length; k++) sum += Math.abs(a[k] - b[k]);
  return sum * cellVolume;
}

/**
 * A combination of solutions, cell by cell. Where it is not positive (tails below the error everywhere else) `kept`
 * stays, and the whole is rescaled to the mass that all share.
 */
export function positivelyCombined(kept: Float64Array, combine: (own: number, k: number) => number): Float64Array {
  let raised = 0;
  const combined = kept.map((own, k) => {
    const value = combine(own, k);
    if (value > 0) return value;
    raised += own - value;
    return own;
  });
  if (raised === 0) return combined;
  const mass = sumOf(combined);
  return combined.map((value) => value * (1 - raised / mass));
}
