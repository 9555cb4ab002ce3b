import { restrictAverages } from "../model/restrict.js";
import { distanceL1 } from "./cell-averages.js";
import { createLimitSystem } from "./limit-system.js";
import { areMultiples, cellsPerAxis, checkMultiple, scaledCells } from "./nested-cells.js";
import { integrateOrFail, refineSteps } from "./refine.js";
import { distinctMeshes, timesOnMesh } from "./tabulate.js";
import { demandedTimes, solutionKey, type TimeFraction } from "./times.js";
import type { ReferenceData, ReferenceDemand, ReferenceSource, SolutionTable } from "./types.js";

/** Error factor against half the cells at second order, 1/(2^2 - 1), and at first order or unknown. */
const factorSecondOrder = 1 / 3;
const factorFirstOrder = 1;
/** Error factor against twice the cells, 1/(1 - 1/2) at first order. */
const factorFiner = 2;

/** Solutions of the limit system on one mesh, at all demanded times. */
interface MeshSolution {
  readonly cells: readonly number[];
  readonly steps: number;
  readonly cellVolume: number;
  readonly densities: readonly Float64Array[];
  readonly companions: readonly Float64Array[];
}

/**
 * The limit system by the method of lines: Scharfetter–Gummel fluxes on `cells` cells, restricted to the study's meshes.
 *
 * The companion is the solution on half the cells per axis, extrapolated in time with one order less. Its distance
 * contains both errors; the factor comes from the observed order in space, measured with a quarter of the cells (between
 * 1/3 for order 2 and 1 for order 1, and 1 where a quarter cannot be run). Where half the cells are no multiple of the
 * study's, the companion is the solution on twice the cells, with factor 2.
 *
 * @param cells on every axis, or one number per axis
 * @param steps base steps of the integration; where absent they are doubled on the companion's mesh
 * @throws {InputError} where `cells` is no multiple of the study's
 * @throws {ReferenceFailure} where the integration fails
 */
export function prepareFiniteVolume(
  cells: number | readonly number[],
  steps: number | undefined,
  source: ReferenceSource,
  demand: ReferenceDemand,
): ReferenceData {
  const meshes = distinctMeshes(demand);
  const counts = cellsPerAxis(cells, meshes[0].length);
  checkMultiple(cells, counts, meshes);
  const times = demandedTimes(demand.levels);
  const halved = areMultiples(scaledCells(counts, 1 / 2), meshes);
  const other = solveOnMesh(scaledCells(counts, halved ? 1 / 2 : 2), steps, source, demand, times);
  const fine = solveOnMesh(counts, other.steps, source, demand, times);
  const layers = source.discretize(meshes[0]).graph.layers.length;
  const solutions: Record<string, SolutionTable[string]> = {};
  for (const coarse of meshes) {
    for (const time of timesOnMesh(demand, coarse)) {
      const k = times.findIndex(({ n, steps: denominator }) => n === time.n && denominator === time.steps);
      solutions[solutionKey(coarse, time.n, time.steps)] = {
        density: restrictAverages(fine.densities[k], fine.cells, coarse, layers),
        companion: restrictAverages(other.companions[k], other.cells, coarse, layers),
      };
    }
  }
  return {
    kind: "finite-volume",
    description: `limit system by Scharfetter-Gummel finite volumes, ${counts.join("x")} cells, ${other.steps} steps extrapolated to order 4`,
    companionFactor: halved ? observedFactor(fine, other, source, demand, times, layers) : factorFiner,
    solutions,
  };
}

function solveOnMesh(
  cells: readonly number[],
  steps: number | undefined,
  source: ReferenceSource,
  demand: ReferenceDemand,
  times: readonly TimeFraction[],
): MeshSolution {
  const problem = source.discretize(cells);
  const { cellVolume } = problem.mesh;
  const { initial, mass, finalTime } = problem;
  const system = createLimitSystem(problem, "scharfetter-gummel");
  const run = { kind: "finite-volume", system, initial, cellVolume, finalTime, mass, times } as const;
  const result = steps === undefined ? refineSteps(run, demand) : { ...integrateOrFail(run, steps), steps };
  return { cells, cellVolume, ...result };
}

/** 1/(2^p - 1) for the order p observed between three meshes at the last time, within [1/3, 1]. */
function observedFactor(
  fine: MeshSolution,
  half: MeshSolution,
  source: ReferenceSource,
  demand: ReferenceDemand,
  times: readonly TimeFraction[],
  layers: number,
): number {
  const quarterCells = scaledCells(half.cells, 1 / 2);
  if (!quarterCells.every(Number.isInteger)) return factorFirstOrder;
  const last = times.slice(-1);
  const quarter = solveOnMesh(quarterCells, half.steps, source, demand, last);
  const restricted = (solution: MeshSolution) =>
    restrictAverages(solution.densities[solution.densities.length - 1], solution.cells, quarterCells, layers);
  const coarse = distanceL1(restricted(half), restricted(quarter), quarter.cellVolume);
  const finer = distanceL1(restricted(fine), restricted(half), quarter.cellVolume);
  const factor = 1 / (coarse / finer - 1);
  return factor > 0 ? Math.min(Math.max(factor, factorSecondOrder), factorFirstOrder) : factorFirstOrder;
}
