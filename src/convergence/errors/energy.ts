import { energyAbove, massOf } from "../../model/energy.js";
import type { Problem } from "../../model/problem.js";
import type { Functional } from "../../model/states/functional.js";
import { createParticleEnergy } from "../../model/states/particle-energy.js";
import type { State, StateLayout } from "../../model/states/state.js";
import type { ErrorMeasure } from "../error.js";
import { labelObstacle } from "../state-distances/obstacle.js";
import { pairOfParticles } from "../state-distances/particles.js";

export const energy = {
  name: "energy",
  symbol: undefined,
  power: 1,
  onMesh: {
    meaning: "$|E - E_{ref}|$, the reference rescaled to the mass of the density",
    blindTo: undefined,
    ownRoundOff: false,
    refusal: () => undefined,
    distance: meshDistance,
  },
  ofStates: {
    of: "measures",
    meaning: "$|F - F_{ref}|$ of particles without entropy",
    lengthPower: undefined,
    obstacle,
    distance: particleDistance,
  },
} as const satisfies ErrorMeasure;

/** Masses that differ by less than this part are equal to round-off. */
const equalMasses = 1e-13;

/**
 * An energy has a constant per mass, which depends on the unit of densities: only those of equal masses can be
 * compared.
 */
function meshDistance(problem: Problem, density: Float64Array, reference: Float64Array): number {
  const factor = massOf(problem, density) / massOf(problem, reference);
  const compared = Math.abs(factor - 1) <= equalMasses ? reference : reference.map((value) => factor * value);
  return Math.abs(energyAbove(problem, density) - energyAbove(problem, compared));
}

function obstacle(state: StateLayout, reference: StateLayout, { entropy, exponent }: Functional): string | undefined {
  const hasEnergy = entropy === 0 && exponent === undefined;
  const areParticles = state.kind === "particles" && reference.kind === "particles";
  return hasEnergy && areParticles ? labelObstacle(state, reference) : "it is that of particles without entropy";
}

function particleDistance(a: State, b: State, functional: Functional): number {
  const particles = pairOfParticles(a, b);
  if (particles === undefined) return Number.NaN;
  const { value } = createParticleEnergy(functional, particles.a.weights);
  return Math.abs(value(particles.x) - value(particles.y));
}
