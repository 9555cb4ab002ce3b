import type { Problem } from "./problem.js";

/** How a step ended; anything but `converged` ends the evolution and is reported, never averaged in. */
export type StepStatus = "converged" | "stalled" | "maxIterations" | "nonFinite";

/** What a scheme says of one step. */
export interface StepReport {
  readonly status: StepStatus;
  /** Newton iterations. */
  readonly iterations: number;
  readonly backtracks: number;
  /** Duality gap of the kept density (0 for schemes without a dual), energy units. */
  readonly gap: number;
  /** Largest cellwise residual, mass units. */
  readonly residual: number;
  /**
   * Movement cost C_tau(densityPrev, density) of the step, energy units. For schemes that are not minimizing
   * movements: tau/2 times the dissipation rate at the new density.
   */
  readonly cost: number;
}

/** A scheme bound to a problem and a step size; owns its buffers and warm starts. */
export interface Stepper {
  /** Advances `density` (cells * layers cell averages) in place by one step. */
  step(density: Float64Array): StepReport;
}

/** Settings shared by all schemes on a mesh. */
export interface StepperOptions {
  readonly tau: number;
  /** Number of steps of the run, which sets how accurate a single step must be. */
  readonly steps: number;
  /** Relative duality gap (or its counterpart) at which a step counts as solved. */
  readonly tolerance: number;
}

/** Creates a stepper. */
export type StepperFactory = (problem: Problem, options: StepperOptions) => Stepper;

/** One row per step of an evolution; row 0 is the initial state (cost, gap and iterations 0). */
export interface StepRow {
  readonly n: number;
  readonly t: number;
  readonly energy: number;
  /** 2 * cost / tau: the dissipation rate the step realizes. */
  readonly dissipation: number;
  readonly mass: number;
  readonly gap: number;
  readonly residual: number;
  readonly iterations: number;
  readonly backtracks: number;
  readonly densityMin: number;
  /** E(new) + cost <= E(old) + gap + 1e-13 (1 + |E|). */
  readonly energyMonotone: boolean;
}

/** What an evolution amounts to. */
export interface EvolutionSummary {
  /** `ok`, or the status of the step that ended it. */
  readonly status: "ok" | Exclude<StepStatus, "converged">;
  /** Steps that converged. */
  readonly stepsDone: number;
  readonly newtonMean: number;
  readonly newtonMax: number;
  readonly gapMax: number;
  readonly residualMax: number;
  /** max over steps of |mass - initial mass|. */
  readonly massDrift: number;
  readonly energyMonotone: boolean;
  readonly densityMin: number;
  /** Sum over steps of sqrt(2 gap mass): bound of the L1 error the solver leaves. */
  readonly solverError: number;
}
