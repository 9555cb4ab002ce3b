import { isFinitePoint, isWithin } from "./finite.js";
import type { LbfgsReport, Objective } from "./lbfgs.js";
import { type SymmetricEigen, symmetricEigen } from "./symmetric-eigen.js";
import { norm } from "./vector.js";

export interface TrustRegionOptions {
  /** Euclidean norm of the gradient at which a minimum is found. */
  readonly tolerance: number;
  readonly maxIterations: number;
  /** First radius, and the largest one. */
  readonly radius: number;
  readonly mostRadius: number;
  /** Step of the central differences of the gradient. */
  readonly difference: number;
}

/** A step is taken where this part of what the model promises is gained. */
const worthwhile = 1e-4;
/**
 * Changes of the value below this part of it are round-off, and so are steps below this part of the point and the first
 * radius.
 */
const roundOff = 1e-14;

/**
 * Minimizes a smooth function by Newton's method in a trust region, with Hessians from central differences of the
 * gradient and the model minimized by their eigenpairs: directions of negative curvature are followed, flat ones left
 * alone.
 *
 * For some tens of unknowns, where quasi-Newton methods creep along curved valleys.
 *
 * @param x the start; holds the best point at the end
 * @returns evaluations without those of the differences
 * @see Conn, Gould & Toint, Trust-Region Methods (2000), alg. 6.1.1 and sec. 7.3
 */
export function minimizeTrustRegion(objective: Objective, x: Float64Array, options: TrustRegionOptions): LbfgsReport {
  const { tolerance, maxIterations, mostRadius, difference } = options;
  const size = x.length;
  let gradient = new Float64Array(size);
  let [trial, trialGradient] = [new Float64Array(size), new Float64Array(size)];
  let value = objective(x, gradient);
  let [evaluations, iterations, radius] = [1, 0, options.radius];
  const report = (status: LbfgsReport["status"]): LbfgsReport => {
    return { status, value, gradientNorm: norm(gradient), iterations, evaluations };
  };
  if (!isFinitePoint(value, gradient)) return report("nonFinite");
  let model: SymmetricEigen | undefined;
  while (!isWithin(norm(gradient), tolerance)) {
    if (iterations >= maxIterations) return report("maxIterations");
    iterations++;
    if (model === undefined) {
      const hessian = hessianOf(objective, x, difference);
      if (!hessian.every(Number.isFinite)) return report("stalled");
      model = symmetricEigen(hessian, size);
    }
    const step = modelStep(model, gradient, radius);
    for (let k = 0; k < size; k++) trial[k] = x[k] + step.change[k];
    const next = objective(trial, trialGradient);
    evaluations++;
    const noise = roundOff * Math.abs(value);
    const ratio = (value - next + noise) / (step.gain + noise);
    if (!(ratio > 0.25)) radius = 0.25 * step.length;
    else if (ratio > 0.75 && step.length > 0.9 * radius) radius = Math.min(2 * radius, mostRadius);
    if (ratio > worthwhile && isFinitePoint(next, trialGradient)) {
      x.set(trial);
      [gradient, trialGradient] = [trialGradient, gradient];
      value = next;
      model = undefined;
    } else if (!(radius >= roundOff * (options.radius + norm(x)))) return report("stalled");
  }
  return report("converged");
}

/** Central differences of the gradient, made symmetric. */
function hessianOf(objective: Objective, x: Float64Array, difference: number): Float64Array {
  const size = x.length;
  const point = Float64Array.from(x);
  const [ahead, behind] = [new Float64Array(size), new Float64Array(size)];
  const hessian = new Float64Array(size * size);
  for (let j = 0; j < size; j++) {
    point[j] = x[j] + difference;
    objective(point, ahead);
    point[j] = x[j] - difference;
    objective(point, behind);
    point[j] = x[j];
    for (let i = 0; i < size; i++) {
      const slope = (ahead[i] - behind[i]) / (4 * difference);
      hessian[i * size + j] = hessian[i * size + j] + slope;
      hessian[j * size + i] = hessian[j * size + i] + slope;
    }
  }
  return hessian;
}

interface ModelStep {
  readonly change: Float64Array;
  readonly length: number;
  /** What the model falls by. */
  readonly gain: number;
}

/**
 * The minimizer of the quadratic model within the radius: -(H + shift)^{-1} gradient with the least shift that fits.
 */
function modelStep({ values, vectors }: SymmetricEigen, gradient: Float64Array, radius: number): ModelStep {
  const size = values.length;
  const slopes = new Float64Array(size);
  for (let j = 0; j < size; j++) {
    for (let i = 0; i < size; i++) {
      slopes[j] = slopes[j] + vectors[i * size + j] * gradient[i];
    }
  }
  const flat = 1e-12 * Math.max(Math.abs(values[0]), values[size - 1]);
  const least = Math.max(0, flat - values[0]);
  const lengthAt = (shift: number): number => Math.hypot(...slopes.map((slope, j) => slope / (values[j] + shift)));
  let shift = least;
  if (lengthAt(least) > radius) {
    let [low, high] = [least, least + norm(gradient) / radius];
    for (let k = 0; k < 100 && high - low > 1e-6 * high; k++) {
      const middle = (low + high) / 2;
      if (lengthAt(middle) > radius) low = middle;
      else high = middle;
    }
    shift = high;
  }
  const change = new Float64Array(size);
  let gain = 0;
  for (let j = 0; j < size; j++) {
    const along = -slopes[j] / (values[j] + shift);
    gain -= along * slopes[j] + 0.5 * values[j] * along * along;
    for (let i = 0; i < size; i++) change[i] = change[i] + along * vectors[i * size + j];
  }
  return { change, length: norm(change), gain };
}
