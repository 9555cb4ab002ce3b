import { facePosition, type Mesh } from "../model/mesh.js";
import { gaussLegendre } from "../numerics/quadrature.js";
import type { SolutionTable } from "./types.js";

/** Nodes per cell, and those of the companion. */
const [fineNodes, coarseNodes] = [24, 16];

/**
 * A Barenblatt profile: (1 - ((x - mean)/(R sigma))²)_+^(1/(m-1)), scaled to its mass; sigma is its standard deviation.
 */
export interface Barenblatt {
  readonly mean: number;
  readonly sigma: number;
  /** m of s^m/(m - 1). */
  readonly exponent: number;
  readonly mass: number;
}

/**
 * One minimizing movement step of a porous medium in V = stiffness (x - centre)²/2 on the line: the profile stays one,
 * so that
 *
 *     M [(sigma' - sigma)²/(2 tau) + stiffness sigma'²/2] + sigma'^(1-m) I,   I the integral of U of the profile with sigma = 1
 *
 * is minimized, and the mean moves as that of a Gaussian.
 */
export function iterateBarenblatt(state: Barenblatt, tau: number, centre: number, stiffness: number): Barenblatt {
  const { mean, sigma, exponent: m, mass } = state;
  const pressure = ((m - 1) * unitEnergy(m, mass)) / mass;
  // (sigma' - sigma)/tau + stiffness sigma' increases, pressure sigma'^-m decreases: one root, Newton in the logarithm.
  let next = sigma;
  for (let k = 0; k < 100; k++) {
    const push = pressure * next ** -m;
    const excess = (next - sigma) / tau + stiffness * next - push;
    const slope = next / tau + stiffness * next + m * push;
    const change = -excess / slope;
    next *= Math.exp(Math.max(-1, Math.min(1, change)));
    if (Math.abs(change) < 1e-15) break;
  }
  return { ...state, mean: (mean + tau * stiffness * centre) / (1 + tau * stiffness), sigma: next };
}

/** Half the width of the support of a profile with sigma = 1. */
function radius(m: number): number {
  return Math.sqrt(2 / (m - 1) + 3);
}

/** Height of the profile with sigma = 1. */
function height(m: number, mass: number): number {
  return mass / (radius(m) * betaIntegral(1 / (m - 1)));
}

/** Integral of s^m/(m - 1) of the profile with sigma = 1. */
function unitEnergy(m: number, mass: number): number {
  return (height(m, mass) ** m * radius(m) * betaIntegral(m / (m - 1))) / (m - 1);
}

/** Integral of (1 - u²)^p over -1 … 1. */
function betaIntegral(p: number): number {
  return 2 * partOf(-1, 0, p, 64);
}

/**
 * Power of w in 1 - u = w^6: it makes (1 - u)^p smooth at the end of the support, for the p of all exponents up to 4.
 */
const graded = 6;

/** Integral of (1 - u²)^p over a … b in [-1, 1]. */
function partOf(a: number, b: number, p: number, nodes: number): number {
  if (a < 0 && b > 0) return partOf(a, 0, p, nodes) + partOf(0, b, p, nodes);
  if (a < 0) return partOf(-b, -a, p, nodes);
  const [from, to] = [(1 - b) ** (1 / graded), (1 - a) ** (1 / graded)];
  const { nodes: points, weights } = gaussLegendre(nodes);
  let sum = 0;
  for (let k = 0; k < points.length; k++) {
    const w = from + (to - from) * points[k];
    const rest = w ** graded;
    sum += weights[k] * (rest * (2 - rest)) ** p * graded * w ** (graded - 1);
  }
  return (to - from) * sum;
}

/** Cell averages of a profile on one axis, and the same with fewer nodes. */
export function barenblattAverages({ mean, sigma, exponent: m, mass }: Barenblatt, mesh: Mesh): SolutionTable[string] {
  const p = 1 / (m - 1);
  const width = radius(m) * sigma;
  const top = height(m, mass) / sigma;
  const inSupport = (x: number): number => Math.max(-1, Math.min(1, (x - mean) / width));
  const averages = (nodes: number): Float64Array =>
    Float64Array.from({ length: mesh.size }, (_, cell) => {
      const [a, b] = [inSupport(facePosition(mesh, 0, cell)), inSupport(facePosition(mesh, 0, cell + 1))];
      return a < b ? (top * width * partOf(a, b, p, nodes)) / mesh.cellVolume : 0;
    });
  return { density: averages(fineNodes), companion: averages(coarseNodes) };
}
