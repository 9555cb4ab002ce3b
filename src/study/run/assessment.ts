import type { ReferenceTraits } from "../../convergence/index.js";
import type { Measured } from "./measure.js";
import type { LevelResult } from "./tasks.js";

/** A piece of work that is not a level. */
export interface Job {
  /** In the units of `PlannedLevel.cost`. */
  readonly cost: number;
  run(): Promise<void>;
}

/** What of a level's error is due to the step size, and what to the mesh, in L1; NaN where it is not known. */
export interface LevelBudget {
  readonly timeError: number;
  readonly meshError: number;
  /** Estimated error of the limit behind the time error; absent where the time error is not the budget's own. */
  readonly limitError?: number;
  /** L1 distance of that limit to the reference; absent like its error, and while the reference is not known. */
  readonly limitDistance?: number;
  /** Absent unless the energy is regularized. */
  readonly regularizationError?: number;
}

export const unknownBudget: LevelBudget = { timeError: Number.NaN, meshError: Number.NaN };

/** What is known of a study's levels so far; replaced piece by piece while the study runs. */
export interface RunState {
  readonly results: (LevelResult | undefined)[];
  readonly measured: (Measured | undefined)[];
}

/** What the record tells of the reference. */
export interface AssessedReference {
  readonly kind: string;
  readonly traits: ReferenceTraits;
  readonly description: string;
  /** Why there is none. */
  readonly failure?: string;
  /** Of the exact discrete iterate, where it is a second reference. */
  readonly iterate?: string;
}

/**
 * How the levels of a study are judged: whatever depends on whether its states are densities on a mesh or something
 * else.
 *
 * It knows more as its jobs finish, and then measures anew.
 */
export interface Assessment {
  /** Computes what the levels are compared with. */
  readonly references: readonly Job[];
  /** Runs that tell the parts of an error apart. */
  readonly budget: readonly Job[];
  /** Total mass of the initial state. */
  readonly mass: number;
  /** Errors of a level that has finished; undefined while the reference is not known. */
  measure(level: number, result: LevelResult): Measured | undefined;
  budgetOf(level: number, state: RunState): LevelBudget;
  reference(): AssessedReference;
  warnings(): readonly string[];
  /**
   * Computes the reference again, if it can be made good enough for the errors found; false where there is nothing to
   * do.
   */
  refineReference(state: RunState): Promise<boolean>;
  /** The same of the limits that an error budget rests on. */
  refineLimits(state: RunState): Promise<boolean>;
}
