import { InputError } from "../../errors.js";
import type { Problem } from "../../model/problem.js";
import { homogeneousObstacle, onOneCell } from "../homogeneous.js";
import { tabulate } from "../tabulate.js";
import { demandedTimes, solutionKey } from "../times.js";
import {
  type Inertia,
  type ReferenceData,
  type ReferenceDemand,
  ReferenceFailure,
  type ReferenceSource,
  unlessFailed,
} from "../types.js";
import { initialPotentialOn } from "./initial-data.js";
import { solveTrajectory, type TrajectoryOptions } from "./trajectory.js";

/** Local errors of the integration, and those of the companion. */
const tolerance = 1e-13;
const companionTolerance = 1e-10;
/** Cells per axis on which independence of x is checked. */
const probeCells = 64;

/**
 * Inertial dynamics of x-independent data: the equations of the graph alone, spread over every mesh; by the Dormand–Prince pair,
 * and for an estimate by the extrapolated midpoint rule.
 *
 * @throws {InputError} where potential, initial density or initial potential depend on x
 * @throws {ReferenceFailure} where a layer runs empty, or the equations are too stiff for an explicit integrator
 */
export function prepareInertialHomogeneous(
  inertia: Inertia,
  source: ReferenceSource,
  demand: ReferenceDemand,
): ReferenceData {
  const axes = demand.levels[0]?.cells.length ?? 1;
  const probe = source.discretize(Array.from({ length: axes }, () => probeCells));
  const obstacle = inertialHomogeneousObstacle(probe, inertia);
  if (obstacle !== null) {
    throw new InputError(`the homogeneous reference does not apply: ${obstacle}`, {
      path: "reference.kind",
      value: "homogeneous",
      remedy: "Use finite-volume or auto",
    });
  }
  const problem = onOneCell(probe);
  const times = demandedTimes(demand.levels);
  const solve = (options: Pick<TrajectoryOptions, "tolerance" | "integrator">) =>
    solveTrajectory(problem, inertia, { kind: "homogeneous", times, refusesShocks: true, ...options }).densities;
  const fine = solve({ tolerance });
  const other = unlessFailed(() => solve({ tolerance: companionTolerance, integrator: "midpoint" }));
  const coarse = other instanceof ReferenceFailure ? solve({ tolerance: companionTolerance }) : other;
  const position = new Map(times.map(({ n, steps }, k) => [solutionKey([], n, steps), k]));
  return {
    kind: "homogeneous",
    description: "inertial equations on the graph for x-independent data, Dormand-Prince",
    companionFactor: 1,
    solutions: tabulate(demand, (cells, n, steps) => {
      const size = cells.reduce((product, count) => product * count, 1);
      const k = position.get(solutionKey([], n, steps)) as number;
      return { density: repeat(fine[k], size), companion: repeat(coarse[k], size) };
    }),
  };
}

/** Why the data are not x-independent, or null where they are. */
export function inertialHomogeneousObstacle(problem: Problem, inertia: Inertia): string | null {
  const obstacle = homogeneousObstacle(problem);
  if (obstacle !== null) return obstacle;
  const { layers } = problem.graph;
  const values = initialPotentialOn(problem, inertia);
  const scale = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const odd = values.findIndex((value, k) => Math.abs(value - values[k % layers.length]) > 1e-12 * scale);
  return odd < 0 ? null : `the initial potential of layer ${layers[odd % layers.length]} depends on x`;
}

function repeat(values: Float64Array, times: number): Float64Array {
  return Float64Array.from({ length: values.length * times }, (_, k) => values[k % values.length]);
}
