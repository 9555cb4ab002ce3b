import { InputError } from "../../errors.js";
import { massOf } from "../../model/energy.js";
import type { StepEnding } from "../../model/evolution.js";
import type { Problem } from "../../model/problem.js";
import { shortfall } from "../../model/reasons.js";
import { isWithin } from "../../numerics/finite.js";
import { checkDensity } from "../checks.js";
import { createHistory } from "../history.js";
import { fillLinearPath } from "./linear-path.js";
import { createPathNewton, type PathResult } from "./path-newton.js";
import { createPathSpace, moveDensity, type Path, type PathSpace } from "./path-space.js";

/**
 * Densities below this part of the largest one are raised to it: a path leaves and enters vacuum with unbounded
 * velocity.
 */
const DENSITY_FLOOR = 1e-10;
/** Largest relative difference of the two masses. */
const MASS_TOLERANCE = 1e-9;
/** Largest cellwise mass, as part of the whole, by which the fluxes may miss the second density. */
const MISS_TOLERANCE = 1e-9;
const MAX_ITERATIONS = 300;
/** Gap, relative to mass times squared length of the domain, below which two densities are equal up to round-off. */
const EQUAL = 1e-26;

/**
 * The distance of two densities, and a path of that length. Anything but `converged` leaves the last path: with a
 * residual of round-off, an upper bound of the distance.
 */
export type DynamicDistance = StepEnding & DistanceFigures;

export interface DistanceFigures {
  /** sqrt(2 action) */
  readonly distance: number;
  readonly action: number;
  /** Upper bound of the action minus its minimum. */
  readonly gap: number;
  /** Largest cellwise mass by which the fluxes miss the second density: round-off, or the status is `stalled`. */
  readonly residual: number;
  readonly iterations: number;
  /** Densities at the ends of the intervals, innerSteps + 1 of them, index `cell * layers + layer`. */
  readonly path: readonly Float64Array[];
  /** Fluxes by interval. */
  readonly fluxes: {
    /** Through the face between cells f and f + 1, positive to the right, index `f * layers + layer`. */
    readonly along: readonly Float64Array[];
    /** Along edges, per volume, positive into the tail, index `cell * edges + edge`. */
    readonly across: readonly Float64Array[];
  };
}

/**
 * Dynamic (Benamou-Brenier) distance of two densities on one axis times the graph, on the mesh of `problem`:
 * W^2 = 2 min of the action over the paths of `innerSteps` intervals, error of order two in their length.
 *
 * Symmetric, except with upwind mobility. The energy of `problem` plays no part, its potential only in the mobility
 * `weighted-logarithmic`.
 *
 * @param densityA cells * layers cell averages, >= 0; values below 1e-10 of the largest one are raised to that
 * @param densityB the same, of the same total mass
 * @param tolerance gap over action at which the path counts as shortest
 * @throws {InputError} on two axes, a wrong length, a negative or non-finite density, or masses that differ
 */
export function dynamicDistance(
  problem: Problem,
  densityA: Float64Array,
  densityB: Float64Array,
  innerSteps: number,
  tolerance = 1e-12,
): DynamicDistance {
  const space = createPathSpace(problem, innerSteps);
  checkDensity(problem, densityA, "densityA");
  checkDensity(problem, densityB, "densityB");
  const mass = commonMass(problem, densityA, densityB);
  const newton = createPathNewton(space, 1, undefined, createHistory());
  const { path } = newton.iterate;
  path.density.set(raise(problem, densityA, mass));
  path.density.set(raise(problem, densityB, mass), innerSteps * space.nodes);
  const length = space.cells * space.width;
  const feasible = fillLinearPath(space, path);
  newton.weight.set(path.density.subarray(space.nodes));
  const found = newton.solve({
    mass,
    tolGap: EQUAL * mass * length * length,
    tolRelative: tolerance,
    unit: "start",
    strength: 1,
    maxIterations: MAX_ITERATIONS,
  });
  const residual = missedMass(space, path);
  const { iterations, certificate, action } = found;
  return {
    ...endingOf(found, feasible, residual, MISS_TOLERANCE * mass),
    distance: Math.sqrt(2 * action),
    action,
    gap: certificate.gap,
    residual,
    iterations,
    path: cut(path.density, innerSteps + 1),
    fluxes: { along: cut(path.along, innerSteps), across: cut(path.across, innerSteps) },
  };
}

/** How the search for a path has ended, which has to exist and to reach the second density. */
function endingOf(found: PathResult, feasible: boolean, residual: number, allowed: number): StepEnding {
  if (!feasible) return { status: "nonFinite", reason: "no finite path leads from one density to the other" };
  if (found.status !== "converged") return { status: found.status, reason: found.reason };
  if (!Number.isFinite(found.action)) return { status: "stalled", reason: `the action of the path is ${found.action}` };
  if (isWithin(residual, allowed)) return { status: "converged" };
  return { status: "stalled", reason: shortfall("the path misses the second density by a mass", residual, allowed) };
}

function missedMass(space: PathSpace, path: Path): number {
  const { intervals, nodes, width } = space;
  const moved = new Float64Array(path.density.length);
  moveDensity(space, path, intervals - 1, moved);
  let most = 0;
  for (let k = intervals * nodes; k < moved.length; k++) {
    most = Math.max(most, width * Math.abs(moved[k] - path.density[k]));
  }
  return most;
}

function commonMass(problem: Problem, densityA: Float64Array, densityB: Float64Array): number {
  const [a, b] = [massOf(problem, densityA), massOf(problem, densityB)];
  if (a > 0 && Math.abs(a - b) <= MASS_TOLERANCE * a) return 0.5 * (a + b);
  const remedy = `Give densities of the same positive mass; that of densityA is ${a}.`;
  throw new InputError("the masses of the two densities differ, or are zero", { path: "densityB", value: b, remedy });
}

/** The density raised to the floor and rescaled to `mass`. */
function raise(problem: Problem, density: Float64Array, mass: number): Float64Array {
  const floor = DENSITY_FLOOR * density.reduce((most, f) => Math.max(most, f), 0);
  const raised = density.map((f) => Math.max(f, floor));
  const factor = mass / massOf(problem, raised);
  return raised.map((f) => f * factor);
}

function cut(values: Float64Array, parts: number): Float64Array[] {
  const size = values.length / parts;
  return Array.from({ length: parts }, (_, k) => values.slice(k * size, (k + 1) * size));
}
