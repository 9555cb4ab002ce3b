import type { Stepper, StepperOptions } from "../model/evolution.js";
import type { Problem } from "../model/problem.js";
import { createDualEnergy } from "./energy.js";
import { createSecondOrder } from "./second-order.js";
import { createStage, type StageOptions } from "./stage.js";

/** The solver's own error over a whole run, about n sqrt(2 gap), stays below 1e-4 of any error of order n^-order … */
const GAP_SHARE = 5e-9;
/** … down to what round-off leaves of a gap. */
const LEAST_GAP = 1e-24;

export interface JkoOptions extends StepperOptions {
  /** Order in tau: 1, the minimizing movement itself, unless given. */
  readonly order?: 1 | 2;
}

/**
 * The minimizing movement (JKO) scheme of an energy: each step is argmin over f of C_tau(fPrev, f) + E(f), with
 * transport first and then exchange between the layers (docs/method.md, eqs. 1-6). On one axis transport has the exact
 * Wasserstein distance, on two axes it is directionally split (`swept`), which on one axis is the same.
 *
 * With order 2 a step is made of two such minimizations and an extrapolation between them, see `createSecondOrder`.
 *
 * @returns a stepper whose reports other than `converged` leave the last iterate in the density
 * @see Jordan, Kinderlehrer & Otto (1998); Figalli & Gigli (2010); García Trillos & Morales (2022)
 */
export function createJko(problem: Problem, { tau, steps, tolerance, order = 1 }: JkoOptions): Stepper {
  const settings = stageTolerances(problem, { steps, tolerance, order });
  if (order === 2) return createSecondOrder(problem, tau, settings);
  const stage = createStage(problem, { tau, ...settings });
  return { step: (density) => stage.advance(density, 1), keepHistory: stage.keepHistory };
}

/** Gaps at which the minimizations of a run count as solved, energy units. */
export function stageTolerances(
  problem: Problem,
  { steps, tolerance, order = 1 }: Omit<JkoOptions, "tau">,
): Omit<StageOptions, "tau"> {
  const unit = problem.mass * createDualEnergy(problem).scale;
  const enough = Math.max(LEAST_GAP, GAP_SHARE / steps ** (2 + 2 * order));
  return { tolGap: Math.min(tolerance, enough) * unit, tolStagnant: tolerance * unit };
}
