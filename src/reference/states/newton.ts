import { spend } from "../../numerics/allowance.js";
import { cholesky, solveCholesky } from "../../numerics/cholesky.js";
import { isFinitePoint, isWithin } from "../../numerics/finite.js";
import { dot, largest } from "../../numerics/vector.js";
import { ReferenceFailure } from "../types.js";

/** A function to be minimized by Newton's method. */
export interface SmoothFunction {
  /** The value, and the gradient into `gradient`; what is not finite is out of bounds. */
  evaluate(x: Float64Array, gradient: Float64Array): number;
  /** The symmetric Hessian, row-major, or nearly so: the limit does not depend on it. */
  hessian(x: Float64Array, out: Float64Array): void;
}

const mostIterations = 200;
const mostHalvings = 60;
/**
 * Relative to the scale, steps that count as no step, and those with which a search may end that finds nothing
 * better.
 */
const [converged, roundOff] = [1e-14, 1e-10];
/** Relative to the scale, steps so short that the function is a parabola along them: slopes alone tell its decrease. */
const short = 1e-5;

/**
 * A local minimum of a smooth function near `x`, in place: damped Newton iteration, with a multiple of the identity
 * added to a Hessian that is not positive definite.
 *
 * Ends where the step of an undamped iteration is below 1e-14 of `scale`, or where it is below 1e-10 and no part of
 * it is any better to round-off.
 *
 * @param scale of a typical x, in every component
 * @throws {ReferenceFailure} where neither is reached
 */
export function minimizeNewton(f: SmoothFunction, x: Float64Array, scale: number): void {
  const size = x.length;
  const [gradient, nextGradient] = [new Float64Array(size), new Float64Array(size)];
  const [trial, hessian] = [new Float64Array(size), new Float64Array(size * size)];
  let value = f.evaluate(x, gradient);
  let last = Number.POSITIVE_INFINITY;
  for (let iteration = 0; iteration < mostIterations; iteration++) {
    spend(5 + size ** 3 / 2000);
    f.hessian(x, hessian);
    const direction = descent(hessian, gradient);
    const length = largest(direction);
    if (!Number.isFinite(length)) throw new ReferenceFailure("iterate", "nonFinite", "Newton's method left its domain");
    // Quadratic convergence has ended: what is left is round-off.
    const near = isWithin(length, roundOff * scale) && Number.isFinite(value);
    if (near && (length <= converged * scale || length >= last / 2)) return;
    last = length;
    const next = search(f, x, direction, value, gradient, trial, nextGradient, length <= short * scale);
    if (next === undefined) {
      if (near) return;
      throw new ReferenceFailure("iterate", "stalled", `Newton's method found no descent, step ${length}`);
    }
    value = next;
    x.set(trial);
    gradient.set(nextGradient);
  }
  throw new ReferenceFailure("iterate", "maxIterations", `no minimum in ${mostIterations} Newton iterations`);
}

/** The value at a point of descent, which is then in `trial` with its gradient; undefined where there is none. */
function search(
  f: SmoothFunction,
  x: Float64Array,
  direction: Float64Array,
  value: number,
  gradient: Float64Array,
  trial: Float64Array,
  trialGradient: Float64Array,
  isShort: boolean,
): number | undefined {
  const slope = dot(direction, gradient);
  const noise = 1e-14 * Math.abs(value);
  for (let k = 0, part = 1; k < mostHalvings; k++, part /= 2) {
    for (let i = 0; i < x.length; i++) trial[i] = x[i] + part * direction[i];
    const next = f.evaluate(trial, trialGradient);
    if (!isFinitePoint(next, trialGradient)) continue;
    // The values of short steps differ by less than the round-off of their sums (Hager & Zhang's approximate rule).
    const isFlatter = Math.abs(dot(direction, trialGradient)) <= -slope / 2;
    if (isFlatter && (isShort || next <= value + noise)) return next;
    if (next < value && next <= value + 1e-4 * part * slope) return next;
  }
  return undefined;
}

/** -H^-1 g, the diagonal of H raised by the least power of ten that makes it positive definite. */
function descent(hessian: Float64Array, gradient: Float64Array): Float64Array {
  const size = gradient.length;
  const shifted = Float64Array.from(hessian);
  for (let shift = 0; shift < 1e6; shift = shift === 0 ? 1e-6 : 10 * shift) {
    for (let k = 0; k < size * size; k += size + 1) {
      shifted[k] = hessian[k] + shift * Math.abs(hessian[k]);
    }
    const factor = cholesky(shifted, size);
    if (factor === undefined) continue;
    return solveCholesky(
      factor,
      gradient.map((g) => -g),
    );
  }
  return gradient.map(() => Number.NaN);
}
