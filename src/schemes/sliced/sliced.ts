import type { StateProblem, StateStepper } from "../../model/evolution.js";
import { checkSliced, unsupportedState } from "./check.js";
import { createGaussianSliced } from "./gaussian-step.js";
import { createGridSliced } from "./grid-step.js";
import type { SlicedOptions } from "./options.js";
import { createParticleSliced } from "./particle-step.js";

export { checkSliced } from "./check.js";
export type { DirectionRule, SlicedOptions } from "./options.js";

/**
 * The minimizing movement in the sliced Wasserstein distance: each step is argmin SW2²(rho, rho_k) / (2 tau) + F(rho),
 * SW2² the mean over directions of the squared Wasserstein distances of one-dimensional projections.
 *
 * Directions are kept within a step; random ones are drawn anew for every step. Translations and dilations run d times
 * faster than in the Wasserstein distance, other modes by other factors: the limit is another flow.
 *
 * @throws {InputError} on what the scheme cannot do, see `checkSliced`
 * @see Bonet, Courty, Septier & Drumetz (2022), Efficient gradient flows in sliced-Wasserstein space, TMLR
 */
export function createSliced(problem: StateProblem, options: SlicedOptions): StateStepper {
  const { functional, initial } = problem;
  const { kind } = initial.layout;
  checkSliced({ dimension: functional.dimension, functional, state: { kind } }, options);
  switch (kind) {
    case "gaussian":
      return createGaussianSliced(problem, options);
    case "particles":
      return createParticleSliced(problem, options);
    case "grid":
      return createGridSliced(problem, options);
    case "nodes":
      throw unsupportedState(kind);
  }
}
