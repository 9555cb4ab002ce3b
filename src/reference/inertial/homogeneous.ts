import type { Problem } from "../../model/problem.js";
import { largest } from "../../numerics/vector.js";
import type { GraphSolution } from "../homogeneous.js";
import type { TimeFraction } from "../times.js";
import { type Inertia, ReferenceFailure, unlessFailed } from "../types.js";
import { initialPotentialOn } from "./initial-data.js";
import { solveTrajectory, type TrajectoryOptions } from "./trajectory.js";

/** Local errors of the integration, and those of the companion. */
const tolerance = 1e-13;
const companionTolerance = 1e-10;

/**
 * Inertial dynamics without x: the equations of the graph alone, by the Dormand–Prince pair, and for an estimate by the
 * extrapolated midpoint rule.
 *
 * @param problem on a single cell
 * @throws {ReferenceFailure} where a layer runs empty, or the equations are too stiff for an explicit integrator
 */
export function solveInertialOnGraph(
  problem: Problem,
  inertia: Inertia,
  times: readonly TimeFraction[],
): GraphSolution {
  const solve = (options: Pick<TrajectoryOptions, "tolerance" | "integrator">) =>
    solveTrajectory(problem, inertia, { kind: "homogeneous", times, refusesShocks: true, ...options });
  const fine = solve({ tolerance });
  const other = unlessFailed(() => solve({ tolerance: companionTolerance, integrator: "midpoint" }));
  const coarse = other instanceof ReferenceFailure ? solve({ tolerance: companionTolerance }) : other;
  return { description: "inertial equations on the graph for x-independent data, Dormand-Prince", fine, coarse };
}

/** Why the initial potential is not x-independent, or null where it is. */
export function initialPotentialObstacle(problem: Problem, inertia: Inertia): string | null {
  const { layers } = problem.graph;
  const values = initialPotentialOn(problem, inertia);
  const scale = largest(values);
  const odd = values.findIndex((value, k) => Math.abs(value - values[k % layers.length]) > 1e-12 * scale);
  return odd < 0 ? null : `the initial potential of layer ${layers[odd % layers.length]} depends on x`;
}
