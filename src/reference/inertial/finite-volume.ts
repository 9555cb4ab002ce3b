import { restrictAverages } from "../../model/restrict.js";
import { positivelyCombined } from "../cell-averages.js";
import { factorFirstOrder, factorSecondOrder, type MeshSolution, observedFactor } from "../mesh-solution.js";
import { areMultiples, scaledCells } from "../nested-cells.js";
import { distinctMeshes, positionIn, tabulate } from "../tabulate.js";
import { demandedTimes, type TimeFraction } from "../times.js";
import {
  type Inertia,
  type ReferenceDemand,
  ReferenceFailure,
  type ReferenceSource,
  type SolutionTable,
  unlessFailed,
} from "../types.js";
import { solveTrajectory } from "./trajectory.js";

/** Local errors of the integration: far below those of any mesh. */
const tolerance = 1e-11;

/** Solutions on a mesh, on half of its cells, and on a quarter if that can be run. */
interface MeshFamily {
  readonly fine: MeshSolution;
  readonly half: MeshSolution;
  readonly quarter: MeshSolution | null;
  /** Whether the quarter has all times, and its cells divide those of the study. */
  readonly isNested: boolean;
}

/**
 * Inertial dynamics by the method of lines on `cells` and half of them, restricted to the study's meshes and
 * extrapolated: f + (f - f_half)/3 is of fourth order where the error on a mesh is of second.
 *
 * The companion is the same of half and a quarter of the cells. If the error on a mesh is of order p, that of the
 * density is 1/(2^p - 1) times its distance to the companion, for every p but 2, where it is a 15th; the factor is
 * 1/(2^p - 1) for the p observed between the three meshes at the last time, kept within 1/3 (order 2) and 1 (order 1,
 * or unknown).
 *
 * Where a quarter of the cells is no multiple of the study's the companion is f itself, with three times that factor:
 * the error of what was extrapolated. Where half of them is none the meshes are twice the cells, and the cells.
 *
 * @param cells per axis, a multiple of the study's
 * @throws {ReferenceFailure} where the integration fails, or a part of the mass is in shocks
 */
export function solveInertialFiniteVolume(
  cells: readonly number[],
  inertia: Inertia,
  source: ReferenceSource,
  demand: ReferenceDemand,
) {
  const family = solveFamily(cells, inertia, source, demand);
  const { fine, half, quarter, isNested } = family;
  const layers = source.discretize(half.cells).graph.layers.length;
  const factor = quarter === null ? factorFirstOrder : observedFactor(fine, half, quarter, layers);
  return {
    description: `inertial dynamics by Hamiltonian finite volumes, ${fine.cells.join("x")} and ${half.cells.join("x")} cells extrapolated to order 4, Dormand-Prince`,
    companionFactor: isNested ? factor : factor / factorSecondOrder,
    solutions: restrictSolutions(family, demand, layers),
  };
}

function solveFamily(
  cells: readonly number[],
  inertia: Inertia,
  source: ReferenceSource,
  demand: ReferenceDemand,
): MeshFamily {
  const meshes = distinctMeshes(demand);
  const times = demandedTimes(demand.levels);
  const solve = (own: readonly number[], at: readonly TimeFraction[], refusesShocks: boolean): MeshSolution => {
    const problem = source.discretize(own);
    const options = { kind: "finite-volume", times: at, tolerance, refusesShocks } as const;
    return { cells: own, cellVolume: problem.mesh.cellVolume, densities: solveTrajectory(problem, inertia, options) };
  };
  const halved = scaledCells(cells, 1 / 2);
  const halfCells = areMultiples(halved, meshes) ? halved : cells;
  const half = solve(halfCells, times, false);
  const fine = solve(scaledCells(halfCells, 2), times, true);
  const quarterCells = scaledCells(halfCells, 1 / 2);
  const isNested = areMultiples(quarterCells, meshes);
  // A mesh that is too coarse to be run tells nothing of the order.
  const coarsest = quarterCells.every(Number.isInteger)
    ? unlessFailed(() => solve(quarterCells, isNested ? times : times.slice(-1), false))
    : null;
  const quarter = coarsest instanceof ReferenceFailure ? null : coarsest;
  return { fine, half, quarter, isNested: isNested && quarter !== null };
}

function restrictSolutions(
  { fine, half, quarter, isNested }: MeshFamily,
  demand: ReferenceDemand,
  layers: number,
): SolutionTable {
  const times = demandedTimes(demand.levels);
  return tabulate(demand, (mesh, time) => {
    const k = positionIn(times, time);
    const restricted = ({ densities, cells }: MeshSolution) => restrictAverages(densities[k], cells, mesh, layers);
    const [onFine, onHalf] = [restricted(fine), restricted(half)];
    const companion = isNested && quarter !== null ? extrapolate(onHalf, restricted(quarter)) : onFine;
    return { density: extrapolate(onFine, onHalf), companion };
  });
}

/** f + (f - f_coarse)/3. */
function extrapolate(fine: Float64Array, coarse: Float64Array): Float64Array {
  return positivelyCombined(fine, (own, k) => own + factorSecondOrder * (own - coarse[k]));
}
