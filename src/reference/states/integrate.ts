import { integrateNonStiff, LibraryError } from "../../numerics/numeric-library.js";
import { largest } from "../../numerics/vector.js";
import type { OdeSystem } from "../adaptive-steps.js";
import { integrateMidpoint } from "../midpoint-extrapolation.js";
import { ReferenceFailure } from "../types.js";

/** Local errors of the solution, of its companion, and of the companion where only the first integrator works. */
const [tight, other, loose] = [1e-12, 1e-10, 1e-9];
const mostSteps = 200_000;
/** Each of them costs as much as seven of the former. */
const mostOtherSteps = 30_000;

/** Numbers of a state at each time, and less accurate ones. */
export interface Trajectory {
  readonly values: readonly Float64Array[];
  readonly companions: readonly Float64Array[];
}

/**
 * Integrates y' = derivative(y) from y(0) = initial to each of `times` by the Dormand–Prince pair, and again by the
 * extrapolated midpoint rule, or where that fails by the former with a thousand times the tolerance.
 *
 * Numbers are integrated in units of their sizes, and errors are relative to those: nothing depends on the units of a
 * study.
 *
 * @param sizes of the numbers, powers of two if scaling is to be exact; all that of the largest initial one unless
 *   given
 * @param derivative may return what is not finite outside of its domain: the step is then rejected
 * @throws {ReferenceFailure} where the equation is too stiff, or its solution leaves the domain
 */
export function integrateTwice(
  derivative: (y: readonly number[]) => number[],
  initial: ArrayLike<number>,
  times: readonly number[],
  sizes: readonly number[] = commonSize(initial),
): Trajectory {
  const original = (z: ArrayLike<number>) => sizes.map((size, k) => size * z[k]);
  const scaled = (y: ArrayLike<number>) => sizes.map((size, k) => y[k] / size);
  const rate = (z: ArrayLike<number>) => scaled(derivative(original(z)));
  const start = scaled(initial);
  const unscaled = (states: readonly Float64Array[]) => states.map((z) => Float64Array.from(original(z)));
  const run = (tolerance: number) =>
    unscaled(integrateNonStiff(rate, start, times, { tolerance, maxIterations: mostSteps }));
  try {
    const values = run(tight);
    const options = { tolerance: other, maxSteps: mostOtherSteps };
    const { status, states } = integrateMidpoint(
      systemOf(rate, start.length),
      Float64Array.from(start),
      times,
      options,
    );
    return { values, companions: status === "done" ? unscaled(states) : run(loose) };
  } catch (error) {
    if (error instanceof LibraryError) throw new ReferenceFailure("limit", "tooStiff", error.message);
    throw error;
  }
}

/** Numbers of size 1, whose errors are absolute. */
function systemOf(rate: (z: ArrayLike<number>) => number[], size: number): OdeSystem {
  return {
    size,
    rate: (z, out) => out.set(rate(z)),
    scale: () => 1,
    isLegal: (z) => z.every(Number.isFinite),
  };
}

/** The power of two at the largest number, for all of them. */
function commonSize(numbers: ArrayLike<number>): number[] {
  const size = largest(numbers);
  return Array.from(numbers, () => powerOfTwo(size));
}

/** The power of two nearest to `size` from below, 1 for 0: scaling by it is exact. */
export function powerOfTwo(size: number): number {
  return size > 0 && size < Number.POSITIVE_INFINITY ? 2 ** Math.floor(Math.log2(size)) : 1;
}
