import { chemicalPotential, massOf } from "../../model/energy.js";
import type { Stepper, StepperOptions, StepReport } from "../../model/evolution.js";
import type { Problem } from "../../model/problem.js";
import { advised } from "../../model/reasons.js";
import { checkStep } from "../checks.js";
import { beginStep, createHistory, historyOf, keepHistory } from "../history.js";
import { raiseVacuum } from "../raise-vacuum.js";
import { createPathNewton, type PathNewton, type PathResult } from "./path-newton.js";
import { createPathSpace, moveDensity, type PathSpace } from "./path-space.js";
import { createEntropy } from "./terminal.js";
import { createVelocityStart } from "./velocity-start.js";

/** Settings of the scheme. */
export interface DynamicJkoOptions extends StepperOptions {
  /** Intervals of the path of a step, >= 1; the error of the metric is of order two in their length. */
  readonly innerSteps: number;
}

/** The solver's own error over a whole run, about n sqrt(2 gap), stays below 1e-4 of any error of order 1/n. */
const GAP_SHARE = 5e-9;
/**
 * Strength of the barrier for inner densities at the start, in units of the temperature: without and with a warm start.
 */
const COLD_BARRIER = 1e-2;
const WARM_BARRIER = 1e-4;
/** Iterations a warm start gets before the step is begun anew from rest, and those from rest. */
const WARM_ITERATIONS = 30;
const MAX_ITERATIONS = 300;
/** Densities below this part of the largest one are raised to it: vacuum has no potential. */
const DENSITY_FLOOR = 1e-20;
/** Of failures in steep potentials. */
const REMEDY = "a narrower domain or transport: exact";

/**
 * The minimizing movement scheme in the dynamic (Benamou-Brenier) metric of one axis times a graph:
 *
 *     argmin over f of W(fPrev, f)^2/(2 tau) + E(f),   W^2/2 = min of the action over the paths from fPrev to f,
 *     action = int over [0, 1] of sum over layers ∫ m^2/(2 rho) + sum over edges ∫ H^2/(2 K theta(rho)),
 *
 * mass moving through space and between layers at the same time, theta along the path. The path is cut into
 * `innerSteps` intervals with the midpoint rule in each: with one, theta is taken at the mean of both densities.
 * With upwind mobility W is not symmetric, otherwise all is.
 *
 * The first step starts at rest, the others at the velocities of the step before. Mass is conserved to round-off.
 *
 * @returns a stepper whose reports other than `converged` leave the last iterate in the density
 * @throws {InputError} on two axes, on a step size that is not positive, on a wrong number of inner steps
 * @see Benamou & Brenier, Numer. Math. 84 (2000) 375; Maas, J. Funct. Anal. 261 (2011) 2250; Erbar, Rumpf, Schmitzer &
 *   Simon, Numer. Math. 144 (2020) 79, for the staggered discretization
 */
export function createDynamicJko(problem: Problem, options: DynamicJkoOptions): Stepper {
  const { tau, steps, tolerance, innerSteps } = options;
  checkStep(tau);
  const space = createPathSpace(problem, innerSteps);
  const history = createHistory();
  const newton = createPathNewton(space, 1 / tau, createEntropy(problem), history);
  const warm = createVelocityStart(space);
  const coldest = problem.energy.temperatures.reduce((least, temperature) => Math.min(least, temperature));
  const tolGap = Math.min(tolerance, GAP_SHARE / steps ** 4) * problem.mass * coldest;
  let done = 0;

  /** Minimizes from the velocities of the step before, and from rest where there are none or that fails. */
  function solve(density: Float64Array): PathResult {
    const mass = massOf(problem, density);
    const start =
      done++ > 0 && warm.fill(density, newton.iterate) ? run(mass, WARM_BARRIER, WARM_ITERATIONS) : undefined;
    if (start?.status === "converged") return start;
    rest(problem, space, newton, density);
    const result = run(mass, COLD_BARRIER, MAX_ITERATIONS);
    const iterations = result.iterations + (start?.iterations ?? 0);
    return { ...result, iterations, backtracks: result.backtracks + (start?.backtracks ?? 0) };
  }

  function run(mass: number, strength: number, maxIterations: number): PathResult {
    newton.weight.set(newton.iterate.path.density.subarray(space.nodes));
    return newton.solve({ mass, tolGap, tolRelative: 0, unit: coldest, strength, maxIterations });
  }

  return {
    keepHistory: () => keepHistory(history),
    step(density): StepReport {
      raiseVacuum(density, { below: DENSITY_FLOOR, to: DENSITY_FLOOR });
      beginStep(history);
      const { iterations, backtracks, certificate, action, ...ending } = solve(density);
      warm.keep(newton.iterate.path, newton.model);
      density.set(newton.iterate.path.density.subarray(innerSteps * space.nodes));
      const figures = { iterations, backtracks, ...certificate, cost: action / tau };
      return { ...advised(ending, problem, REMEDY), ...figures, ...historyOf(history) };
    },
  };
}

/** Starts the iteration at a path that stays where it is, with the potential that pulls at it. */
function rest(problem: Problem, space: PathSpace, { iterate }: PathNewton, density: Float64Array): void {
  const { path, phi } = iterate;
  path.along.fill(0);
  path.across.fill(0);
  path.density.set(density);
  for (let j = 0; j < space.intervals; j++) {
    moveDensity(space, path, j, path.density);
    chemicalPotential(problem, density, phi.subarray(j * space.nodes, (j + 1) * space.nodes));
  }
  // Only an upwind mobility reads them at rest; the others start from nothing.
  for (let k = 0; k < phi.length; k++) phi[k] = space.smooth ? 0 : -phi[k];
}
