import { createRequire } from "node:module";
import { spend } from "./allowance.js";
import { NumericalError } from "./numerical-error.js";
import { largest } from "./vector.js";

/** The part of `numeric` 1.2.6 that is used; its other solvers are wrong in places and must not be added here. */
interface NumericLibrary {
  dopri(
    from: number,
    to: number,
    initial: number[],
    derivative: (t: number, y: number[]) => number[],
    tolerance: number,
    maxIterations: number,
  ): { x: number[]; y: number[][] };
}

let library: NumericLibrary | undefined;

/** Loaded when something is integrated: it is large, and most runs have no use for it. */
function loaded(): NumericLibrary {
  library ??= createRequire(import.meta.url)("numeric") as NumericLibrary;
  return library;
}

/**
 * An answer of the library that failed its check; the caller decides whether it is bad input or a numerical failure.
 */
export class LibraryError extends NumericalError {
  override readonly name = "LibraryError";
}

/** Settings of `integrateNonStiff`. */
export interface OdeOptions {
  readonly tolerance: number;
  readonly maxIterations: number;
}

/**
 * Integrates y' = derivative(y) from y(0) = initial by the Dormand–Prince pair of `numeric`, to each of `times`.
 *
 * The library returns what it has when its iterations run out or its step collapses; here that is an error. The
 * times are reached by steps, never by interpolation, which is only accurate to order 4.
 *
 * @param times ascending, >= 0
 * @throws {LibraryError} when an answer is not finite or the iterations run out (the system is too stiff)
 */
export function integrateNonStiff(
  derivative: (y: readonly number[]) => number[],
  initial: readonly number[],
  times: readonly number[],
  options: OdeOptions,
): Float64Array[] {
  let y = Array.from(initial);
  let from = 0;
  return times.map((to) => {
    if (to > from) {
      y = integrateTo(derivative, y, to - from, options);
      from = to;
    }
    return Float64Array.from(y);
  });
}

function integrateTo(
  derivative: (y: readonly number[]) => number[],
  start: number[],
  duration: number,
  { tolerance, maxIterations }: OdeOptions,
): number[] {
  // The library accepts a step whose error is NaN; a derivative of this size makes it reject the step instead: against
  // what a number changes by in all of the time, of which a step is not less than a tiny part.
  const size = largest(start);
  const rejected = start.map(() => (1e10 * Math.max(size, tolerance)) / duration);
  const guarded = (_: number, y: number[]) => {
    spend(2 + y.length / 10);
    const rate = derivative(y);
    return rate.every(Number.isFinite) ? rate : rejected;
  };
  // Rejected or not, steps from where there is no derivative all look alike.
  const isLost = (y: number[]): boolean => !derivative(y).every(Number.isFinite);
  if (isLost(start)) throw new LibraryError("the derivative is not finite where the integration begins");
  const solution = loaded().dopri(0, duration, start, guarded, tolerance, maxIterations);
  const reached = solution.x[solution.x.length - 1];
  const end = solution.y[solution.y.length - 1];
  if (!end.every(Number.isFinite) || isLost(end))
    throw new LibraryError(`the integration is not finite at time ${reached}`);
  if (!(Math.abs(reached - duration) <= 1e-12 * duration)) {
    throw new LibraryError(`the integration stopped at time ${reached} of ${duration}: the system is too stiff`);
  }
  return end;
}
