import type { Functional } from "../../model/states/functional.js";
import { createParticleEnergy, type ParticleEnergy } from "../../model/states/particle-energy.js";
import { crossMoments } from "../../numerics/cross-moments.js";
import { symmetricEigen } from "../../numerics/symmetric-eigen.js";

/**
 * The least F over rotations and reflections of all particles, where it has a closed form: on a line, and for a
 * quadratic potential centred at the origin.
 *
 * With A the second moments of the particles, ½ min_O tr(Q O A O') pairs the eigenvalues of Q, ascending, with those of
 * A, descending (von Neumann's trace inequality). A least of smooth functions has kinks that point upwards, where a
 * minimizer never lies; at one, any of the slopes that meet there leads down.
 */
export function createRotatedEnergy(functional: Functional, weights: Float64Array): ParticleEnergy {
  const { quadratic, dimension: d, ...others } = functional;
  if (d === 1) return leastOfReflections(functional, weights);
  if (quadratic === undefined) return createParticleEnergy(functional, weights);
  const rest = createParticleEnergy({ ...others, dimension: d, quadratic: undefined }, weights);
  const steepness = symmetricEigen(quadratic.matrix, d).values.reverse();
  const [moments, pull] = [new Float64Array(d * d), new Float64Array(d * d)];

  const gradient = (positions: Float64Array, out: Float64Array): number => {
    let value = rest.gradient(positions, out) + quadratic.constant;
    const { values, vectors } = symmetricEigen(crossMoments(positions, positions, weights, d, moments), d);
    pull.fill(0);
    for (let k = 0; k < d; k++) {
      value += 0.5 * steepness[k] * values[k];
      for (let ab = 0; ab < d * d; ab++) {
        const [a, b] = [Math.floor(ab / d), ab % d];
        const pair = vectors[a * d + k] * vectors[b * d + k];
        pull[ab] = pull[ab] + steepness[k] * pair;
      }
    }
    for (let i = 0; i < weights.length; i++) {
      for (let ab = 0; ab < d * d; ab++) {
        const k = i * d + Math.floor(ab / d);
        const force = pull[ab] * positions[i * d + (ab % d)];
        out[k] = out[k] + weights[i] * force;
      }
    }
    return value;
  };
  const scratch = new Float64Array(weights.length * d);
  return { gradient, value: (positions) => gradient(positions, scratch) };
}

/** min(F(y), F(-y)): the rotations of a line. */
function leastOfReflections(functional: Functional, weights: Float64Array): ParticleEnergy {
  const energy = createParticleEnergy(functional, weights);
  const [turned, other] = [new Float64Array(weights.length), new Float64Array(weights.length)];
  const gradient = (positions: Float64Array, out: Float64Array): number => {
    for (let k = 0; k < turned.length; k++) turned[k] = -positions[k];
    const [straight, reflected] = [energy.gradient(positions, out), energy.gradient(turned, other)];
    if (!(reflected < straight)) return straight;
    for (let k = 0; k < out.length; k++) out[k] = -other[k];
    return reflected;
  };
  const scratch = new Float64Array(weights.length);
  return { gradient, value: (positions) => gradient(positions, scratch) };
}
