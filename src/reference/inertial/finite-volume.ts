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

/** Densities on one mesh at all demanded times, or at the last one only. */
interface MeshSolution {
  readonly cells: readonly number[];
  readonly cellVolume: number;
  readonly densities: readonly Float64Array[];
}

/** Solutions on a mesh, on half of its cells, and on a quarter if that can be run. */
interface MeshFamily {
  readonly fine: MeshSolution;
  readonly half: MeshSolution;
  readonly quarter: MeshSolution | null;
  /** Whether the quarter has all times, and its cells divide those of the study. */
  readonly isNested: boolean;
}

/**
 * Inertial dynamics by the method of lines on `cells` and half of them, restricted to the study's meshes and extrapolated:
 * f + (f - f_half)/3 is of fourth order where the error on a mesh is of second.
 *
 * The companion is the same of half and a quarter of the cells. If the error on a mesh is of order p, that of the density is
 * 1/(2^p - 1) times its distance to the companion, for every p but 2, where it is a 15th; the factor is 1/(2^p - 1) for the p
 * observed between the three meshes at the last time, kept within 1/3 (order 2) and 1 (order 1, or unknown).
 *
 * Where a quarter of the cells is no multiple of the study's the companion is f itself, with three times that factor: the
 * error of what was extrapolated. Where half of them is none the meshes are twice the cells, and the cells.
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
  const counts = cellsPerAxis(cells, meshes[0].length);
  checkMultiple(cells, counts, meshes);
  const family = solveFamily(counts, meshes, inertia, source, demandedTimes(demand.levels));
  const { fine, half, quarter, isNested } = family;
  const layers = source.discretize(half.cells).graph.layers.length;
  const factor = quarter === null ? 1 : observedFactor(fine, half, quarter, layers);
  return {
    kind: "finite-volume",
    description: `inertial dynamics by Hamiltonian finite volumes, ${fine.cells.join("x")} and ${half.cells.join("x")} cells extrapolated to order 4, Dormand-Prince`,
    companionFactor: isNested ? factor : factor / richardson,
    solutions: restrictSolutions(family, demand, layers),
  };
}

function solveFamily(
  counts: readonly number[],
  meshes: readonly (readonly number[])[],
  inertia: Inertia,
  source: ReferenceSource,
  times: readonly TimeFraction[],
): MeshFamily {
  const solve = (cells: readonly number[], at: readonly TimeFraction[], refusesShocks: boolean): MeshSolution => {
    const problem = source.discretize(cells);
    const options = { kind: "finite-volume", times: at, tolerance, refusesShocks } as const;
    return { cells, cellVolume: problem.mesh.cellVolume, ...solveTrajectory(problem, inertia, options) };
  };
  const halved = scaledCells(counts, 1 / 2);
  const halfCells = areMultiples(halved, meshes) ? halved : counts;
  const half = solve(halfCells, times, false);
  const fine = solve(scaledCells(halfCells, 2), times, true);
  const quarterCells = scaledCells(halfCells, 1 / 2);
  const isNested = areMultiples(quarterCells, meshes);
  const quarter = quarterCells.every(Number.isInteger)
    ? unlessFailing(() => solve(quarterCells, isNested ? times : times.slice(-1), false))
    : null;
  return { fine, half, quarter, isNested: isNested && quarter !== null };
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
  { fine, half, quarter, isNested }: MeshFamily,
  demand: ReferenceDemand,
  layers: number,
): SolutionTable {
  const times = demandedTimes(demand.levels);
  const solutions: Record<string, SolutionTable[string]> = {};
  for (const mesh of distinctMeshes(demand)) {
    for (const time of timesOnMesh(demand, mesh)) {
      const k = times.findIndex(({ n, steps }) => n === time.n && steps === time.steps);
      const restricted = ({ densities, cells }: MeshSolution) => restrictAverages(densities[k], cells, mesh, layers);
      const [onFine, onHalf] = [restricted(fine), restricted(half)];
      const companion = isNested && quarter !== null ? extrapolate(onHalf, restricted(quarter)) : onFine;
      solutions[solutionKey(mesh, time.n, time.steps)] = { density: extrapolate(onFine, onHalf), companion };
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
    const value = own + richardson * (own - coarse[k]);
    if (value > 0) return value;
    raised += own - value;
    return own;
  });
  if (raised === 0) return combined;
  const mass = combined.reduce((sum, value) => sum + value, 0);
  return combined.map((value) => value * (1 - raised / mass));
}

/** 1/(2^p - 1) for the order p observed between three meshes at the last time, within [1/3, 1]. */
function observedFactor(fine: MeshSolution, half: MeshSolution, quarter: MeshSolution, layers: number): number {
  const restricted = ({ densities, cells }: MeshSolution) =>
    restrictAverages(densities[densities.length - 1], cells, quarter.cells, layers);
  const [onFine, onHalf, onQuarter] = [restricted(fine), restricted(half), restricted(quarter)];
  const coarser = distanceL1(onHalf, onQuarter, quarter.cellVolume);
  const finer = distanceL1(onFine, onHalf, quarter.cellVolume);
  const factor = 1 / (coarser / finer - 1);
  return factor > 0 ? Math.min(Math.max(factor, richardson), 1) : 1;
}
