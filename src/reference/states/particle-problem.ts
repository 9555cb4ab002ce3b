import { InputError } from "../../errors.js";
import type { Functional } from "../../model/states/functional.js";
import { createParticleEnergy, type ParticleEnergy } from "../../model/states/particle-energy.js";
import { particleParts, particleState, type State } from "../../model/states/state.js";
import { crossMoments } from "../../numerics/cross-moments.js";

/** Particles in a potential and an interaction. */
export interface ParticleProblem {
  readonly dimension: number;
  readonly count: number;
  /** With sum 1. */
  readonly weights: Float64Array;
  /** `particle * d + axis`. */
  readonly positions: Float64Array;
  readonly functional: Functional;
  readonly energy: ParticleEnergy;
}

/** @throws {InputError} where the functional has a part that particles have no value of */
export function particleProblem(functional: Functional, initial: State): ParticleProblem {
  if (functional.entropy > 0 || functional.exponent !== undefined) {
    throw new InputError("particles have no entropy and no internal energy, so their flow has no such reference", {
      path: "model.functional",
      remedy: "Start from kind: gaussian in a quadratic potential.",
    });
  }
  if (initial.layout.kind !== "particles") throw new InputError("the state has no particles", { path: "model.state" });
  const { dimension, count, weights } = initial.layout;
  const { positions } = particleParts(initial.layout, initial.values);
  return {
    dimension,
    count,
    weights,
    positions: Float64Array.from(positions),
    functional,
    energy: createParticleEnergy(functional, weights),
  };
}

/** The same particles elsewhere. */
export function movedTo({ dimension, weights }: ParticleProblem, positions: Float64Array): State {
  return particleState(positions, dimension, weights);
}

/** Σ w_i x_i x_i', about the origin. */
export function secondMoments(positions: Float64Array, weights: Float64Array, d: number): Float64Array {
  return crossMoments(positions, positions, weights, d);
}
