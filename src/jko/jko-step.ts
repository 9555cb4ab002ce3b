import type { StepReport } from "../model/evolution.js";
import type { Problem } from "../model/problem.js";
import { checkDensity, checkStep } from "./checks.js";
import { createJko } from "./step.js";

/** A step's density and what is said of it. */
export type JkoStep = StepReport & {
  /** Cell averages, index `cell * layers + layer`; the last iterate where `status` is not `converged`. */
  readonly density: Float64Array;
};

/**
 * One minimizing-movement step: argmin over f of C_tau(densityPrev, f) + E(f).
 *
 * For many steps `createJko` keeps its buffers and starts from the previous potential.
 *
 * @param densityPrev cells * layers cell averages, mass per length, >= 0; not changed
 * @param tau step size, > 0
 * @param tolerance relative duality gap, > 0
 * @throws {InputError} on a wrong length, a negative or non-finite density, or a step size that is not positive
 */
export function jkoStep(problem: Problem, densityPrev: Float64Array, tau: number, tolerance = 1e-12): JkoStep {
  checkDensity(problem, densityPrev, "densityPrev");
  checkStep(tau);
  const density = densityPrev.slice();
  const report = createJko(problem, { tau, steps: 1, tolerance }).step(density);
  return { ...report, density };
}
