import type { Problem } from "./problem.js";
import type { Functional } from "./states/functional.js";
import type { NodeDynamics } from "./states/node-dynamics.js";
import type { State } from "./states/state.js";

/** One iterate of a minimization of a step. */
export interface IterationRow {
  /** The minimization of the step: 1, of a step of second order 1 or 2. */
  readonly stage: number;
  /** What iterates: Newton's method in the dual, the interior-point method, or Newton's method for paths. */
  readonly phase: "dual" | "interior" | "flows" | "path";
  /** Iterations of this phase so far: 0 is its start. */
  readonly iteration: number;
  /** Duality gap of the iterate, energy units. */
  readonly gap: number;
  /** Largest cellwise residual of the iterate, mass units. */
  readonly residual: number;
  /**
   * Part of the secant mobility that faces had in the Newton matrix; NaN at a start, and of other phases than the dual.
   */
  readonly caution: number;
  /** Strength of the logarithmic barrier, energy per mass; NaN of the dual. */
  readonly barrier: number;
  /** Part of the Newton step that led to this iterate; NaN at a start. */
  readonly length: number;
  /** Gap at which the minimization counts as solved. */
  readonly tolerance: number;
}

/** How a step fails. */
export type FailureStatus = "stalled" | "maxIterations" | "nonFinite" | "vacuum" | "caustic";

/** Why there is no solution: a status never comes without its reason. */
export interface Failure<Status extends string = FailureStatus> {
  readonly status: Status;
  /** What was reached and what was wanted, or what went wrong where; and what may help. Not empty. */
  readonly reason: string;
}

/** How a step, or a minimization in it, ended. */
export type StepEnding = { readonly status: "converged"; readonly reason?: undefined } | Failure;

/** What a scheme says of one step; anything but `converged` ends the evolution and is reported, never averaged in. */
export type StepReport = StepEnding & StepFigures;

/** The numbers of a step, of the last iterate where it did not converge. */
export interface StepFigures {
  /** Newton (or quasi-Newton) iterations. */
  readonly iterations: number;
  readonly backtracks: number;
  /**
   * Duality gap of the kept density, energy units; 0 for backward Euler, which has no dual, NaN where the minimization
   * is not convex.
   */
  readonly gap: number;
  /** On a mesh, the largest cellwise residual, mass units; otherwise the norm of the slope of the step's functional. */
  readonly residual: number;
  /**
   * Of a state that is no density on a mesh: estimate of its distance from the exact minimizer, in the scheme's own
   * metric, length units.
   */
  readonly distance?: number;
  /**
   * Movement cost C_tau(densityPrev, density) of the step, energy units. For schemes that are not minimizing
   * movements: tau/2 times the dissipation rate at the new density.
   */
  readonly cost: number;
  /** Its iterations in order, where they have been asked for. */
  readonly history?: readonly IterationRow[];
}

/** A scheme bound to a problem and a step size; owns its buffers and warm starts. */
export interface Stepper {
  /** Advances `density` (cells * layers cell averages) in place by one step. */
  step(density: Float64Array): StepReport;
  /** Kinetic energy of schemes that have momentum, at the density of the last step that converged. */
  kinetic?(density: Float64Array): number;
  /** From now on reports hold the history of their iterations; absent where a scheme has none. */
  keepHistory?(): void;
}

/** What a scheme on states has to know: the functional, where it begins, and when it ends. */
export interface StateProblem {
  readonly functional: Functional;
  readonly initial: State;
  readonly finalTime: number;
  /** Of nodes: what moves them. */
  readonly dynamics?: NodeDynamics | undefined;
}

/** A scheme that advances the numbers of a state, in the layout of `problem.initial`. */
export interface StateStepper extends Stepper {
  /** F of a state: what the steps decrease. */
  energy(values: Float64Array): number;
}

/** Settings shared by all schemes. */
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
  /** Of schemes that have momentum. */
  readonly kinetic?: number;
  /** 2 * cost / tau: the dissipation rate the step realizes. */
  readonly dissipation: number;
  readonly mass: number;
  readonly gap: number;
  readonly residual: number;
  readonly iterations: number;
  readonly backtracks: number;
  readonly densityMin: number;
  /**
   * E(new) + cost <= E(old) + gap + 1e-13 (E0 + |E|), E0 the unit of energies, E with the kinetic energy where there is
   * one.
   */
  readonly energyMonotone: boolean;
}

/** How an evolution ended: `ok`, or as the step that ended it. */
export type EvolutionEnding = { readonly status: "ok"; readonly reason?: undefined } | Failure;

/** What an evolution amounts to. */
export type EvolutionSummary = EvolutionEnding & EvolutionFigures;

export interface EvolutionFigures {
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
  /**
   * Bound of the error the solver leaves: in L1 the sum over steps of sqrt(2 gap mass); of states that are no densities
   * on a mesh, the sum of the distances from the exact minimizers.
   */
  readonly solverError: number;
}
