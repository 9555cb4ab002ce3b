import { isFinitePoint, isWithin } from "./finite.js";
import { dot, norm } from "./vector.js";

/** A function to minimize: writes its gradient and returns its value; what is not finite is taken for out of bounds. */
export type Objective = (x: Float64Array, gradient: Float64Array) => number;

export interface LbfgsOptions {
  /** Euclidean norm of the gradient at which a minimum is found. */
  readonly tolerance: number;
  readonly maxIterations: number;
  /** Longest first step, and first one after a restart: there is no more than the slope to go by. */
  readonly reach: number;
  /** Pairs kept; 20 when absent. */
  readonly memory?: number;
}

export interface LbfgsReport {
  /** `stalled`: no step along the last direction is any better. */
  readonly status: "converged" | "stalled" | "maxIterations" | "nonFinite";
  readonly value: number;
  readonly gradientNorm: number;
  readonly iterations: number;
  readonly evaluations: number;
}

/** Sufficient decrease, and least change of the slope. */
const [armijo, curvature] = [1e-4, 0.9];
const mostTrials = 60;
/**
 * Changes of the value below this part of it are round-off: slopes alone then decide (Hager & Zhang's approximate
 * rule).
 */
const roundOff = 1e-14;

/**
 * Minimizes a smooth function by the limited-memory BFGS method with a line search for the weak Wolfe conditions.
 *
 * @param x the start; holds the best point at the end
 * @see Nocedal & Wright, Numerical Optimization, alg. 7.5; Lewis & Overton, Math. Program. 141 (2013) 135, for the
 *   search
 */
export function minimizeLbfgs(objective: Objective, x: Float64Array, options: LbfgsOptions): LbfgsReport {
  const { tolerance, maxIterations, reach, memory = 20 } = options;
  const size = x.length;
  const pairs = createPairs(size, memory);
  let gradient = new Float64Array(size);
  let [trial, trialGradient] = [new Float64Array(size), new Float64Array(size)];
  const direction = new Float64Array(size);
  let value = objective(x, gradient);
  let evaluations = 1;
  let iterations = 0;
  const report = (status: LbfgsReport["status"]): LbfgsReport => {
    return { status, value, gradientNorm: norm(gradient), iterations, evaluations };
  };
  if (!isFinitePoint(value, gradient)) return report("nonFinite");
  let restarted = true;
  while (!isWithin(norm(gradient), tolerance)) {
    if (iterations >= maxIterations) return report("maxIterations");
    iterations++;
    pairs.direction(gradient, direction);
    let slope = dot(direction, gradient);
    if (!(slope < 0)) {
      pairs.clear();
      for (let k = 0; k < size; k++) direction[k] = -gradient[k];
      slope = dot(direction, gradient);
      restarted = true;
    }
    const first = restarted ? Math.min(1, reach / norm(gradient)) : 1;
    const found = search(first, slope);
    if (found === undefined) {
      if (restarted) return report("stalled");
      pairs.clear();
      restarted = true;
      continue;
    }
    pairs.push(x, trial, gradient, trialGradient);
    x.set(trial);
    [gradient, trialGradient] = [trialGradient, gradient];
    value = found;
    restarted = false;
  }
  return report("converged");

  /** The value at a step that satisfies the conditions, which is then in `trial`; undefined where there is none. */
  function search(first: number, slope: number): number | undefined {
    let [low, high, step] = [0, Number.POSITIVE_INFINITY, first];
    const noise = roundOff * Math.abs(value);
    for (let k = 0; k < mostTrials; k++) {
      for (let i = 0; i < size; i++) trial[i] = x[i] + step * direction[i];
      const next = objective(trial, trialGradient);
      evaluations++;
      const nextSlope = isFinitePoint(next, trialGradient) ? dot(direction, trialGradient) : Number.NaN;
      const isLower = next <= value + armijo * step * slope || (next <= value + noise && Math.abs(nextSlope) <= -slope);
      if (Number.isNaN(nextSlope) || !isLower) high = step;
      else if (nextSlope < curvature * slope) low = step;
      else return next;
      step = high === Number.POSITIVE_INFINITY ? 2 * step : (low + high) / 2;
    }
    return undefined;
  }
}

/** The last steps and changes of the gradient, oldest overwritten first. */
function createPairs(size: number, memory: number) {
  const steps = Array.from({ length: memory }, () => new Float64Array(size));
  const changes = Array.from({ length: memory }, () => new Float64Array(size));
  const weights = new Float64Array(memory);
  const alphas = new Float64Array(memory);
  let [count, next] = [0, 0];
  const at = (age: number): number => (next - 1 - age + 2 * memory) % memory;
  return {
    clear(): void {
      count = 0;
    },
    push(from: Float64Array, to: Float64Array, before: Float64Array, after: Float64Array): void {
      const [s, y] = [steps[next] as Float64Array, changes[next] as Float64Array];
      for (let k = 0; k < size; k++) {
        s[k] = to[k] - from[k];
        y[k] = after[k] - before[k];
      }
      const product = dot(s, y);
      // A pair without curvature, by round-off, would spoil the matrix.
      if (!(product > 1e-16 * norm(s) * norm(y))) return;
      weights[next] = 1 / product;
      next = (next + 1) % memory;
      count = Math.min(count + 1, memory);
    },
    /** -H gradient by the two-loop recursion, into `out`. */
    direction(gradient: Float64Array, out: Float64Array): void {
      for (let k = 0; k < size; k++) out[k] = -gradient[k];
      for (let age = 0; age < count; age++) {
        const k = at(age);
        alphas[k] = weights[k] * dot(steps[k] as Float64Array, out);
        add(out, -alphas[k], changes[k] as Float64Array);
      }
      if (count > 0) {
        const y = changes[at(0)] as Float64Array;
        const scale = 1 / (weights[at(0)] * dot(y, y));
        for (let k = 0; k < size; k++) out[k] = scale * out[k];
      }
      for (let age = count - 1; age >= 0; age--) {
        const k = at(age);
        const beta = weights[k] * dot(changes[k] as Float64Array, out);
        add(out, alphas[k] - beta, steps[k] as Float64Array);
      }
    },
  };
}

function add(out: Float64Array, factor: number, other: Float64Array): void {
  for (let k = 0; k < out.length; k++) out[k] = out[k] + factor * other[k];
}
