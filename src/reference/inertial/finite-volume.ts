import { restrictAverages } from "../../model/restrict.js";
import { distanceL1 } from "../cell-averages.js";
import { areMultiples, cellsPerAxis, checkMultiple, scaledCells } from "../nested-cells.js";
import { distinctMeshes, timesOnMesh } from "../tabulate.js";
import { demandedTimes, solutionKey, type TimeFraction } from "../times.js";
import {
  type Inertia,
  type ReferenceData,
  type ReferenceDemand,
  ReferenceFailure,
  type ReferenceSource,
  type SolutionTable,
} from "../types.js";
import { solveTrajectory } from "./trajectory.js";

/** Local errors of the integration: far below those of any mesh. */
const tolerance = 1e-11;
/** Error of a solution of second order in units of its difference to that on half the cells. */
const richardson = 1 / 3;
/** Bounds of the factor of the companion: as it is at second order, and for the whole difference of the two meshes. */
const [leastFactor, mostFactor] = [1, 3];

/** Densities on one mesh at all demanded times. */
interface MeshSolution {
  readonly cells: readonly number[];
  readonly cellVolume: number;
  readonly densities: readonly Float64Array[];
}

/**
 * Inertial dynamics by the method of lines on two meshes, `cells` and half of them, restricted to the study's meshes.
 *
 * The density is the extrapolation f + (f - f_half)/3, which is of fourth order where the error on a mesh is of second. The
 * companion is f itself: the estimate is the error of the solution that was extrapolated, an upper bound as long as meshes
 * resolve the solution. Where the order p observed with a quarter of the cells is lower, the extrapolation is worth less, and
 * the factor is 3/(2^p - 1), at most 3: the whole difference of the two meshes. It is 3 too where a quarter cannot be run.
 * Where half the cells are no multiple of the study's, the two meshes are `cells` and twice as many.
 *
 * @param cells on every axis, or one number per axis
 * @throws {InputError} where `cells` is no multiple of the study's
 * @throws {ReferenceFailure} where the integration fails, or a part of the mass is in shocks
 */
export function prepareInertialFiniteVolume(
  cells: number | readonly number[],
  inertia: Inertia,
  source: ReferenceSource,
  demand: ReferenceDemand,
): ReferenceData {
  const meshes = distinctMeshes(demand);
  const counts = cellsPerAxis(cells, (meshes[0] as readonly number[]).length);
  checkMultiple(cells, counts, meshes);
  const times = demandedTimes(demand.levels);
  const half = scaledCells(counts, 1 / 2);
  const coarseCells = areMultiples(half, meshes) ? half : counts;
  const solve = (on: readonly number[], at: readonly TimeFraction[], refusesShocks: boolean): MeshSolution => {
    const problem = source.discretize(on);
    const { densities } = solveTrajectory(problem, inertia, {
      kind: "finite-volume",
      times: at,
      tolerance,
      refusesShocks,
    });
    return { cells: on, cellVolume: problem.mesh.cellVolume, densities };
  };
  const coarse = solve(coarseCells, times, false);
  const fine = solve(scaledCells(coarseCells, 2), times, true);
  const quarterCells = scaledCells(coarseCells, 1 / 2);
  const layers = source.discretize(coarseCells).graph.layers.length;
  const quarter = quarterCells.every(Number.isInteger)
    ? unlessFailing(() => solve(quarterCells, times.slice(-1), false))
    : null;
  return {
    kind: "finite-volume",
    description: `inertial dynamics by Hamiltonian finite volumes, ${fine.cells.join("x")} and ${coarse.cells.join("x")} cells extrapolated to order 4, Dormand-Prince`,
    companionFactor: quarter === null ? mostFactor : observedFactor(fine, coarse, quarter, layers),
    solutions: restrictSolutions(fine, coarse, demand, times, layers),
  };
}

/** A mesh that is too coarse to be run tells nothing of the order; null then. */
function unlessFailing<Result>(run: () => Result): Result | null {
  try {
    return run();
  } catch (error) {
    if (error instanceof ReferenceFailure) return null;
    throw error;
  }
}

function restrictSolutions(
  fine: MeshSolution,
  coarse: MeshSolution,
  demand: ReferenceDemand,
  times: readonly TimeFraction[],
  layers: number,
): SolutionTable {
  const solutions: Record<string, SolutionTable[string]> = {};
  for (const mesh of distinctMeshes(demand)) {
    for (const time of timesOnMesh(demand, mesh)) {
      const k = times.findIndex(({ n, steps }) => n === time.n && steps === time.steps);
      const companion = restrictAverages(fine.densities[k] as Float64Array, fine.cells, mesh, layers);
      const other = restrictAverages(coarse.densities[k] as Float64Array, coarse.cells, mesh, layers);
      solutions[solutionKey(mesh, time.n, time.steps)] = { density: extrapolate(companion, other), companion };
    }
  }
  return solutions;
}

/**
 * f + (f - f_coarse)/3; where that is not positive (tails below the error everywhere else) f is kept, and the whole rescaled
 * to the mass that both share.
 */
function extrapolate(fine: Float64Array, coarse: Float64Array): Float64Array {
  let raised = 0;
  const combined = fine.map((own, k) => {
    const value = own + richardson * (own - (coarse[k] as number));
    if (value > 0) return value;
    raised += own - value;
    return own;
  });
  if (raised === 0) return combined;
  const mass = combined.reduce((sum, value) => sum + value, 0);
  return combined.map((value) => value * (1 - raised / mass));
}

/** 3/(2^p - 1) for the order p observed between three meshes at the last time, within [1, 3]. */
function observedFactor(fine: MeshSolution, coarse: MeshSolution, quarter: MeshSolution, layers: number): number {
  const restricted = ({ densities, cells }: MeshSolution) =>
    restrictAverages(densities[densities.length - 1] as Float64Array, cells, quarter.cells, layers);
  const [onFine, onCoarse, onQuarter] = [restricted(fine), restricted(coarse), restricted(quarter)];
  const coarser = distanceL1(onCoarse, onQuarter, quarter.cellVolume);
  const finer = distanceL1(onFine, onCoarse, quarter.cellVolume);
  const factor = 1 / richardson / (coarser / finer - 1);
  return factor > 0 ? Math.min(Math.max(factor, leastFactor), mostFactor) : mostFactor;
}
