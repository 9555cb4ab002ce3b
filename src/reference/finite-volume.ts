import { restrictAverages } from "../model/restrict.js";
import { createLimitSystem } from "./limit-system.js";
import { factorFirstOrder, type MeshSolution, observedFactor } from "./mesh-solution.js";
import { areMultiples, scaledCells } from "./nested-cells.js";
import { integrateGiven, limitRunOf } from "./refine.js";
import { distinctMeshes, positionIn, tabulate } from "./tabulate.js";
import { demandedTimes, type TimeFraction } from "./times.js";
import type { ReferenceDemand, ReferenceSource } from "./types.js";

/** Error factor against twice the cells, 1/(1 - 1/2) at first order. */
const factorFiner = 2;

/** With the solutions of lower order in time. */
interface LimitSolution extends MeshSolution {
  readonly steps: number;
  readonly companions: readonly Float64Array[];
}

/**
 * The limit system by the method of lines: Scharfetter–Gummel fluxes on `cells` cells, restricted to the study's
 * meshes.
 *
 * The companion is the solution on half the cells per axis, extrapolated in time with one order less. Its distance
 * contains both errors; the factor comes from the observed order in space, measured with a quarter of the cells
 * (between 1/3 for order 2 and 1 for order 1, and 1 where a quarter cannot be run). Where half the cells are no
 * multiple of the study's, the companion is the solution on twice the cells, with factor 2.
 *
 * @param cells per axis, a multiple of the study's
 * @param steps base steps of the integration; where absent they are doubled on the companion's mesh
 * @throws {ReferenceFailure} where the integration fails
 */
export function solveFiniteVolume(
  cells: readonly number[],
  steps: number | undefined,
  source: ReferenceSource,
  demand: ReferenceDemand,
) {
  const meshes = distinctMeshes(demand);
  const times = demandedTimes(demand.levels);
  const solve = (own: readonly number[], count: number | undefined, at: readonly TimeFraction[]): LimitSolution => {
    const problem = source.discretize(own);
    const run = limitRunOf("finite-volume", problem, createLimitSystem(problem, "scharfetter-gummel"), at);
    return { cells: own, cellVolume: problem.mesh.cellVolume, ...integrateGiven(run, count, demand) };
  };
  const halved = areMultiples(scaledCells(cells, 1 / 2), meshes);
  const other = solve(scaledCells(cells, halved ? 1 / 2 : 2), steps, times);
  const fine = solve(cells, other.steps, times);
  const layers = source.discretize(meshes[0]).graph.layers.length;
  const factor = (): number => {
    const quarterCells = scaledCells(other.cells, 1 / 2);
    if (!quarterCells.every(Number.isInteger)) return factorFirstOrder;
    return observedFactor(fine, other, solve(quarterCells, other.steps, times.slice(-1)), layers);
  };
  return {
    description: `limit system by Scharfetter-Gummel finite volumes, ${cells.join("x")} cells, ${other.steps} steps extrapolated to order 4`,
    companionFactor: halved ? factor() : factorFiner,
    solutions: tabulate(demand, (coarse, time) => {
      const k = positionIn(times, time);
      return {
        density: restrictAverages(fine.densities[k], fine.cells, coarse, layers),
        companion: restrictAverages(other.companions[k], other.cells, coarse, layers),
      };
    }),
  };
}
