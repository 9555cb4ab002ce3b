import type { InitialExchange } from "../../convergence/index.js";
import type { limitOnMesh } from "../../reference/kinds/same-mesh.js";
import type { MeshReferenceSpec } from "../../reference/kinds.js";
import type { PlannedReference, SweptMeshStudy, SweptStudy } from "../file/schema.js";
import type { MeshLevelTask, MeshReferenceTask } from "../run/tasks.js";
import type { LevelPlan, MeshLevelPlan } from "./levels.js";

/** A study unrolled into what has to be computed. */
export interface StudyPlan {
  readonly study: SweptStudy;
  readonly levels: readonly LevelPlan[];
  /** What the errors of the study are distances to, after `auto` has been resolved. */
  readonly reference: PlannedReference;
  /** Whether `auto` chose the reference: it is then computed again with smaller tolerances, if there are any. */
  readonly automatic: boolean;
  /** What `auto` takes where `reference` cannot be computed. */
  readonly fallback?: Fallback;
  /** The exact discrete iterate as a second reference; never beside a fallback. */
  readonly iterate?: PlannedReference;
  /** Absent where nothing tells the parts of an error apart. */
  readonly budget?: BudgetPlan;
  /** How fast layers exchange mass at first, where that bears on orders. */
  readonly exchange?: InitialExchange;
  /** Estimated bytes of the largest single job. */
  readonly memory: number;
  /** Advice that does not stop the run. */
  readonly warnings: readonly string[];
}

/** A plan from what its states ask for; the rest is the same for all. */
export type OwnPlan<Plan extends StudyPlan = StudyPlan> = Omit<Plan, "study" | "warnings"> & {
  /** Warnings about the reference. */
  readonly advice: readonly string[];
  /** What planning has not waited for. */
  readonly untried: readonly string[];
};

/** The second reference of a study, or why it has none: too little memory. */
export type Fallback = PlannedReference | { readonly refused: string };

/** A plan for densities on a mesh, whose errors have a part in time and one on the mesh. */
export interface MeshPlan extends StudyPlan {
  readonly study: SweptMeshStudy;
  readonly levels: readonly MeshLevelPlan[];
  readonly reference: MeshReferenceSpec;
  readonly budget: BudgetPlan;
}

/** Whether the parts of the errors are told apart, as they are on meshes only. */
export function hasBudget(plan: StudyPlan): plan is MeshPlan {
  return plan.budget !== undefined;
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
  /** Why the study cannot be judged without runs that have been left out; absent where it can. */
  readonly obstacle?: string;
  /** What does not show since the study wants no runs; absent where they have been planned. */
  readonly caveat?: string;
}
