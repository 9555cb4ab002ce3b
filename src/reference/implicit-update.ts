import { evaluateResidual, type ImplicitEquation } from "./implicit-equation.js";
import { largestOf } from "./settled.js";

const maxHalvings = 30;
/** What an iteration leaves of a density that the linearization makes negative. */
const leastFactor = 0.1;

/**
 * Moves `density` to the first damped update that decreases the residual, or keeps it below `floor`.
 *
 * @returns the residual reached; Infinity if no update decreases it
 */
export function search(equation: ImplicitEquation, density: Float64Array, norm: number, floor: number): number {
  const { next, trial } = equation.work;
  let damping = 1;
  for (let halving = 0; halving <= maxHalvings; halving++, damping /= 2) {
    updateDensity(density, next, damping, trial);
    let reached = evaluateResidual(equation, trial);
    if (halving === 0 && !(reached <= Math.max(norm / 2, floor))) {
      reached = tryLogarithms(equation, density, reached);
    }
    if (reached <= Math.max((1 - 0.1 * damping) * norm, floor)) {
      density.set(trial);
      return reached;
    }
  }
  return Number.POSITIVE_INFINITY;
}

/** Keeps in `trial` the best of the update there and two of the logarithm; returns its residual. */
function tryLogarithms(equation: ImplicitEquation, density: Float64Array, reached: number): number {
  const { next, explicit, trial, other } = equation.work;
  let best = reached;
  const largest = largestOf(density);
  for (const unbounded of [false, true]) {
    updateLogarithm(density, next, explicit, unbounded ? largest : 0, other);
    const candidate = evaluateResidual(equation, other);
    if (candidate < best) {
      best = candidate;
      trial.set(other);
    }
  }
  return best;
}

/** The next density, or a part of the way to it. */
export function updateDensity(density: Float64Array, next: Float64Array, damping: number, out: Float64Array): void {
  for (let k = 0; k < density.length; k++) {
    const kept = density[k];
    const target = next[k] > 0 ? next[k] : leastFactor * kept;
    out[k] = damping === 1 ? target : kept + damping * (target - kept);
  }
}

/**
 * The Newton update of the logarithm where the density grows, but to no more than `bound` or the explicit Euler step.
 *
 * Exchange into a cell decreases while it fills, so that the explicit step bounds the solution from above; limited
 * slopes let nothing into an empty cell at first, and need another bound.
 */
function updateLogarithm(
  density: Float64Array,
  next: Float64Array,
  explicit: Float64Array,
  bound: number,
  out: Float64Array,
): void {
  for (let k = 0; k < density.length; k++) {
    const kept = density[k];
    const most = Math.max(kept, explicit[k], next[k], bound);
    const grown = kept * Math.exp(Math.min(next[k] / kept - 1, 700));
    out[k] = Math.min(Math.max(grown, leastFactor * kept), most);
  }
}
