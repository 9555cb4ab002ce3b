import type { InitialExchange } from "../../convergence/index.js";
import type { limitOnMesh } from "../../reference/kinds/same-mesh.js";
import type { ReferenceSource } from "../../reference/types.js";
import type {
  MeshStudy,
  PlannedReference,
  StateReferenceChoice,
  StateStudy,
  StateSweep,
  Sweep,
} from "../file/schema.js";
import type { MeshLevelTask, MeshReferenceTask } from "../run/tasks.js";
import type { LevelPlan, MeshLevelPlan, StateLevelPlan } from "./levels.js";

/** What the plans of all studies have in common. */
export interface PlanCore {
  readonly levels: readonly LevelPlan[];
  /** Kind of reference, after `auto` has been resolved. */
  readonly referenceKind: string;
  /** Whether `auto` chose the reference. */
  readonly automatic: boolean;
  /** Estimated bytes of the largest single job. */
  readonly memory: number;
  /** Advice that does not stop the run. */
  readonly warnings: readonly string[];
}

/** The second reference of a study, or why it has none: too little memory. */
export type Fallback = PlannedReference | { readonly refused: string };

/** A study of densities on a mesh, unrolled. */
export interface MeshPlan extends PlanCore {
  readonly kind: "mesh";
  readonly study: MeshStudy & { readonly sweep: Sweep };
  readonly levels: readonly MeshLevelPlan[];
  /** The problem of the first level's model on any mesh. */
  readonly source: ReferenceSource;
  readonly reference: PlannedReference;
  /** What `auto` takes where `reference` cannot be computed. */
  readonly fallback?: Fallback;
  readonly budget: BudgetPlan;
  /** How fast layers exchange mass at first, where that bears on orders. */
  readonly exchange?: InitialExchange;
}

/** The limit tau -> 0 on the mesh of some levels: their distance to it is their time error. */
export interface LimitRun {
  readonly cells: readonly number[];
  readonly task: MeshReferenceTask & { readonly reference: ReturnType<typeof limitOnMesh> };
  readonly cost: number;
}

/** The scheme at the steps of a level on twice the cells per axis: the distance to it is the level's mesh error. */
export interface FinerRun {
  readonly level: number;
  /** A level of the sweep that is this run, where there is one. */
  readonly other: number | undefined;
  readonly task: MeshLevelTask;
  readonly cost: number;
}

/** Runs beyond those of the sweep, which tell the errors in time and on the mesh apart. */
export interface BudgetPlan {
  readonly limits: readonly LimitRun[];
  readonly finer: readonly FinerRun[];
  /**
   * Of energies with a regularization: the levels with twice as much of it, whose distance is about the error it makes.
   */
  readonly regularized: readonly FinerRun[];
  /** Estimated bytes of the largest of them. */
  readonly memory: number;
}

/** A study of states, unrolled. */
export interface StatePlan extends PlanCore {
  readonly kind: "states";
  readonly study: StateStudy & { readonly sweep: StateSweep };
  readonly levels: readonly StateLevelPlan[];
  /** What the errors of the study are distances to. */
  readonly reference: StateReferenceChoice;
  /** The exact discrete iterate as a second reference. */
  readonly iterate: StateReferenceChoice | undefined;
}

/** A study unrolled into what has to be computed. */
export type StudyPlan = MeshPlan | StatePlan;
