import { InputError } from "../../errors.js";
import { crossMoments } from "../../numerics/cross-moments.js";
import { multiply } from "../../numerics/dense.js";
import { symmetricEigen } from "../../numerics/symmetric-eigen.js";
import { fromBasis, inBasis } from "./gaussian-problem.js";
import { movedTo, type ParticleProblem, secondMoments } from "./particle-problem.js";
import { integrated } from "./steps.js";
import type { LimitFlow } from "./types.js";

/** The flow of particles down the slope, x_i' = -(1/w_i) ∂F/∂x_i. */
export function wassersteinParticleLimit(problem: ParticleProblem): LimitFlow {
  return flowOf(problem, "Wasserstein flow of the particles, Dormand–Prince", (slope) => slope.map((value) => -value));
}

/**
 * The limit of the inner-product Gromov–Wasserstein movement, v = -L^-1 w with w the slope at every particle.
 *
 * @throws {InputError} where the energy changes under rotations
 */
export function gromovParticleLimit(problem: ParticleProblem): LimitFlow {
  checkInvariance(problem);
  const { dimension, weights } = problem;
  return flowOf(problem, "inner-product Gromov–Wasserstein flow of the particles, Dormand–Prince", (slope, positions) =>
    gromovInverse(positions, slope, weights, dimension).map((value) => -value),
  );
}

function flowOf(
  problem: ParticleProblem,
  description: string,
  velocity: (slope: Float64Array, positions: Float64Array) => Float64Array,
): LimitFlow {
  const { positions, weights, dimension, energy } = problem;
  const slope = new Float64Array(positions.length);
  const rate = (y: readonly number[]): number[] => {
    const at = Float64Array.from(y);
    energy.gradient(at, slope);
    const perMass = slope.map((value, k) => value / weights[Math.floor(k / dimension)]);
    return Array.from(velocity(perMass, at));
  };
  return integrated(description, rate, positions, (moved) => movedTo(problem, moved));
}

/**
 * The v with L v = w, L v(x) = 2 (Sigma v(x) + M x), M = ∫ y v(y)', Sigma = ∫ x x'.
 *
 * Multiplying by x and integrating, M Sigma + Sigma M' = ½ P, P = ∫ x w'. Where no rotation changes the energy P is
 * symmetric, and of all v, which differ by infinitesimal rotations, the one with symmetric M is taken: in the
 * eigenbasis of Sigma M_ij = ½ P_ij / (sigma_i + sigma_j), and v = Sigma^-1 (w/2 - M x).
 *
 * @returns NaN where the particles span no volume
 */
export function gromovInverse(x: Float64Array, w: Float64Array, weights: Float64Array, d: number): Float64Array {
  const moments = secondMoments(x, weights, d);
  if (!moments.every(Number.isFinite)) return x.map(() => Number.NaN);
  const { values, vectors } = symmetricEigen(moments, d);
  if (!(values[0] > 0)) return x.map(() => Number.NaN);
  const p = inBasis(crossMoments(x, w, weights, d), vectors, d);
  const m = p.map((value, k) => {
    const [i, j] = [Math.floor(k / d), k % d];
    return (value + p[j * d + i]) / (4 * (values[i] + values[j]));
  });
  const inverse = new Float64Array(d * d);
  for (let i = 0; i < d; i++) inverse[i * d + i] = 1 / values[i];
  const solve = fromBasis(inverse, vectors, d);
  const pulled = multiply(x, fromBasis(m, vectors, d), d);
  return multiply(
    w.map((value, k) => value / 2 - pulled[k]),
    solve,
    d,
  );
}

/**
 * Compares the energy of unevenly stretched particles with that of their images under a rotation of every plane and a
 * reflection.
 *
 * @throws {InputError} where they differ
 */
export function checkInvariance({ positions, dimension: d, count, energy }: ParticleProblem): void {
  const stretched = positions.map((value, k) => value * (1 + Math.floor(k / d) / (3 * count)));
  const before = energy.value(stretched);
  const turned = stretched.map((value, k) => (k % d === 0 ? -value : value));
  for (let a = 0; a < d - 1; a++) for (let i = 0; i < count; i++) turn(turned, i * d + a, 0.7);
  const after = energy.value(turned);
  if (Math.abs(after - before) <= 1e-9 * (Math.abs(before) + Math.abs(after))) return;
  throw new InputError(
    "rotations change the functional, which the inner-product Gromov–Wasserstein metric does not see",
    {
      path: "model.functional",
      remedy: "Use a potential in r, or an interaction only.",
    },
  );
}

function turn(x: Float64Array, k: number, angle: number): void {
  const [c, s] = [Math.cos(angle), Math.sin(angle)];
  const [p, q] = [x[k], x[k + 1]];
  x[k] = c * p - s * q;
  x[k + 1] = s * p + c * q;
}
