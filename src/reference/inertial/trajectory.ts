import type { Problem } from "../../model/problem.js";
import { createRoughness, mostInShocks, type Roughness } from "../../model/roughness.js";
import type { OdeSystem } from "../adaptive-steps.js";
import { integrateMidpoint } from "../midpoint-extrapolation.js";
import type { TimeFraction } from "../times.js";
import { type Inertia, ReferenceFailure } from "../types.js";
import { integrateDormandPrince } from "./dormand-prince.js";
import { createHamiltonianSystem } from "./hamiltonian-system.js";
import { checkInertia, initialPotentialOn } from "./initial-data.js";
import { createShockViscosity } from "./shock-viscosity.js";

/** Steps of an integration: far above those that the stability on a mesh asks for. */
const maxSteps = 100_000;

/** What is integrated, for whom, and how accurately. */
export interface TrajectoryOptions {
  readonly kind: string;
  readonly times: readonly TimeFraction[];
  /** Local error: of densities relative to them, of potentials relative to the largest temperature plus their size. */
  readonly tolerance: number;
  /** By which method: the extrapolated midpoint rule is the one to compare with. */
  readonly integrator?: "midpoint";
  /**
   * Whether shocks in the bulk, at the demanded times, are a failure; they are not on a mesh that only estimates
   * errors.
   */
  readonly refusesShocks: boolean;
}

/**
 * Densities of the damped inertial dynamics of a problem on its mesh, at the demanded times.
 *
 * @throws {InputError} where the model has no such dynamics, or initial data are illegal
 * @throws {ReferenceFailure} `nonFinite` where a density vanishes, steps collapse or a shock forms, `tooStiff` where
 *   steps run out
 */
export function solveTrajectory(problem: Problem, inertia: Inertia, options: TrajectoryOptions): Float64Array[] {
  checkInertia(problem, inertia);
  const { finalTime, initial } = problem;
  const roughness = createRoughness(problem);
  const system = createSystem(problem, inertia.damping, roughness);
  const start = new Float64Array(system.size);
  start.set(initial);
  start.set(initialPotentialOn(problem, inertia), initial.length);
  const points = options.times.map(({ n, steps }) => (finalTime * n) / steps);
  const { tolerance, kind, integrator } = options;
  const integrate = integrator === "midpoint" ? integrateMidpoint : integrateDormandPrince;
  const solution = integrate(system, start, points, { tolerance, maxSteps });
  if (solution.status !== "done") throw failureOf(kind, solution.status, solution.reached, finalTime);
  if (options.refusesShocks) refuseShocks(solution.states, points, roughness, kind);
  return solution.states.map((state) => state.slice(0, initial.length));
}

function createSystem(problem: Problem, damping: number, roughness: Roughness): OdeSystem {
  const hamiltonian = createHamiltonianSystem(problem, damping);
  const addViscosity = createShockViscosity(problem, roughness);
  const count = problem.initial.length;
  const temperature = problem.energy.temperatures.reduce((most, own) => Math.max(most, own), 0);
  return {
    size: hamiltonian.size,
    rate(state, out) {
      hamiltonian.rate(state, out);
      addViscosity(state, out);
    },
    // Potentials see logarithms of densities: thin tails have to keep their digits too.
    scale(k, before, after) {
      const size = Math.max(Math.abs(before), Math.abs(after));
      return k < count ? size : temperature + size;
    },
    isLegal(state) {
      for (let k = 0; k < count; k++) if (!(state[k] > 0)) return false;
      return true;
    },
  };
}

function failureOf(
  kind: string,
  status: "maxSteps" | "stepCollapsed",
  reached: number,
  finalTime: number,
): ReferenceFailure {
  const when = `at t = ${short(reached)} of ${finalTime}`;
  if (status === "maxSteps") {
    const remedy = "use fewer cells, less damping or weaker edges, a domain without thin tails, or a shorter time";
    return new ReferenceFailure(kind, "tooStiff", `${maxSteps} steps were spent ${when}; ${remedy}`);
  }
  const reason = `no step keeps the density positive and finite ${when}: a vacuum or a caustic is likely`;
  return new ReferenceFailure(kind, "nonFinite", `${reason}; ${smoother}`);
}

const smoother = "end the study before it, or use more damping, a higher temperature or a smaller initial velocity";

/** @throws {ReferenceFailure} at the first of the times with a part of the mass where the mesh resolves nothing */
function refuseShocks(
  states: readonly Float64Array[],
  points: readonly number[],
  roughness: Roughness,
  kind: string,
): void {
  states.forEach((state, k) => {
    const share = roughness.shareOfMass(state, state, state.length / 2);
    if (!(share > mostInShocks)) return;
    const reason = `at t = ${short(points[k])} a part of ${short(share)} of the mass varies from cell to cell`;
    throw new ReferenceFailure(
      kind,
      "nonFinite",
      `${reason}: a caustic (a shock) or a vacuum is likely; ${smoother}, or more cells if everything is smooth`,
    );
  });
}

function short(value: number): string {
  return String(Number(value.toPrecision(4)));
}
