import { compensatedSum } from "../numerics/compensated-sum.js";
import type { Energy, Problem } from "./problem.js";

/** An entropy with the same temperature in all layers. */
export function uniformEntropy(temperature: number, layers: number): Energy {
  return { temperatures: new Float64Array(layers).fill(temperature), exponent: undefined };
}

/** U of one layer and its derivatives, for densities s > 0. */
export interface InternalEnergy {
  /** U(s), 0 at s = 0. */
  value(s: number): number;
  /** U'(s) = T log s + m/(m - 1) s^(m-1). */
  slope(s: number): number;
  /** U''(s) = T/s + m s^(m-2). */
  curvature(s: number): number;
}

function createInternalEnergy({ temperatures, exponent: m }: Energy, layer: number): InternalEnergy {
  const temperature = temperatures[layer];
  if (m === undefined) {
    return {
      value: (s) => (s === 0 ? 0 : s * (temperature * (Math.log(s) - 1))),
      slope: (s) => temperature * Math.log(s),
      curvature: (s) => temperature / s,
    };
  }
  return {
    value: (s) => (s === 0 ? 0 : s * (temperature * (Math.log(s) - 1)) + s ** m / (m - 1)),
    slope: (s) => temperature * Math.log(s) + (m / (m - 1)) * s ** (m - 1),
    curvature: (s) => temperature / s + m * s ** (m - 2),
  };
}

/** One internal energy per layer. */
export function createInternalEnergies({ graph, energy }: Pick<Problem, "graph" | "energy">): InternalEnergy[] {
  return graph.layers.map((_, layer) => createInternalEnergy(energy, layer));
}

/** The temperature of an entropy that has the same one in every layer; undefined for other energies. */
export function soleTemperature({ temperatures, exponent }: Energy): number | undefined {
  const first = temperatures[0];
  return exponent === undefined && temperatures.every((temperature) => temperature === first) ? first : undefined;
}

/**
 * Energy E(f) = sum over layers and cells of v (U(f) + V f), for the relative entropy U = T f (log f - 1), 0 log 0 = 0.
 *
 * @param density (cells * layers) cell averages, >= 0
 * @returns NaN if a density is negative
 */
export function energyOf(problem: Problem, density: Float64Array): number {
  const level = potentialLevel(problem);
  return energyAbove(problem, density) + (level === 0 ? 0 : level * massOf(problem, density));
}

/**
 * By how much more than mu can change by diffusion a potential has to be away from 0 before its minimum is taken out.
 */
const FAR = 100;

/**
 * The constant in a potential beside which energies would lose the digits that tell densities apart: its minimum where
 * that is more than 100 T (f U'' of the mean density) away from 0, else 0.
 */
export function potentialLevel(problem: Problem): number {
  const { potential, mesh, mass } = problem;
  const lowest = potential.reduce((least, v) => Math.min(least, v), Infinity);
  const internal = createInternalEnergies(problem);
  const mean = mass / (mesh.size * mesh.cellVolume * internal.length);
  const scale = internal.reduce((most, { curvature }) => Math.max(most, mean * curvature(mean)), 0);
  return Math.abs(lowest) > FAR * scale ? lowest : 0;
}

/**
 * The energy without mass times {@link potentialLevel}: what energies of equal mass are compared by.
 *
 * Summed with Neumaier's compensation: the energy inequality of a step compares energies that agree to many digits.
 */
export function energyAbove(problem: Problem, density: Float64Array): number {
  const { potential } = problem;
  const level = potentialLevel(problem);
  const internal = createInternalEnergies(problem);
  const layers = internal.length;
  let sum = 0;
  let lost = 0;
  for (let k = 0; k < density.length; k++) {
    const f = density[k];
    if (f === 0) continue;
    const term = internal[k % layers].value(f) + f * (potential[k] - level);
    const next = sum + term;
    lost += Math.abs(sum) >= Math.abs(term) ? sum - next + term : term - next + sum;
    sum = next;
  }
  return (sum + lost) * problem.mesh.cellVolume;
}

/**
 * Chemical potential mu = U'(f) + V, written to `out` (cells * layers); -Infinity where f = 0.
 *
 * @returns `out`
 */
export function chemicalPotential(problem: Problem, density: Float64Array, out: Float64Array): Float64Array {
  const { potential } = problem;
  const internal = createInternalEnergies(problem);
  const layers = internal.length;
  for (let k = 0; k < density.length; k++) {
    out[k] = internal[k % layers].slope(density[k]) + potential[k];
  }
  return out;
}

/**
 * Sum of v / U''(f): a gap G in energy bounds the L1 distance to the minimizer by about sqrt(2 G) times its root. For
 * an entropy that is mass over temperature, and the bound Pinsker's inequality.
 */
export function softnessOf(problem: Problem, density: Float64Array): number {
  const internal = createInternalEnergies(problem);
  const layers = internal.length;
  let sum = 0;
  for (let k = 0; k < density.length; k++) {
    const f = density[k];
    if (f > 0) sum += 1 / internal[k % layers].curvature(f);
  }
  return sum * problem.mesh.cellVolume;
}

/** Total mass of a density on the problem's mesh, by compensated summation: mass is conserved to round-off. */
export function massOf(problem: Pick<Problem, "mesh">, density: Float64Array): number {
  return compensatedSum(density) * problem.mesh.cellVolume;
}
