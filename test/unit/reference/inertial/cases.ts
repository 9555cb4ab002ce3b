import { integrateNonStiff } from "../../../../src/numerics/numeric-library.js";
import type { Inertia, ReferenceDemand } from "../../../../src/reference/types.js";
import { gaussian, type Sketch } from "../problems.js";

/** A Gaussian on the line in V = stiffness (x - centre)^2/2 at T = 1, with its velocities at t = 0. */
export interface GaussianMotion {
  readonly damping: number;
  readonly stiffness: number;
  readonly centre: number;
  readonly mean: number;
  readonly meanSpeed: number;
  readonly sigma: number;
  readonly sigmaSpeed: number;
}

/**
 * It stays a Gaussian, with m'' + damping m' + k (m - b) = 0 and s'' + damping s' + k s = 1/s: velocities are affine,
 * m' + (s'/s)(x - m), and so is grad mu.
 */
export function moveGaussian(motion: GaussianMotion, t: number): { mean: number; sigma: number } {
  const { damping, stiffness, centre } = motion;
  const rate = ([m = 0, v = 0, s = 1, w = 0]: readonly number[]) => [
    v,
    -damping * v - stiffness * (m - centre),
    w,
    -damping * w - stiffness * s + 1 / s,
  ];
  const start = [motion.mean, motion.meanSpeed, motion.sigma, motion.sigmaSpeed];
  const [end] = integrateNonStiff(rate, start, [t], { tolerance: 1e-13, maxIterations: 20000 });
  return { mean: end?.[0], sigma: end?.[2] };
}

/** The motion as a problem on equal layers, and its inertia. */
export function gaussianProblem(motion: GaussianMotion, finalTime: number, layers = 1): [Sketch, Inertia] {
  const { damping, stiffness, centre, mean, meanSpeed, sigma, sigmaSpeed } = motion;
  const sketch: Sketch = {
    domain: [-8, 8],
    layers,
    edges: layers === 2 ? [[0, 1, 1]] : [],
    potential: (x) => (stiffness / 2) * (x - centre) ** 2,
    initial: (x) => gaussian(x, mean, sigma ** 2) / layers,
    finalTime,
  };
  const phi = ([x = 0]: readonly number[]) => meanSpeed * (x - mean) + (sigmaSpeed / sigma / 2) * (x - mean) ** 2;
  return [sketch, { damping, initialPotential: Array.from({ length: layers }, () => phi) }];
}

export const atEnd = (cells: readonly number[]): ReferenceDemand => ({ levels: [{ cells, steps: 1, times: [1] }] });
