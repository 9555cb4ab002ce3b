import { integrateNonStiff, LibraryError } from "../../numerics/numeric-library.js";
import { ReferenceFailure } from "../types.js";

/** Local errors of the solution and of its companion, per step, absolute. */
const [tight, loose] = [1e-12, 1e-9];
const mostSteps = 200_000;

/** Numbers of a state at each time, and less accurate ones. */
export interface Trajectory {
  readonly values: readonly Float64Array[];
  readonly companions: readonly Float64Array[];
}

/**
 * Integrates y' = derivative(y) from y(0) = initial to each of `times` by the Dormand–Prince pair, twice.
 *
 * @param derivative may return what is not finite outside of its domain: the step is then rejected
 * @throws {ReferenceFailure} where the equation is too stiff, or its solution leaves the domain
 */
export function integrateTwice(
  derivative: (y: readonly number[]) => number[],
  initial: ArrayLike<number>,
  times: readonly number[],
): Trajectory {
  const run = (tolerance: number) =>
    integrateNonStiff(derivative, Array.from(initial), times, { tolerance, maxIterations: mostSteps });
  try {
    return { values: run(tight), companions: run(loose) };
  } catch (error) {
    if (error instanceof LibraryError) throw new ReferenceFailure("limit", "tooStiff", error.message);
    throw error;
  }
}
