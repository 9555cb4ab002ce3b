import type { Functional } from "../../model/states/functional.js";
import { createPotential, type Potential } from "../../model/states/potential.js";
import { largest } from "../../numerics/vector.js";
import { ReferenceFailure } from "../types.js";

/**
 * A monotone map T of N(mean, deviation²) on a line, by its values at mean + deviation z_i, z_i = -reach + i h, in
 * F(T) = E[V(T)] - s E[log T'] + constant, discretized as Σ w_i V(T_i) - s Σ p_i log(T_{i+1} - T_i): w_i and p_i are
 * h times the normal density at points and midpoints. Errors are even powers of h.
 */
export interface QuantileGrid {
  readonly reach: number;
  readonly h: number;
  readonly size: number;
  readonly weights: Float64Array;
  readonly masses: Float64Array;
  readonly entropy: number;
  readonly potential: Potential | undefined;
}

export function createQuantileGrid(functional: Functional, reach: number, intervals: number): QuantileGrid {
  const h = (2 * reach) / intervals;
  const density = (z: number) => (h * Math.exp((-z * z) / 2)) / Math.sqrt(2 * Math.PI);
  return {
    reach,
    h,
    size: intervals + 1,
    weights: Float64Array.from({ length: intervals + 1 }, (_, i) => density(i * h - reach)),
    masses: Float64Array.from({ length: intervals }, (_, i) => density((i + 0.5) * h - reach)),
    entropy: functional.entropy,
    potential: createPotential(functional),
  };
}

const mostIterations = 200;

/**
 * One minimizing movement Σ w_i (T_i' - T_i)²/(2 tau) + F(T') of the values of the map, in place: Newton's method,
 * tridiagonal, shortened where neighbours would meet.
 *
 * It is also an implicit Euler step of the gradient flow, since W2 is flat in these coordinates.
 *
 * @throws {ReferenceFailure} where Newton's method does not converge, or 1/tau + V'' is not positive
 */
export function quantileStep(grid: QuantileGrid, map: Float64Array, tau: number): void {
  const before = Float64Array.from(map);
  const { size } = grid;
  const extent = largest(before);
  const [gradient, diagonal, beside] = [new Float64Array(size), new Float64Array(size), new Float64Array(size)];
  for (let iteration = 0; iteration < mostIterations; iteration++) {
    assemble(grid, map, before, tau, gradient, diagonal, beside);
    solveTridiagonal(diagonal, beside, gradient);
    const part = longestStep(map, gradient);
    let relative = 0;
    for (let i = 0; i < size; i++) {
      const change = part * gradient[i];
      map[i] = map[i] - change;
      relative = Math.max(relative, Math.abs(change) / extent);
    }
    if (!Number.isFinite(relative)) break;
    // Convergence is quadratic: what is left is the square of this.
    if (part === 1 && relative <= 1e-7) return;
  }
  throw new ReferenceFailure("iterate", "maxIterations", "the step of the quantile function was not solved");
}

/** Gradient and tridiagonal Hessian; `beside[i]` couples i and i + 1. */
function assemble(
  { weights, masses, potential, entropy, size }: QuantileGrid,
  map: Float64Array,
  before: Float64Array,
  tau: number,
  gradient: Float64Array,
  diagonal: Float64Array,
  beside: Float64Array,
): void {
  const [point, slope] = [new Float64Array(1), new Float64Array(1)];
  const slopeAt = (x: number): number => {
    point[0] = x;
    potential?.gradient(point, 0, slope, 0);
    return slope[0];
  };
  const width = 1e-6 * largest(map);
  for (let i = 0; i < size; i++) {
    const x = map[i];
    const weight = weights[i];
    const force = slopeAt(x);
    const bend = (slopeAt(x + width) - force) / width;
    gradient[i] = weight * ((x - before[i]) / tau + force);
    diagonal[i] = weight * (1 / tau + bend);
  }
  for (let i = 0; i < size - 1; i++) {
    const gap = map[i + 1] - map[i];
    const force = (entropy * masses[i]) / gap;
    gradient[i] = gradient[i] + force;
    gradient[i + 1] = gradient[i + 1] - force;
    diagonal[i] = diagonal[i] + force / gap;
    diagonal[i + 1] = diagonal[i + 1] + force / gap;
    beside[i] = -force / gap;
  }
}

/**
 * Elimination without pivoting, in place: accurate for every row, however small its weight, as the matrix is
 * diagonally dominant.
 */
function solveTridiagonal(diagonal: Float64Array, beside: Float64Array, rhs: Float64Array): void {
  const size = rhs.length;
  for (let i = 1; i < size; i++) {
    const factor = beside[i - 1] / diagonal[i - 1];
    diagonal[i] = diagonal[i] - factor * beside[i - 1];
    rhs[i] = rhs[i] - factor * rhs[i - 1];
    if (!(diagonal[i] > 0)) {
      throw new ReferenceFailure("iterate", "stalled", "the step is not convex, tau is too large for the potential");
    }
  }
  for (let i = size - 1; i >= 0; i--) {
    const next = i === size - 1 ? 0 : beside[i] * rhs[i + 1];
    rhs[i] = (rhs[i] - next) / diagonal[i];
  }
}

/** The part of a step, at most 1, after which neighbours keep a tenth of their distance. */
function longestStep(map: Float64Array, step: Float64Array): number {
  let part = 1;
  for (let i = 0; i < map.length - 1; i++) {
    const gap = map[i + 1] - map[i];
    const closing = step[i + 1] - step[i];
    if (part * closing > 0.9 * gap) part = (0.9 * gap) / closing;
  }
  return part;
}
