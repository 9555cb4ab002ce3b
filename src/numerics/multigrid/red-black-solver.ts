import type { Workspace } from "../compiled/workspace.js";
import type { GridTopology } from "./grid-levels.js";
import { type GridSolver, MAX_ITERATIONS } from "./grid-solver.js";
import { createRedBlackKernel } from "./red-black-compiled.js";
import type { Conductances } from "./red-black-levels.js";
import { createRedBlackLevels } from "./red-black-levels.js";

/** Part of the goal that the next residual must be, if it falls like the last, for the iteration to end without it. */
const SURE = 0.01;

/**
 * Conjugate gradients with a multigrid V-cycle for a single layer.
 *
 * Red cells (i + j even) have only black neighbours. Once they are solved, and as a V-cycle ends with them, residuals
 * and directions are those of the black cells alone: half of a vector, and half of a cycle's first sweep.
 *
 * @see Axelsson, Iterative Solution Methods (1994), 7.5: the reduced system
 */
export function createRedBlackSolver(topology: GridTopology, workspace: Workspace): GridSolver {
  const levels = createRedBlackLevels(topology, workspace);
  const coarse = levels.map(({ nx, ny }, depth): Conductances => {
    const array = (): Float64Array => workspace.float64(depth === 0 ? 0 : nx * ny);
    return { ground: array(), alongX: array(), alongY: array() };
  });
  const kernel = createRedBlackKernel(levels, workspace);
  const [finest, second] = levels;
  const cells = finest.nx * finest.ny;

  function load(conductances: Conductances): void {
    let fine = conductances;
    for (let l = 0; l < levels.length; l++) {
      kernel.split(levels[l], fine);
      if (l + 1 === levels.length) return;
      kernel.coarsen(levels[l], fine, coarse[l + 1]);
      fine = coarse[l + 1];
    }
  }

  /** The correction of a level for its right-hand side. */
  function cycle(l: number): void {
    const level = levels[l];
    const next = levels[l + 1];
    if (next === undefined) {
      const only = level.stride;
      level.zRed[only] = level.inverseRed[only] * level.rRed[only];
      return;
    }
    kernel.descend(level, next);
    cycle(l + 1);
    kernel.ascend(level, next);
  }

  /** Moves by `step`; then z for the residual there. @returns r · z */
  function precondition(step: number): number {
    kernel.descendFinest(finest, second, step);
    cycle(1);
    return kernel.ascendFinest(finest, second);
  }

  return ({ ground, along, source }, solution, tolerance) => {
    load({ ground, alongX: along.subarray(0, cells), alongY: along.subarray(cells, 2 * cells) });
    kernel.begin(finest, source);
    let [iterations, step] = [0, 0];
    if (second !== undefined) {
      let size = precondition(0);
      let [beta, ratio] = [0, 1];
      const goal = tolerance * tolerance * size;
      while (iterations < MAX_ITERATIONS && size > goal) {
        const curvature = kernel.direct(finest, beta);
        if (!(curvature > 0)) break;
        iterations++;
        step = size / curvature;
        // Where the residual falls as it did, the next is small enough, and nobody has to look at it.
        if (size * ratio <= SURE * goal) break;
        const sizeNew = precondition(step);
        step = 0;
        ratio = beta = sizeNew / size;
        size = sizeNew;
      }
    }
    kernel.finish(finest, source, step, solution);
    return iterations;
  };
}
