import type { ReferenceTraits } from "../../convergence/index.js";
import type { LevelBudget } from "./budget.js";
import type { Measured } from "./measure.js";
import type { LevelResult } from "./tasks.js";

/** A piece of work that is not a level. */
export interface Job {
  /** In the units of `PlannedLevel.cost`. */
  readonly cost: number;
  run(): Promise<void>;
}

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
 * How the levels of a study are judged: whatever depends on whether its states are densities on a mesh or something else.
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
  /** Computes the reference again, if it can be made good enough for the errors found; false where there is nothing to do. */
  refine(state: RunState): Promise<boolean>;
}
