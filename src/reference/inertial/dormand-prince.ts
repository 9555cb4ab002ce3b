import { spend } from "../../numerics/allowance.js";
import {
  integrateAdaptively,
  type OdeOptions,
  type OdeSolution,
  type OdeSystem,
  type StepMethod,
} from "../adaptive-steps.js";

/**
 * Rows of the tableau: y + h sum a_ij k_j. The last row is the solution of order 5, its rate the first of the next
 * step.
 */
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

/**
 * Integrates y' = G(y) from y(0) = initial by the pair of Dormand and Prince of orders 5 and 4 with step control;
 * demanded times are met by steps, never by interpolation. Errors are root mean squares.
 *
 * @param times ascending, >= 0
 * @see Hairer, Norsett & Wanner, Solving ODEs I, II.4 and II.5
 */
export function integrateDormandPrince(
  system: OdeSystem,
  initial: Float64Array,
  times: readonly number[],
  options: OdeOptions,
): OdeSolution {
  return integrateAdaptively(createPair(system, initial, options.tolerance), system, initial, times, options);
}

function createPair(system: OdeSystem, initial: Float64Array, tolerance: number): StepMethod {
  const { size } = system;
  const [next, errors] = [new Float64Array(size), new Float64Array(size)];
  /** The seven stages, the first one at y; the last one is the rate at `next`. */
  const rates: Float64Array[] = errorWeights.map(() => new Float64Array(size));
  system.rate(initial, rates[0]);
  /** Error of the last accepted step in units of the tolerance. */
  let lastError = leastError;
  return {
    next,
    leastFactor,
    mostFactor,
    /** A step over which the state changes by about tolerance^(1/5) of its scale; the control corrects it. */
    firstStep(end) {
      const speed = scaledNorm(system, rates[0], initial, initial);
      const guess = (0.1 * tolerance ** 0.2) / speed;
      return guess > 1e-6 * end && guess < end ? guess : 1e-3 * end;
    },
    attempt(y, h) {
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
    },
    afterSuccess(error) {
      const factor = safety * Math.max(error, 1e-10) ** -exponentNow * lastError ** exponentLast;
      lastError = Math.max(error, leastError);
      rates.unshift(rates.pop() as Float64Array);
      return factor;
    },
    afterFailure: (error) => safety * error ** -0.2,
  };
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
