import { createRequire } from "node:module";
import { spend } from "./allowance.js";
import { NumericalError } from "./numerical-error.js";

/** The parts of `numeric` 1.2.6 that are used; its other solvers are wrong in places and must not be added here. */
interface NumericLibrary {
  solve(matrix: number[][], rhs: number[]): number[];
  dopri(
    from: number,
    to: number,
    initial: number[],
    derivative: (t: number, y: number[]) => number[],
    tolerance: number,
    maxIterations: number,
  ): { x: number[]; y: number[][] };
}

const numeric = createRequire(import.meta.url)("numeric") as NumericLibrary;

/** An answer of the library that failed its check; the caller decides whether it is bad input or a numerical failure. */
export class LibraryError extends NumericalError {
  override readonly name = "LibraryError";
}

/**
 * Solves the dense system A x = rhs.
 *
 * @throws {LibraryError} when the matrix is singular or the residual exceeds 1e-10 (|A| |x| + |rhs|)
 */
export function solveLinear(matrix: Float64Array, rhs: Float64Array): Float64Array {
  const size = rhs.length;
  const x = Float64Array.from(numeric.solve(toRows(matrix, size), Array.from(rhs)));
  for (let row = 0; row < size; row++) {
    let residual = -rhs[row];
    let scale = Math.abs(residual);
    for (let j = 0; j < size; j++) {
      const product = matrix[row * size + j] * x[j];
      residual += product;
      scale += Math.abs(product);
    }
    if (!(Math.abs(residual) <= 1e-10 * scale))
      throw new LibraryError("the linear system is singular or ill-conditioned");
  }
  return x;
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
  // The library accepts a step whose error is NaN; a derivative of this size makes it reject the step instead: against what a
  // number changes by in all of the time, of which a step is not less than a tiny part.
  const largest = start.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const rejected = start.map(() => (1e10 * Math.max(largest, tolerance)) / duration);
  const guarded = (_: number, y: number[]) => {
    spend(2 + y.length / 10);
    const rate = derivative(y);
    return rate.every(Number.isFinite) ? rate : rejected;
  };
  // Rejected or not, steps from where there is no derivative all look alike.
  const isLost = (y: number[]): boolean => !derivative(y).every(Number.isFinite);
  if (isLost(start)) throw new LibraryError("the derivative is not finite where the integration begins");
  const solution = numeric.dopri(0, duration, start, guarded, tolerance, maxIterations);
  const reached = solution.x[solution.x.length - 1];
  const end = solution.y[solution.y.length - 1];
  if (!end.every(Number.isFinite) || isLost(end))
    throw new LibraryError(`the integration is not finite at time ${reached}`);
  if (!(Math.abs(reached - duration) <= 1e-12 * duration)) {
    throw new LibraryError(`the integration stopped at time ${reached} of ${duration}: the system is too stiff`);
  }
  return end;
}

function toRows(matrix: Float64Array, size: number): number[][] {
  return Array.from({ length: size }, (_, row) => Array.from(matrix.subarray(row * size, (row + 1) * size)));
}
