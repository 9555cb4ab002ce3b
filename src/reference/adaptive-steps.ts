/** An autonomous system y' = G(y) with the scale its local errors are measured on. */
export interface OdeSystem {
  readonly size: number;
  /** Writes G(y); may write numbers that are not finite, which rejects a step. */
  rate(y: Float64Array, out: Float64Array): void;
  /** Scale > 0 of component k between two values of it: an error of that size counts as 1. */
  scale(k: number, before: number, after: number): number;
  /** Whether a state is one: steps to others are rejected. */
  isLegal(y: Float64Array): boolean;
}

export interface OdeOptions {
  /** Local error of a step in units of its scale. */
  readonly tolerance: number;
  /** Steps, accepted or not, after which it gives up. */
  readonly maxSteps: number;
}

/** Solutions at the demanded times, or where and why it ended before. */
export interface OdeSolution {
  /** `stepCollapsed`: no step above round-off of the time is finite, legal and accurate. */
  readonly status: "done" | "maxSteps" | "stepCollapsed";
  readonly reached: number;
  readonly steps: number;
  readonly states: readonly Float64Array[];
}

/** A one-step method with an estimate of its error, and the rule by which it chooses steps. */
export interface StepMethod {
  /** The state after the step that was tried last. */
  readonly next: Float64Array;
  readonly leastFactor: number;
  readonly mostFactor: number;
  firstStep(end: number): number;
  /** A step of length h from y to `next`; returns its error in units of the scale. */
  attempt(y: Float64Array, h: number): number;
  /** Factor of the next step after an error <= 1 in units of the tolerance; the step is then taken. */
  afterSuccess(error: number): number;
  /** The same after a finite error > 1. */
  afterFailure(error: number): number;
}

/** A step below this part of the whole time has collapsed. */
const leastStep = 1e-13;

/**
 * Steps of a method from y(0) = initial with step control; demanded times are met by steps, never by interpolation.
 *
 * @param times ascending, >= 0
 */
export function integrateAdaptively(
  method: StepMethod,
  system: OdeSystem,
  initial: Float64Array,
  times: readonly number[],
  { tolerance, maxSteps }: OdeOptions,
): OdeSolution {
  const end = times[times.length - 1] ?? 0;
  const { next, leastFactor, mostFactor } = method;
  const y = initial.slice();
  const states: Float64Array[] = [];
  let [t, step, steps] = [0, method.firstStep(end), 0];
  for (const time of times) {
    while (t < time) {
      if (steps++ >= maxSteps) return { status: "maxSteps", reached: t, steps, states };
      // A step is stretched a little rather than leaving a sliver before the demanded time.
      const lands = t + 1.01 * step >= time;
      const h = lands ? time - t : step;
      const error = method.attempt(y, h) / tolerance;
      if (error <= 1 && system.isLegal(next)) {
        y.set(next);
        t = lands ? time : t + h;
        // A step cut short by a demanded time says little about the next one.
        const proposed = h * Math.min(mostFactor, Math.max(leastFactor, method.afterSuccess(error)));
        step = lands ? Math.max(proposed, step) : proposed;
        continue;
      }
      const known = error > 1 && error < Infinity;
      step = h * (known ? Math.max(leastFactor, method.afterFailure(error)) : leastFactor);
      if (!(step > leastStep * end)) return { status: "stepCollapsed", reached: t, steps, states };
    }
    states.push(y.slice());
  }
  return { status: "done", reached: t, steps, states };
}
