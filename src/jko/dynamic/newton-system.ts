import { createBlockTridiagonal, solveBlockTridiagonal } from "../../numerics/block-tridiagonal.js";
import { addEdges } from "./assemble-edges.js";
import { addFaces, addNodes } from "./assemble-line.js";
import { type Assembly, addEntry, addRight, type Barrier, type Direction, type Iterate } from "./assembly.js";
import type { Linearization } from "./linearization.js";
import { moveDensity, type PathSpace } from "./path-space.js";
import { readDirection } from "./read-direction.js";
import type { Terminal } from "./terminal.js";

/** Writes the Newton direction; false where the system is singular or not finite. */
export type DirectionSolver = (at: Iterate, model: Linearization, barrier: Barrier, out: Direction) => boolean;

/**
 * The Newton system of the path problem
 *
 *     min  scale * action + h sum U(density at the end) - barrier,   continuity equation as constraint,
 *
 * in the increments of densities, potentials and edge fluxes, those of the face fluxes being eliminated. With r the
 * face mean, u = m/r the velocity, w = H/theta, D and xi the differences of phi over a face and along an edge, lambda =
 * scale,
 *
 *     dm = u dr + r/(lambda h) (D + dD) - m,    lambda/(K theta) (dH - w dtheta + H) = xi + dxi.
 *
 * Edge fluxes are kept, since with a large K theta / density the potential difference that drives them is below
 * round-off of the potentials. All couples neighbouring cells only: block tridiagonal in space, with dense blocks of (2
 * layers + edges) intervals. The leading blocks are saddle-point matrices with a negative definite potential part, so
 * that elimination without exchanges between blocks is safe; inside a block there is pivoting. Increments of densities
 * are relative to the densities, and so are the rows of the continuity equation: then all entries are of moderate size
 * where densities span many decades.
 *
 * @param terminal undefined where the density at the end is given
 */
export function createDirectionSolver(
  space: PathSpace,
  scale: number,
  terminal: Terminal | undefined,
): DirectionSolver {
  const { cells, layers, edges, intervals } = space;
  const size = (2 * layers + edges) * intervals;
  const system = createBlockTridiagonal(cells, size);
  const right = new Float64Array(cells * size);
  const moved = new Float64Array((intervals + 1) * space.nodes);
  return (at, model, barrier, out) => {
    for (const block of [system.lower, system.diagonal, system.upper, right]) block.fill(0);
    const assembly = { space, scale, size, system, right, at, model };
    for (let j = 0; j < intervals; j++) {
      addNodes(assembly, j, terminal, barrier);
      addFaces(assembly, j);
      addEdges(assembly, j);
    }
    if (terminal === undefined) fixEnd(assembly, moved);
    scaleRows(assembly);
    if (!solveBlockTridiagonal(system, right)) return false;
    return readDirection(assembly, barrier, out);
  };
}

/**
 * Fixes the density at the end: its increment is zero, and the last interval makes up for what the fluxes miss it by.
 *
 * Constants added to phi then change nothing, so that one potential (of each layer, if there are no edges) is pinned.
 */
function fixEnd(assembly: Assembly, moved: Float64Array): void {
  const { space, size, system, right, at } = assembly;
  const { cells, layers, edges, nodes, intervals } = space;
  const end = intervals * nodes;
  moveDensity(space, at.path, intervals - 1, moved);
  for (let p = 0; p < nodes; p++) {
    const cell = Math.floor(p / layers);
    const row = 2 * layers * (intervals - 1) + 2 * (p % layers);
    for (const matrix of [system.lower, system.diagonal, system.upper]) {
      matrix.fill(0, (cell * size + row) * size, (cell * size + row + 1) * size);
    }
    addEntry(assembly, cell, row, cell, row, 1);
    right[cell * size + row] = 0;
    addRight(assembly, cell, row + 1, moved[end + p] - at.path.density[end + p]);
  }
  for (let layer = 0; layer < (edges === 0 ? layers : 1); layer++) {
    const row = 2 * layers * (intervals - 1) + 2 * layer + 1;
    addEntry(
      assembly,
      cells - 1,
      row,
      cells - 1,
      row,
      -at.path.density[intervals * nodes + (cells - 1) * layers + layer],
    );
  }
}

/** Divides the continuity equations by the densities at the end of their intervals. */
function scaleRows({ space, size, system, right, at }: Assembly): void {
  const { layers, nodes, intervals } = space;
  for (let j = 0; j < intervals; j++) {
    for (let p = 0; p < nodes; p++) {
      const row = Math.floor(p / layers) * size + 2 * (j * layers + (p % layers)) + 1;
      const factor = 1 / at.path.density[(j + 1) * nodes + p];
      right[row] = right[row] * factor;
      for (let k = row * size; k < (row + 1) * size; k++) {
        system.lower[k] = system.lower[k] * factor;
        system.diagonal[k] = system.diagonal[k] * factor;
        system.upper[k] = system.upper[k] * factor;
      }
    }
  }
}
