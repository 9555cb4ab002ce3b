import { isWithin } from "./finite.js";

/** A linear system with a preconditioner, by its actions; arguments never alias. */
export interface LinearSystem {
  readonly size: number;
  /** out = A x. */
  apply(x: Float64Array, out: Float64Array): void;
  /** out = approximately A^-1 r. */
  precondition(r: Float64Array, out: Float64Array): void;
}

/** Arrays of {@link solveBicgstab} for one size. */
export interface BicgstabWorkspace {
  readonly residual: Float64Array;
  readonly shadow: Float64Array;
  readonly direction: Float64Array;
  readonly image: Float64Array;
  readonly prepared: Float64Array;
  readonly second: Float64Array;
}

export function createBicgstabWorkspace(size: number): BicgstabWorkspace {
  const array = (): Float64Array => new Float64Array(size);
  return {
    residual: array(),
    shadow: array(),
    direction: array(),
    image: array(),
    prepared: array(),
    second: array(),
  };
}

export interface LinearReport {
  readonly status: "converged" | "maxIterations" | "nonFinite";
  readonly iterations: number;
  /** Norm of the residual of what is returned, recomputed. */
  readonly residual: number;
}

/** Restarts with a new shadow residual, where the old one has become orthogonal or the recursion has drifted. */
const maxRestarts = 4;
/** Relative size of an inner product that counts as a breakdown. */
const breakdown = 1e-30;

/**
 * Solves A x = rhs by BiCGStab, preconditioned from the right, in the inner product sum of w_i^2 u_i v_i.
 *
 * The weights make rows of different size comparable; they amount to solving the system with rows scaled by w.
 *
 * @param x initial guess; on return the solution
 * @param tolerance of the weighted norm of the residual, which is recomputed before it is believed
 * @see van der Vorst, SIAM J. Sci. Stat. Comput. 13 (1992) 631
 */
export function solveBicgstab(
  system: LinearSystem,
  rhs: Float64Array,
  x: Float64Array,
  weights: Float64Array,
  tolerance: number,
  maxIterations: number,
  work: BicgstabWorkspace,
): LinearReport {
  let iterations = 0;
  let norm = recompute(system, rhs, x, weights, work);
  for (let restart = 0; restart <= maxRestarts && norm > tolerance && iterations < maxIterations; restart++) {
    iterations += iterate(system, x, weights, tolerance, maxIterations - iterations, work);
    norm = recompute(system, rhs, x, weights, work);
  }
  if (!Number.isFinite(norm)) return { status: "nonFinite", iterations, residual: norm };
  return { status: isWithin(norm, tolerance) ? "converged" : "maxIterations", iterations, residual: norm };
}

/** residual = rhs - A x; returns its norm. */
function recompute(
  system: LinearSystem,
  rhs: Float64Array,
  x: Float64Array,
  weights: Float64Array,
  { residual, image }: BicgstabWorkspace,
): number {
  system.apply(x, image);
  for (let k = 0; k < rhs.length; k++) residual[k] = rhs[k] - image[k];
  return Math.sqrt(weightedProduct(residual, residual, weights));
}

/** Iterates until the recursive residual is small, a breakdown, or `most` iterations; returns their number. */
function iterate(
  system: LinearSystem,
  x: Float64Array,
  weights: Float64Array,
  tolerance: number,
  most: number,
  { residual, shadow, direction, image, prepared, second }: BicgstabWorkspace,
): number {
  shadow.set(residual);
  direction.set(residual);
  let rho = weightedProduct(residual, residual, weights);
  const first = rho;
  for (let iteration = 1; iteration <= most; iteration++) {
    system.precondition(direction, prepared);
    system.apply(prepared, image);
    const along = weightedProduct(image, shadow, weights);
    if (!(Math.abs(along) > breakdown * first)) return iteration;
    const alpha = rho / along;
    addMultiple(x, alpha, prepared);
    addMultiple(residual, -alpha, image);
    if (Math.sqrt(weightedProduct(residual, residual, weights)) <= tolerance) return iteration;
    system.precondition(residual, prepared);
    system.apply(prepared, second);
    const omega = weightedProduct(second, residual, weights) / weightedProduct(second, second, weights);
    if (!Number.isFinite(omega)) return iteration;
    addMultiple(x, omega, prepared);
    addMultiple(residual, -omega, second);
    const next = weightedProduct(residual, shadow, weights);
    if (Math.sqrt(weightedProduct(residual, residual, weights)) <= tolerance) return iteration;
    if (!(Math.abs(next) > breakdown * first) || omega === 0) return iteration;
    const beta = (next / rho) * (alpha / omega);
    for (let k = 0; k < direction.length; k++) {
      direction[k] = residual[k] + beta * (direction[k] - omega * image[k]);
    }
    rho = next;
  }
  return most;
}

function addMultiple(x: Float64Array, factor: number, y: Float64Array): void {
  for (let k = 0; k < x.length; k++) x[k] = x[k] + factor * y[k];
}

function weightedProduct(a: Float64Array, b: Float64Array, weights: Float64Array): number {
  let sum = 0;
  for (let k = 0; k < a.length; k++) {
    const w = weights[k];
    sum += w * a[k] * (w * b[k]);
  }
  return sum;
}
