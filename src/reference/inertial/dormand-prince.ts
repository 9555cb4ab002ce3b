import { spend } from "../../numerics/allowance.js";

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
/** Errors below this, in units of the tolerance, count as it for the step after the next. */
const leastError = 1e-4;
/** Microseconds of a stage per unknown, about. */
const stageWork = 0.15;
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
  const end = times[times.length - 1] ?? 0;
  const run = createRun(system, initial, tolerance, end);
  const states: Float64Array[] = [];
  for (const time of times) {
    const status = advance(system, run, time, leastStep * end, { tolerance, maxSteps });
    if (status !== "done") return { status, reached: run.t, steps: run.steps, states };
    states.push(run.y.slice());
  }
  return { status: "done", reached: run.t, steps: run.steps, states };
}

/** An integration under way. */
interface Run {
  t: number;
  /** Length of the next step. */
  step: number;
  /** Steps so far, accepted or not. */
  steps: number;
  /** Error of the last accepted step in units of the tolerance. */
  lastError: number;
  readonly y: Float64Array;
  /** The state after a step that was tried. */
  readonly next: Float64Array;
  /** The seven stages, the first one at `y`; the last one is the rate at `next`. */
  readonly rates: Float64Array[];
  readonly errors: Float64Array;
}

function createRun(system: OdeSystem, initial: Float64Array, tolerance: number, end: number): Run {
  const { size } = system;
  const y = initial.slice();
  const rates = Array.from({ length: errorWeights.length }, () => new Float64Array(size));
  const first = rates[0] as Float64Array;
  system.rate(y, first);
  const step = firstStep(system, y, first, tolerance, end);
  const lastError = leastError;
  return { t: 0, step, steps: 0, lastError, y, next: new Float64Array(size), rates, errors: new Float64Array(size) };
}

/** Steps until a time is met. */
function advance(
  system: OdeSystem,
  run: Run,
  time: number,
  shortest: number,
  { tolerance, maxSteps }: DormandPrinceOptions,
): OdeSolution["status"] {
  while (run.t < time) {
    if (run.steps++ >= maxSteps) return "maxSteps";
    // A step is stretched a little rather than leaving a sliver before the demanded time.
    const lands = run.t + 1.01 * run.step >= time;
    const h = lands ? time - run.t : run.step;
    const error = attempt(system, run, h) / tolerance;
    if (error <= 1 && system.isLegal(run.next)) {
      accept(run, h, error, lands);
      run.t = lands ? time : run.t + h;
    } else {
      run.step = h * (error > 1 && error < Infinity ? Math.max(leastFactor, safety * error ** -0.2) : leastFactor);
      if (run.step <= shortest) return "stepCollapsed";
    }
  }
  return "done";
}

/** Makes the state that was tried the present one, and chooses the next step. */
function accept(run: Run, h: number, error: number, lands: boolean): void {
  const factor = safety * Math.max(error, 1e-10) ** -exponentNow * run.lastError ** exponentLast;
  const proposed = h * Math.min(mostFactor, Math.max(leastFactor, factor));
  // A step cut short by a demanded time says little about the next one.
  run.step = lands ? Math.max(proposed, run.step) : proposed;
  run.lastError = Math.max(error, leastError);
  run.y.set(run.next);
  run.rates.unshift(run.rates.pop() as Float64Array);
}

/** A step of length h to `run.next`; returns the root mean square of the scaled differences of the orders. */
function attempt(system: OdeSystem, { y, next, rates, errors }: Run, h: number): number {
  spend(stageWork * rates.length * system.size);
  tableau.forEach((row, stage) => {
    next.set(y);
    row.forEach((weight, j) => {
      if (weight !== 0) addScaled(next, h * weight, rates[j]);
    });
    system.rate(next, rates[stage + 1]);
  });
  errors.fill(0);
  rates.forEach((rate, j) => {
    addScaled(errors, h * errorWeights[j], rate);
  });
  return scaledNorm(system, errors, y, next);
}

/** Root mean square of values in units of the scale between two states. */
function scaledNorm(system: OdeSystem, values: Float64Array, before: Float64Array, after: Float64Array): number {
  let sum = 0;
  for (let k = 0; k < values.length; k++) {
    const scaled = values[k] / system.scale(k, before[k], after[k]);
    sum += scaled * scaled;
  }
  return Math.sqrt(sum / values.length);
}

function addScaled(target: Float64Array, factor: number, values: Float64Array): void {
  for (let k = 0; k < target.length; k++) target[k] = target[k] + factor * values[k];
}

/** A step over which the state changes by about tolerance^(1/5) of its scale; the control corrects it. */
function firstStep(system: OdeSystem, y: Float64Array, rate: Float64Array, tolerance: number, end: number): number {
  const speed = scaledNorm(system, rate, y, y);
  const guess = (0.1 * tolerance ** 0.2) / speed;
  return guess > 1e-6 * end && guess < end ? guess : 1e-3 * end;
}
