import { createVectorKernel } from "../compiled/vectors.js";
import { plainWorkspace, type Workspace } from "../compiled/workspace.js";
import type { LadderSystem } from "../ladder.js";
import { createCellElimination, factorCell } from "./cell-elimination.js";
import { coarsen, createGridLevels, fillDiagonal, type GridLevel, type GridTopology } from "./grid-levels.js";
import { type GridSolver, MAX_ITERATIONS } from "./grid-solver.js";
import { createRedBlackSolver } from "./red-black-solver.js";
import { createSmoother } from "./smoother-compiled.js";

/**
 * Exchange this many times stiffer than everything else at its ends counts as this stiff in the iteration: the layers
 * are locked together to as many digits, and the difference between them is found afterwards with its true stiffness.
 */
const STIFFEST = 1e8;

/**
 * Conjugate gradients for grid systems, preconditioned by a geometric multigrid V-cycle: groups of 2 x 2 cells,
 * constant interpolation, one red-black Gauss-Seidel sweep before and one after, all layers of a cell solved together.
 *
 * With conductances that vary over many orders of magnitude constant interpolation is what stays stable; as a
 * preconditioner it needs about ten iterations to 1e-8 on any grid. No allocation per solve.
 *
 * @see Braess, Computing 55 (1995) 379; Notay, ETNA 37 (2010) 123
 */
export function createMultigridSolver(topology: GridTopology, workspace: Workspace = plainWorkspace): GridSolver {
  return topology.layers === 1 ? createRedBlackSolver(topology, workspace) : createLayeredSolver(topology, workspace);
}

function createLayeredSolver(topology: GridTopology, workspace: Workspace): GridSolver {
  const { cells, layers, tails, heads, order, parent } = topology;
  const nodes = cells * layers;
  const edges = tails.length;
  const elimination = createCellElimination(layers, tails, heads, order[0]);
  const slots = elimination.other.length;
  const levels = createGridLevels(topology, slots, workspace);
  const smoother = createSmoother(topology, elimination, levels, workspace);
  const { move, innerProduct } = createVectorKernel(workspace);
  const finest = levels[0];
  const { r, z, pad, diagonal } = finest;
  const row = finest.nx * layers;
  const [p, x] = [workspace.float64(nodes + 2 * pad), workspace.float64(nodes + 2 * pad)];
  const image = workspace.float64(nodes);
  /** The same without what they are padded with. */
  const [zInner, pInner, xInner] = [z, p, x].map((array) => array.subarray(pad, pad + nodes));

  function load(system: LadderSystem): void {
    const { ground, along, across, source, flow } = system;
    finest.ground.set(ground);
    finest.alongX.set(along.subarray(0, nodes), pad);
    finest.alongY.set(along.subarray(nodes, 2 * nodes), pad);
    r.set(source);
    for (let i = 0, k = 0; i < nodes && edges > 0; i += layers) {
      for (let e = 0; e < edges; e++, k++) {
        const a = i + tails[e];
        const b = i + heads[e];
        r[a] = r[a] + flow[k];
        r[b] = r[b] - flow[k];
      }
    }
    finest.across.set(across);
    fillDiagonal(finest, layers);
    // Coarser levels add up what the finest holds: it is capped before they see it.
    if (edges > 0) capExchange(finest);
    for (let l = 0; l < levels.length; l++) {
      const level = levels[l];
      if (l > 0) coarsen(levels[l - 1], level, layers, edges);
      smoother.factor(level);
    }
  }

  function capExchange({ across, diagonal: rest }: GridLevel): void {
    for (let i = 0, k = 0; i < nodes; i += layers) {
      for (let e = 0; e < edges; e++, k++) {
        const both = rest[i + tails[e]] + rest[i + heads[e]];
        across[k] = Math.min(across[k], STIFFEST * both);
      }
    }
  }

  /** V-cycle for the level's right-hand side, into its z. */
  function cycle(l: number): void {
    const level = levels[l];
    smoother.solveFirst(level);
    const coarse = levels[l + 1];
    if (coarse === undefined) return;
    smoother.relax(level, 1);
    smoother.restrict(level, coarse);
    cycle(l + 1);
    smoother.prolong(coarse, level);
    smoother.relax(level, 1);
    smoother.relax(level, 0);
  }

  function iterate(tolerance: number): number {
    x.fill(0);
    cycle(0);
    p.set(z);
    let size = innerProduct(r, zInner);
    const goal = tolerance * tolerance * size;
    for (let iteration = 1; ; iteration++) {
      const curvature = smoother.apply(finest, p, image);
      if (!(curvature > 0)) return iteration - 1;
      const step = size / curvature;
      move(xInner, step, pInner, xInner);
      move(r, -step, image, r);
      if (iteration === MAX_ITERATIONS) return iteration;
      cycle(0);
      const sizeNew = innerProduct(r, zInner);
      if (!(sizeNew > goal)) return iteration;
      const beta = sizeNew / size;
      size = sizeNew;
      move(zInner, beta, pInner, pInner);
    }
  }

  const ground = new Float64Array(layers);
  const inverse = new Float64Array(layers);
  const share = new Float64Array(slots);
  const offset = new Float64Array(layers);

  /**
   * Tree coordinates of a solution: one solve of every cell with its neighbours held, the exchange with its true
   * stiffness and as an equation for the differences to the root, so that they keep their digits however stiff it is.
   */
  function fillTree({ across, source, flow }: LadderSystem, solution: Float64Array, tree: Float64Array): void {
    const root = order[0];
    const { alongX, alongY } = finest;
    for (let i = 0, cell = 0; i < nodes; i += layers, cell++) {
      share.fill(0);
      for (let e = 0; e < edges; e++) share[elimination.slotOf[e]] = across[cell * edges + e];
      for (let g = 0; g < layers; g++) {
        const q = pad + i + g;
        const byX = alongX[q - layers] * solution[q - layers] + alongX[q] * solution[q + layers];
        const byY = alongY[q - row] * solution[q - row] + alongY[q] * solution[q + row];
        ground[g] = diagonal[i + g];
        offset[g] = source[i + g] + (byX + byY);
      }
      for (let e = 0, k = cell * edges; e < edges; e++, k++) {
        const a = tails[e];
        const b = heads[e];
        offset[a] = offset[a] + flow[k];
        offset[b] = offset[b] - flow[k];
      }
      factorCell(elimination, ground, 0, inverse, share, 0);
      const level = solveDifferences(root);
      for (let g = 0; g < layers; g++) {
        const above = parent[g];
        tree[i + g] = above < 0 ? level : offset[g] - offset[above];
      }
    }
  }

  /** Solves the factored cell for the root's value, which is returned, and the differences to it, in `offset`. */
  function solveDifferences(root: number): number {
    const { node, first, other } = elimination;
    for (let s = 0; s < layers; s++) {
      const b = offset[node[s]];
      for (let k = first[s]; k < first[s + 1]; k++) {
        const u = other[k];
        offset[u] = offset[u] + share[k] * b;
      }
    }
    const level = offset[root] * inverse[root];
    offset[root] = 0;
    for (let s = layers - 2; s >= 0; s--) {
      const v = node[s];
      // Shares sum to 1 minus ground/pivot, `ground` being what elimination has left there.
      let d = inverse[v] * (offset[v] - ground[v] * level);
      for (let k = first[s]; k < first[s + 1]; k++) {
        d += share[k] * offset[other[k]];
      }
      offset[v] = d;
    }
    return level;
  }

  return (system, tree, tolerance) => {
    load(system);
    const iterations = iterate(tolerance);
    fillTree(system, x, tree);
    return iterations;
  };
}
