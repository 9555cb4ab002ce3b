import type { StateProblem, StateStepper, StepEnding, StepReport } from "../../model/evolution.js";
import { afterIterations, shortfall } from "../../model/reasons.js";
import type { GridLayout } from "../../model/states/state.js";
import { isWithin } from "../../numerics/finite.js";
import { createDirections } from "./directions.js";
import { cellPotential, createGridMovement, slopeNorm } from "./grid-functional.js";
import { createNewtonSolver } from "./grid-newton.js";
import { createGridObjective, type GridObjective } from "./grid-objective.js";
import { lengthTolerance, type SlicedOptions } from "./options.js";

const mostIterations = 200;
const mostHalvings = 40;
const armijo = 1e-4;
/** Part of the entropy's unit and of the value of the functional below which its differences are round-off. */
const roundOff = 1e-14;
/** Part of the equilibrium that a first guess with empty cells is mixed with. */
const mixing = 1e-3;

/**
 * Steps of cell masses p on a mesh: the minimizer over the probability vectors of
 *
 *     J(p) = SW2²(p, p_k) / (2 tau) + Σ V_c p_c + s Σ p_c log(p_c / vol),
 *
 * SW2² the mean over directions of the squared distances of projected histograms, convex in p. Newton's method for the
 * masses: decreases are taken in log p, increases in p, so that masses stay positive and none explodes; no mass falls
 * below 1e-24, where both densities are flat and nothing moves.
 *
 * The step is judged by its duality gap, see {@link GridObjective}, which bounds |p - p*|_1 by sqrt(2 gap / s). The
 * distance reported is sqrt(2 tau gap), as for a functional of curvature 1 / tau in the metric: an estimate.
 */
export function createGridSliced(problem: StateProblem, options: SlicedOptions): StateStepper {
  const { functional, initial } = problem;
  const { mesh, dimension } = initial.layout as GridLayout;
  const { tau } = options;
  const { entropy } = functional;
  const { size, cellVolume } = mesh;
  const directions = createDirections(dimension, options);
  const movement = createGridMovement(mesh, directions.fixed);
  const potential = cellPotential(mesh, functional);
  const objective = createGridObjective({ movement, potential, entropy, tau, cellVolume });
  const system = { movement, factor: 1 / (2 * tau), entropy, onLine: dimension === 1 };
  const newton = createNewtonSolver(system, size);
  const [start, change] = [new Float64Array(size), new Float64Array(size)];
  // The excess that stands for an L1 distance of the length tolerance, and what is accepted if there is no getting
  // further.
  const wanted = (entropy * lengthTolerance(options) ** 2) / 2;
  const allowed = Math.max(entropy * options.tolerance, wanted);
  let step = 0;

  /** Newton iteration from the logarithms in `start`; the objective is left at the last point. */
  const minimize = (): { ending: StepEnding; iterations: number; backtracks: number } => {
    let value = objective.evaluate(start);
    let [iterations, backtracks] = [0, 0];
    let last = Number.POSITIVE_INFINITY;
    const fail = (status: keyof typeof endings): StepEnding => {
      const short = shortfall("a duality gap", objective.gap(), allowed);
      return { status, reason: `${endings[status]} ${afterIterations(iterations)}: ${short}` };
    };
    while (iterations < mostIterations) {
      const gap = objective.gap();
      if (!Number.isFinite(value)) return { ending: fail("nonFinite"), iterations, backtracks };
      // Below what is allowed the iteration ends when it no longer gains.
      if (isWithin(gap, wanted) || (isWithin(gap, allowed) && !(gap < last / 4))) break;
      last = gap;
      newton(objective.masses, objective.slopes, change);
      iterations++;
      const taken = searchAlong(objective, start, change, value, roundOff * (entropy + Math.abs(value)));
      if (taken === undefined) break;
      ({ value } = taken);
      backtracks += taken.halvings;
    }
    if (isWithin(objective.gap(), allowed)) return { ending: { status: "converged" }, iterations, backtracks };
    return { ending: fail(iterations === mostIterations ? "maxIterations" : "stalled"), iterations, backtracks };
  };

  return {
    energy: (values) => energyOf(values, potential, entropy) * cellVolume,
    step(values) {
      for (let c = 0; c < size; c++) start[c] = values[c] * cellVolume;
      movement.begin(directions.ofStep(step++), start);
      startFrom(start, potential, entropy);
      const { ending, iterations, backtracks } = minimize();
      const gap = objective.gap();
      const report: StepReport = {
        ...ending,
        iterations,
        backtracks,
        gap,
        residual: slopeNorm(mesh, objective.slopes, objective.masses),
        distance: Math.sqrt(2 * tau * gap),
        cost: objective.cost(),
      };
      if (ending.status !== "converged") return report;
      for (let c = 0; c < size; c++) values[c] = objective.masses[c] / cellVolume;
      return report;
    },
  };
}

const endings = {
  stalled: "no part of a Newton step lowers the functional",
  maxIterations: "Newton's method for the step has not converged",
  nonFinite: "the functional is not finite",
} as const;

/** Halves the step until it is better; `logs` and the objective are then at the new point, and else where they were. */
function searchAlong(objective: GridObjective, logs: Float64Array, change: Float64Array, value: number, noise: number) {
  const { masses, slopes } = objective;
  const from = Float64Array.from(logs);
  let slope = 0;
  let total = 0;
  for (let c = 0; c < logs.length; c++) total += masses[c] * slopes[c];
  for (let c = 0; c < logs.length; c++) {
    slope += masses[c] * change[c] * (slopes[c] - total);
  }
  for (let halvings = 0, t = 1; halvings < mostHalvings; halvings++, t /= 2) {
    for (let c = 0; c < logs.length; c++) {
      const relative = t * change[c];
      logs[c] = from[c] + (relative > 0 ? Math.log1p(relative) : relative);
    }
    const next = objective.evaluate(logs);
    if (next <= value + armijo * t * slope + noise) return { value: next, halvings };
  }
  logs.set(from);
  objective.evaluate(logs);
  return undefined;
}

function energyOf(values: Float64Array, potential: Float64Array, entropy: number): number {
  let sum = 0;
  for (let c = 0; c < values.length; c++) {
    const value = values[c];
    if (value > 0) sum += value * (potential[c] + entropy * Math.log(value));
  }
  return sum;
}

/** Turns masses into their logarithms, mixed with some of the equilibrium where a cell is empty. */
function startFrom(masses: Float64Array, potential: Float64Array, entropy: number): void {
  if (masses.every((mass) => mass > 0)) {
    for (let c = 0; c < masses.length; c++) masses[c] = Math.log(masses[c]);
    return;
  }
  const lowest = potential.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY);
  const equilibrium = potential.map((value) => Math.exp((lowest - value) / entropy));
  const total = equilibrium.reduce((sum, value) => sum + value, 0);
  for (let c = 0; c < masses.length; c++) {
    masses[c] = Math.log((1 - mixing) * masses[c] + (mixing * equilibrium[c]) / total);
  }
}
