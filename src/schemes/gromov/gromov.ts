import { InputError } from "../../errors.js";
import type { StateProblem, StateStepper, StepperOptions } from "../../model/evolution.js";
import { createParticleEnergy } from "../../model/states/particle-energy.js";
import { gaussianParts, type ParticleLayout } from "../../model/states/state.js";
import { checkGaussian, checkParticles, type NonInvariantRule, unsupportedState } from "./check.js";
import { checkCovariance, createGaussianStepper } from "./gaussian-step.js";
import { checkSpread, createParticleStepper } from "./particle-step.js";
import { createRotatedEnergy } from "./rotated-energy.js";

export interface GromovOptions extends StepperOptions {
  /**
   * A functional that changes under rotations is refused, or replaced by its least value over all rotations and
   * reflections of the state: the distance does not tell these apart.
   */
  readonly onNonInvariant: NonInvariantRule;
}

/**
 * Minimizing movement in the inner-product Gromov–Wasserstein distance,
 * ρ' = argmin IGW(ρ_k, ρ)²/(2 tau) + F(ρ), with IGW² = min over couplings of ∬ (x·x' - y·y')².
 *
 * Its limit moves ρ by v = -L^-1 ∇δF, L v = 2 (Σ v + ∫ y v(y)' ρ(dy) x), Σ the second moments about the origin.
 * Particles keep their partners (the identity coupling, which is optimal for short steps) and are rotated to their
 * predecessors.
 *
 * @param problem of Gaussians with mean 0 or particles
 * @throws {InputError} on a state or functional that the scheme cannot follow
 * @see Zhang, Goldfeld, Greenewald, Mroueh & Sriperumbudur (2024), arXiv 2407.11800
 */
export function createGromov({ functional, initial }: StateProblem, options: GromovOptions): StateStepper {
  const { layout, values } = initial;
  const { onNonInvariant } = options;
  switch (layout.kind) {
    case "gaussian":
      checkGaussian(functional, gaussianParts(layout, values).mean, onNonInvariant);
      checkCovariance(layout, values);
      return createGaussianStepper(layout, functional, options);
    case "particles": {
      checkParticles(functional, onNonInvariant);
      checkLayout(layout);
      checkSpread(layout, values);
      const createEnergy = onNonInvariant === "minimum" ? createRotatedEnergy : createParticleEnergy;
      return createParticleStepper(layout, createEnergy(functional, layout.weights), options);
    }
    default:
      throw unsupportedState(layout.kind);
  }
}

function checkLayout({ tracksDensity }: ParticleLayout): void {
  if (!tracksDensity) return;
  const remedy = "Leave out the nodes.";
  throw new InputError("gromov carries no density along", { path: "scheme.nodes", remedy });
}
