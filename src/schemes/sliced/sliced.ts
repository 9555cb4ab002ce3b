import type { StateProblem, StateStepper } from "../../model/evolution.js";
import type { StateModel } from "../../model/states/state-model.js";
import { checkDirections } from "./check.js";
import type { SlicedOptions } from "./options.js";
import { slicedState } from "./states.js";

export type { SlicedOptions } from "./options.js";

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
  checkSliced({ functional, state: initial.layout }, options);
  return slicedState(initial.layout.kind).create(problem, options);
}

/** What decides whether the scheme can step a model. */
type SlicedModel = Pick<StateModel, "functional"> & { readonly state: { readonly kind: string } };

/**
 * Refuses what the sliced scheme cannot do, with the reason.
 *
 * @throws {InputError} with path, value and remedy
 */
export function checkSliced(
  { functional, state }: SlicedModel,
  options: Pick<SlicedOptions, "directions" | "rule">,
): void {
  const { check, leastDirections, changes } = slicedState(state.kind);
  const d = functional.dimension;
  checkDirections(options, d, { least: d === 1 ? 1 : leastDirections(d), changes });
  check(functional);
}
