import {
  integrateAdaptively,
  type OdeOptions,
  type OdeSolution,
  type OdeSystem,
  type StepMethod,
} from "./adaptive-steps.js";

/** Substeps of the runs that a step is extrapolated from; k runs have order 2 k. */
const substeps = [2, 4, 6, 8, 10, 12] as const;
/** Step control: safety, and bounds of the change of a step. */
const [safety, leastFactor, mostFactor] = [0.9, 0.1, 4];
/** Steps that the whole time is divided into at first. */
const firstSteps = 16;

/**
 * Integrates y' = G(y) from y(0) = initial by Gragg's midpoint rule, extrapolated to order 12 (Bulirsch and Stoer),
 * with step control; demanded times are met by steps. It has no stage, no coefficient and no rule for steps in common
 * with Runge–Kutta pairs: it is what their solutions are compared with. Errors are maxima.
 *
 * @param times ascending, >= 0
 * @see Hairer, Norsett & Wanner, Solving ODEs I, II.9
 */
export function integrateMidpoint(
  system: OdeSystem,
  initial: Float64Array,
  times: readonly number[],
  options: OdeOptions,
): OdeSolution {
  return integrateAdaptively(createExtrapolation(system), system, initial, times, options);
}

/** The error is the difference of the last two orders. */
function createExtrapolation(system: OdeSystem): StepMethod {
  const { size } = system;
  const vector = (): Float64Array => new Float64Array(size);
  const [rate, before, middle] = [vector(), vector(), vector()];
  const [next, lower] = [vector(), vector()];
  const rows = substeps.map(vector);
  /** y(h) by n substeps of the midpoint rule, the first one of Euler's; the error is even in h / n. */
  const run = (y: Float64Array, h: number, n: number, out: Float64Array): void => {
    before.set(y);
    system.rate(y, rate);
    for (let k = 0; k < size; k++) middle[k] = y[k] + (h / n) * rate[k];
    for (let j = 1; j < n; j++) {
      system.rate(middle, rate);
      for (let k = 0; k < size; k++) {
        const after = before[k] + ((2 * h) / n) * rate[k];
        before[k] = middle[k];
        middle[k] = after;
      }
    }
    out.set(middle);
  };
  const factor = (error: number): number => safety * Math.max(error, 1e-30) ** (-1 / (2 * substeps.length - 1));
  return {
    next,
    leastFactor,
    mostFactor,
    firstStep: (end) => end / firstSteps,
    afterSuccess: factor,
    afterFailure: factor,
    attempt(y, h) {
      substeps.forEach((n, j) => {
        run(y, h, n, rows[j]);
        // Aitken and Neville in (h / n)^2: row i becomes the value of order 2 (j - i + 1).
        for (let i = j - 1; i >= 0; i--) {
          if (i === 0) lower.set(rows[1]);
          const ratio = (n / (substeps[i] as number)) ** 2 - 1;
          const [coarse, fine] = [rows[i], rows[i + 1]];
          for (let k = 0; k < size; k++) {
            coarse[k] = fine[k] + (fine[k] - coarse[k]) / ratio;
          }
        }
      });
      next.set(rows[0]);
      let most = 0;
      for (let k = 0; k < size; k++) {
        const scale = system.scale(k, y[k], next[k]);
        const error = Math.abs(next[k] - lower[k]) / scale;
        if (Number.isNaN(error)) return error;
        most = Math.max(most, error);
      }
      return most;
    },
  };
}
