import type { Functional } from "../../model/states/functional.js";
import { createParticleEnergy } from "../../model/states/particle-energy.js";
import { type ParticleLayout, particleParts } from "../../model/states/state.js";

/**
 * F of particles that carry their log density,
 * Σ w_i (V(x_i) + s log ρ_i + ρ_i^{m-1}/(m-1)) + ½ Σ_{i≠j} w_i w_j W(|x_i - x_j|).
 *
 * A quadrature of the true functional by the nodes, no surrogate that differs from it by the entropy of the start.
 */
export function createNodeEnergy(functional: Functional, layout: ParticleLayout): (values: Float64Array) => number {
  const { weights, tracksDensity } = layout;
  const particles = createParticleEnergy(functional, weights);
  return (values) => {
    const { positions, logDensity } = particleParts(layout, values);
    let sum = particles.value(positions);
    if (!tracksDensity) return sum;
    for (let i = 0; i < weights.length; i++) {
      sum += weights[i] * densityTerms(functional, logDensity[i]);
    }
    return sum;
  };
}

/** s log ρ + ρ^{m-1}/(m-1): what entropy and internal energy amount to per unit of mass. */
export function densityTerms({ entropy, exponent }: Functional, logDensity: number): number {
  const internal = exponent === undefined ? 0 : Math.exp((exponent - 1) * logDensity) / (exponent - 1);
  // No 0 times infinity where there is no entropy.
  return internal + (entropy === 0 ? 0 : entropy * logDensity);
}

/** Minus the derivative of {@link densityTerms} by log det of the map's Jacobian: s + ρ^{m-1}. */
export function densityPressure({ entropy, exponent }: Functional, logDensity: number): number {
  return entropy + (exponent === undefined ? 0 : Math.exp((exponent - 1) * logDensity));
}
