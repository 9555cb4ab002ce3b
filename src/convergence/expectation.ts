import { mainAxis, type SizeAxis, type SweepAxis } from "./level.js";
import type { LevelPair } from "./orders.js";

/** What a study expects of an error. */
export interface Expectation {
  readonly error: string;
  /** Lower bound of the order, minus `slack`. */
  readonly order?: number | undefined;
  readonly slack: number;
  /** Number of pairs that must satisfy the bounds, counted from the finest. */
  readonly last: number;
  readonly axis?: SizeAxis | undefined;
  /** Upper bound of the order. */
  readonly max?: number | undefined;
  /** A limit of the error; the sequence settles `within` of it, relatively. */
  readonly plateau?: number | undefined;
  readonly within?: number | undefined;
}

/** Outcome of one expectation on one line of the sweep. */
export interface Finding {
  /** `failed`: a level or the reference, so that nothing is judged. */
  readonly outcome: "met" | "missed" | "unjudged" | "failed";
  /** What is judged and its bound, e.g. `L1 in tau: order >= 1 - 0.1`. */
  readonly name: string;
  /** A sentence with bound, value and the pair that decided. */
  readonly sentence: string;
}

/** Size along which an expectation is judged: the swept one, tau where there are two. */
export function axisOf({ axis }: Expectation, sweep: SweepAxis): SizeAxis {
  return axis ?? mainAxis(sweep);
}

/** Whether the order of a pair is known and outside of the bounds. */
export function isMissed({ observed }: LevelPair, { order, slack, max }: Expectation): boolean {
  const [low, high] = [(order ?? Number.NEGATIVE_INFINITY) - slack, max ?? Number.POSITIVE_INFINITY];
  return observed.order !== undefined && !(observed.order >= low && observed.order <= high);
}
