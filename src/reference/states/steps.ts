import type { State } from "../../model/states/state.js";
import { exactly } from "./gaussian-problem.js";
import { integrateTwice } from "./integrate.js";
import type { IterateFlow, LimitFlow } from "./types.js";

/** Exact steps, each from what the one before has led to. */
export function stepByStep<T>(
  description: string,
  start: T,
  next: (before: T, tau: number) => T,
  stateOf: (now: T) => State,
): IterateFlow {
  return {
    description,
    solve(tau, count) {
      let now = start;
      return Array.from({ length: count }, () => {
        now = next(now, tau);
        return exactly(stateOf(now));
      });
    },
  };
}

/** A flow whose numbers are integrated from `start`, with the companion that {@link integrateTwice} has. */
export function integrated(
  description: string,
  rate: (numbers: readonly number[]) => number[],
  start: Float64Array,
  stateOf: (numbers: Float64Array, t: number) => State,
  sizesAt?: (times: readonly number[]) => readonly number[],
): LimitFlow {
  return {
    description,
    solve(times) {
      const { values, companions } = integrateTwice(rate, start, times, sizesAt?.(times));
      return times.map((t, k) => ({ state: stateOf(values[k], t), companion: stateOf(companions[k], t) }));
    },
  };
}
