import { spend } from "../../numerics/allowance.js";
import type { Functional } from "./functional.js";
import { createPotential } from "./potential.js";

/** Microseconds of a pair, about, both orders counted. */
const pairWork = 0.05;

/** F of particles, F(X) = Σ w_i V(x_i) + ½ Σ_{i≠j} w_i w_j W(|x_i - x_j|), and its gradient. */
export interface ParticleEnergy {
  /** @param positions `particle * d + axis` */
  value(positions: Float64Array): number;
  /** The value, and ∂F/∂x_i into `out`: w_i times the velocity potential's gradient at x_i. */
  gradient(positions: Float64Array, out: Float64Array): number;
}

/**
 * Potential and interaction energy of weighted particles; entropies have none and are left out.
 *
 * @param weights one per particle, with sum 1
 */
export function createParticleEnergy(functional: Functional, weights: Float64Array): ParticleEnergy {
  const { dimension: d, interaction } = functional;
  const potential = createPotential(functional);
  const count = weights.length;
  const [at, slope] = [new Float64Array(1), new Float64Array(1)];

  const addPotential = (positions: Float64Array, out: Float64Array): number => {
    let sum = 0;
    if (potential === undefined) return sum;
    for (let i = 0; i < count; i++) {
      const weight = weights[i];
      sum += weight * potential.gradient(positions, i * d, out, i * d);
      for (let a = i * d; a < (i + 1) * d; a++) out[a] = weight * out[a];
    }
    return sum;
  };

  const addPair = (positions: Float64Array, out: Float64Array, i: number, j: number): number => {
    let squares = 0;
    for (let a = 0; a < d; a++) {
      squares += (positions[i * d + a] - positions[j * d + a]) ** 2;
    }
    const r = Math.sqrt(squares);
    at[0] = r;
    const value = interaction?.slopes(at, slope) ?? 0;
    const weight = weights[i] * weights[j];
    const factor = r === 0 ? 0 : (weight * slope[0]) / r;
    for (let a = 0; a < d; a++) {
      const force = factor * (positions[i * d + a] - positions[j * d + a]);
      out[i * d + a] = out[i * d + a] + force;
      out[j * d + a] = out[j * d + a] - force;
    }
    return weight * value;
  };

  const gradient = (positions: Float64Array, out: Float64Array): number => {
    out.fill(0);
    let sum = addPotential(positions, out);
    if (interaction === undefined) return sum;
    spend(pairWork * count * count);
    for (let i = 0; i < count; i++) for (let j = 0; j < i; j++) sum += addPair(positions, out, i, j);
    return sum;
  };
  const scratch = new Float64Array(count * d);
  return { gradient, value: (positions) => gradient(positions, scratch) };
}
