import type { Problem } from "./problem.js";

/**
 * Relative entropy E(f) = sum over layers and cells of v (T f (log f - 1) + V f), with 0 log 0 = 0.
 *
 * Summed with Neumaier's compensation: the energy inequality of a step compares energies that agree to many digits.
 *
 * @param density (cells * layers) cell averages, >= 0
 * @returns NaN if a density is negative
 */
export function energyOf(problem: Problem, density: Float64Array): number {
  const { potential, temperature } = problem;
  let sum = 0;
  let lost = 0;
  for (let k = 0; k < density.length; k++) {
    const f = density[k] as number;
    if (f === 0) continue;
    const term = f * (temperature * (Math.log(f) - 1) + (potential[k] as number));
    const next = sum + term;
    lost += Math.abs(sum) >= Math.abs(term) ? sum - next + term : term - next + sum;
    sum = next;
  }
  return (sum + lost) * problem.mesh.cellVolume;
}

/**
 * Chemical potential mu = T log f + V, written to `out` (cells * layers); -Infinity where f = 0.
 *
 * @returns `out`
 */
export function chemicalPotential(problem: Problem, density: Float64Array, out: Float64Array): Float64Array {
  const { potential, temperature } = problem;
  for (let k = 0; k < density.length; k++) {
    out[k] = temperature * Math.log(density[k] as number) + (potential[k] as number);
  }
  return out;
}

/** Total mass of a density on the problem's mesh, by compensated summation: mass is conserved to round-off. */
export function massOf(problem: Pick<Problem, "mesh">, density: Float64Array): number {
  let sum = 0;
  let lost = 0;
  for (let k = 0; k < density.length; k++) {
    const term = density[k] as number;
    const next = sum + term;
    lost += Math.abs(sum) >= Math.abs(term) ? sum - next + term : term - next + sum;
    sum = next;
  }
  return (sum + lost) * problem.mesh.cellVolume;
}
