import { positivelyCombined } from "./cell-averages.js";
import { createImplicitWorkspace } from "./implicit-equation.js";
import type { ImplicitStatus } from "./implicit-newton.js";
import { implicitStep } from "./implicit-step.js";
import type { LimitSystem } from "./limit-system.js";
import type { TimeFraction } from "./times.js";

/** Subdivisions of the base grid; extrapolation of k runs has order k. */
export const subdivisions = [1, 2, 3, 4] as const;

/** Densities below this part of the largest one are raised to it at t = 0, so that their logarithm exists. */
const densityFloor = 1e-300;

/** Solutions at the demanded times, in their order. */
export interface Integration {
  readonly status: ImplicitStatus;
  /** Time reached when the status is not `converged`. */
  readonly reached: number;
  /** Extrapolated with order 4. */
  readonly densities: readonly Float64Array[];
  /** Extrapolated with order 3 from the three coarsest runs: the estimate of the time error is the difference. */
  readonly companions: readonly Float64Array[];
}

/**
 * Integrates df/dt = G(f) by implicit Euler on a base grid and its subdivisions in 2, 3 and 4, extrapolated to order 4.
 *
 * The base grid joins 0 and the demanded times and has steps of at most finalTime / steps. Each implicit Euler step is
 * L-stable, keeps the density positive and the mass exact. Extrapolating whole runs, not single steps, inherits that:
 * the error expansion of implicit Euler at t > 0 is free of order reduction for stiff components and start-up
 * transients, since for every decay rate z = lambda t > 0 the terms are e^{-z} times powers of z. (A diagonally
 * implicit Runge–Kutta method of that order has neither property, and meets negative stages where a density grows by
 * orders of magnitude in a step.)
 *
 * @param initial cell averages >= 0
 * @param times fractions of finalTime, ascending
 * @see Hairer & Wanner, Solving ODEs II, IV.9; Auzinger, Frank & Macsisak (1990) on stiff error expansions
 */
export function integrateLimit(
  system: LimitSystem,
  initial: Float64Array,
  finalTime: number,
  times: readonly TimeFraction[],
  steps: number,
): Integration {
  const runs: Float64Array[][] = [];
  for (const parts of subdivisions) {
    const run = integrateRun(system, initial, finalTime, times, steps, parts);
    if (run.status !== "converged") return { status: run.status, reached: run.reached, densities: [], companions: [] };
    runs.push(run.densities);
  }
  const finest = runs.length - 1;
  const combine = (k: number, count: number) =>
    extrapolate(
      runs.slice(0, count).map((run) => run[k]),
      subdivisions.slice(0, count),
      runs[finest]?.[k],
    );
  return {
    status: "converged",
    reached: finalTime,
    densities: times.map((_, k) => combine(k, runs.length)),
    companions: times.map((_, k) => combine(k, finest)),
  };
}

function integrateRun(
  system: LimitSystem,
  initial: Float64Array,
  finalTime: number,
  times: readonly TimeFraction[],
  steps: number,
  parts: number,
): { status: ImplicitStatus; reached: number; densities: Float64Array[] } {
  const work = createImplicitWorkspace(system);
  const density = positive(initial);
  const base = new Float64Array(system.size);
  const densities: Float64Array[] = [];
  let from: TimeFraction = { n: 0, steps: 1 };
  for (const to of times) {
    // The length of the segment as an integer fraction: no cancellation.
    const length = (to.n * from.steps - from.n * to.steps) / (to.steps * from.steps);
    const count = Math.ceil(length * steps * (1 - 1e-12)) * parts;
    for (let n = 0; n < count; n++) {
      base.set(density);
      const status = implicitStep(system, base, (length * finalTime) / count, density, work);
      if (status !== "converged") {
        return { status, reached: finalTime * (from.n / from.steps + (length * n) / count), densities };
      }
    }
    densities.push(density.slice());
    from = to;
  }
  return { status: "converged", reached: finalTime, densities };
}

/** The initial density with empty cells raised to the floor, so that logarithms are finite. */
function positive(initial: Float64Array): Float64Array {
  const floor = initial.reduce((most, value) => Math.max(most, value), 0) * densityFloor;
  return initial.map((value) => Math.max(value, floor, Number.MIN_VALUE));
}

/**
 * Aitken–Neville extrapolation of order-1 runs: sum of w_j f_j, w_j = product over i != j of n_j / (n_j - n_i).
 *
 * Where it is not positive the finest run is kept.
 */
function extrapolate(runs: readonly Float64Array[], parts: readonly number[], finest: Float64Array): Float64Array {
  const weights = parts.map((n, j) =>
    parts.reduce((product, other, i) => (i === j ? product : (product * n) / (n - other)), 1),
  );
  return positivelyCombined(finest, (_, k) => {
    let value = 0;
    for (let j = 0; j < runs.length; j++) value += weights[j] * runs[j][k];
    return value;
  });
}
