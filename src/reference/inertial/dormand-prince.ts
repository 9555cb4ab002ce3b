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

/** Settings of `integrateDormandPrince`. */
export interface DormandPrinceOptions {
  /** Root mean square of local errors in units of their scale. */
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

/** Rows of the tableau: y + h sum a_ij k_j. The last row is the solution of order 5, its rate the first of the next step. */
const tableau: readonly (readonly number[])[] = [
  [1 / 5],
  [3 / 40, 9 / 40],
  [44 / 45, -56 / 15, 32 / 9],
  [19372 / 6561, -25360 / 2187, 64448 / 6561, -212 / 729],
  [9017 / 3168, -355 / 33, 46732 / 5247, 49 / 176, -5103 / 18656],
  [35 / 384, 0, 500 / 1113, 125 / 192, -2187 / 6784, 11 / 84],
];
/** Weights of the solution of order 5 minus those of order 4. */
const errorWeights = [71 / 57600, 0, -71 / 16695, 71 / 1920, -17253 / 339200, 22 / 525, -1 / 40];

/** Step control: safety, and bounds of the change of a step. */
const [safety, leastFactor, mostFactor] = [0.9, 0.2, 5];
/** Exponents of the present and of the last error: the second damps the oscillation of steps bound by stability. */
const [exponentNow, exponentLast] = [0.17, 0.04];
/** A step below this part of the whole time has collapsed. */
const leastStep = 1e-13;

/**
 * Integrates y' = G(y) from y(0) = initial by the pair of Dormand and Prince of orders 5 and 4 with step control; demanded
 * times are met by steps, never by interpolation.
 *
 * @param times ascending, >= 0
 * @see Hairer, Norsett & Wanner, Solving ODEs I, II.4 and II.5
 */
export function integrateDormandPrince(
  system: OdeSystem,
  initial: Float64Array,
  times: readonly number[],
  { tolerance, maxSteps }: DormandPrinceOptions,
): OdeSolution {
  const work = createWork(system);
  const y = initial.slice();
  const states: Float64Array[] = [];
  const end = times[times.length - 1] ?? 0;
  let [t, steps, lastError] = [0, 0, 1e-4];
  system.rate(y, work.rates[0] as Float64Array);
  let step = firstStep(system, y, work.rates[0] as Float64Array, tolerance, end);
  for (const time of times) {
    while (t < time) {
      if (steps++ >= maxSteps) return { status: "maxSteps", reached: t, steps, states };
      // A step is stretched a little rather than leaving a sliver before the demanded time.
      const lands = t + 1.01 * step >= time;
      const h = lands ? time - t : step;
      const error = attempt(system, y, h, work) / tolerance;
      if (!(error <= 1) || !system.isLegal(work.next)) {
        step = h * (error > 1 && error < Infinity ? Math.max(leastFactor, safety * error ** -0.2) : leastFactor);
        if (step <= leastStep * end) return { status: "stepCollapsed", reached: t, steps, states };
        continue;
      }
      const factor = safety * Math.max(error, 1e-10) ** -exponentNow * lastError ** exponentLast;
      const proposed = h * Math.min(mostFactor, Math.max(leastFactor, factor));
      // A step cut short by a demanded time says little about the next one.
      step = lands ? Math.max(proposed, Math.min(step, mostFactor * h)) : proposed;
      lastError = Math.max(error, 1e-4);
      t = lands ? time : t + h;
      y.set(work.next);
      work.rates.unshift(work.rates.pop() as Float64Array);
    }
    states.push(y.slice());
  }
  return { status: "done", reached: t, steps, states };
}

interface Work {
  /** The seven stages; the last is the rate at `next`. */
  readonly rates: Float64Array[];
  readonly next: Float64Array;
}

function createWork({ size }: OdeSystem): Work {
  const rates = Array.from({ length: errorWeights.length }, () => new Float64Array(size));
  return { rates, next: new Float64Array(size) };
}

/** A step of length h to `work.next`; returns the root mean square of the scaled differences of the orders. */
function attempt(system: OdeSystem, y: Float64Array, h: number, { rates, next }: Work): number {
  tableau.forEach((row, stage) => {
    next.set(y);
    row.forEach((weight, j) => {
      if (weight !== 0) addScaled(next, h * weight, rates[j] as Float64Array);
    });
    system.rate(next, rates[stage + 1] as Float64Array);
  });
  let sum = 0;
  for (let k = 0; k < y.length; k++) {
    let error = 0;
    for (let j = 0; j < rates.length; j++) {
      error += (errorWeights[j] as number) * ((rates[j] as Float64Array)[k] as number);
    }
    const scaled = (h * error) / system.scale(k, y[k] as number, next[k] as number);
    sum += scaled * scaled;
  }
  return Math.sqrt(sum / y.length);
}

function addScaled(target: Float64Array, factor: number, values: Float64Array): void {
  for (let k = 0; k < target.length; k++) target[k] = (target[k] as number) + factor * (values[k] as number);
}

/** A step over which the state changes by about tolerance^(1/5) of its scale; the control corrects it. */
function firstStep(system: OdeSystem, y: Float64Array, rate: Float64Array, tolerance: number, end: number): number {
  let sum = 0;
  for (let k = 0; k < y.length; k++)
    sum += ((rate[k] as number) / system.scale(k, y[k] as number, y[k] as number)) ** 2;
  const speed = Math.sqrt(sum / y.length);
  const guess = (0.1 * tolerance ** 0.2) / speed;
  return guess > 1e-6 * end && guess < end ? guess : 1e-3 * end;
}
