import { massOf } from "./energy.js";
import type { Problem } from "./problem.js";

/** Halvings of an interval after which it is as small as numbers are. */
const HALVINGS = 200;

/**
 * The minimizer of the energy at the mass of the initial density, exp((lambda - V)/T) with lambda by bisection: cell
 * averages, index cell * layers + layer.
 *
 * @returns undefined for a porous medium, whose vacuum is not found that way
 */
export function equilibriumOf(problem: Problem): Float64Array | undefined {
  const { energy, potential, mass } = problem;
  const { temperatures, exponent } = energy;
  if (exponent !== undefined) return undefined;
  const at = (lambda: number): Float64Array =>
    potential.map((v, k) => Math.exp((lambda - v) / temperatures[k % temperatures.length]));
  const lowest = potential.reduce((least, v) => Math.min(least, v));
  const reach = 1e3 * temperatures.reduce((most, temperature) => Math.max(most, temperature));
  let [low, high] = [lowest - reach, lowest + reach];
  for (let k = 0; k < HALVINGS; k++) {
    const middle = 0.5 * (low + high);
    // Where layers differ in temperature the colder ones overflow, and sums are infinite or no number: too much mass.
    if (massOf(problem, at(middle)) <= mass) low = middle;
    else high = middle;
  }
  const density = at(low);
  const factor = mass / massOf(problem, density);
  return density.map((value) => value * factor);
}
