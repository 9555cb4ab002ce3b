import type { z } from "zod";
import type { Model } from "../model/model.js";
import type { Problem } from "../model/problem.js";
import type { AdmissibilityByAxis, SweepAxis } from "./admissibility.js";
import type {
  Inertia,
  ReferenceData,
  ReferenceDemand,
  ReferenceSolution,
  ReferenceSource,
  SameMeshFlux,
} from "./types.js";

/** A reference as a study writes it. */
interface Named {
  readonly kind: string;
}

/** Which parts of an error a reference shows: what it shares with a level cancels. */
export interface Measures {
  readonly time: boolean;
  readonly mesh: boolean;
}

/** Whether the whole error is one in time, or one on the mesh. */
export function isTimeError({ measures }: { readonly measures: Measures }): boolean {
  return measures.time && !measures.mesh;
}
export function isMeshError({ measures }: { readonly measures: Measures }): boolean {
  return measures.mesh && !measures.time;
}

/** What `auto` knows where it chooses. */
export interface Question {
  readonly axis: SweepAxis;
  /** Cells per axis of the levels. */
  readonly meshes: readonly (readonly number[])[];
  readonly inertia: Inertia | undefined;
  /** The problem on a mesh that can be afforded. */
  problem(): Problem;
}

/** When `auto` takes a kind. */
export interface Automatic<Spec extends Named> {
  readonly axes: readonly SweepAxis[];
  /**
   * The reference, or null where it does not apply; the last one along an axis always does, and does not look at the
   * problem.
   *
   * @throws {InputError} where it would need a common refinement of meshes that have none
   */
  choose(question: Question): Spec | null;
}

/** What a reference has to know of model and scheme. */
export interface Binding {
  readonly model: Model;
  /** Discretization of the scheme's transport; absent for dynamics with inertia. */
  readonly flux: SameMeshFlux | undefined;
  /** Absent for gradient flows. */
  readonly inertia: Inertia | undefined;
}

/** What `reference_error` is the distance to, and what that tells; the rows of docs/method.md. */
export interface Estimate {
  /** Of what, where a kind has several. */
  readonly of: string;
  readonly from: string;
  readonly sees: string;
  readonly misses: string;
}

/** Everything that the planning and the judging of a study ask of a kind of reference. */
interface MeshReferenceTraits<Spec extends Named> {
  readonly name: Spec["kind"];
  /** Its keys in a study. */
  readonly schema: z.ZodType<Spec>;
  /** Kinds are named and tried in this order: the more exact, the lower. */
  readonly rank: number;
  readonly measures: Measures;
  /**
   * Whether its values are the study's, which only a closed budget tells to be those of the limit: the runs for that
   * are made whatever the study says.
   */
  readonly isGiven: boolean;
  /** What a verdict has to add where an expectation is judged by it. */
  readonly caveat: string | null;
  /** How it is called where a scheme has inertia; null where it is one of gradient flows only. */
  readonly inertial: string | null;
  /** Whether planning computes it on the coarsest level, which shows whether it applies and costs little. */
  readonly isTried: boolean;
  /**
   * Whether steps of its integration decide how exact it is, so that `auto` repeats it with smaller tolerances; then
   * what is said where that does not help.
   */
  readonly refinement: { readonly limited: string } | null;
  readonly automatic: Automatic<Spec> | null;
  readonly estimates: readonly Estimate[];
  /** @param axes of the model */
  judges(axes: number): AdmissibilityByAxis;
  /**
   * @param meshes of the levels
   * @throws {InputError} on what levels or inertia do not allow
   */
  check(spec: Spec, meshes: readonly (readonly number[])[], hasInertia: boolean): void;
  /** Cells of its own mesh, if it has one. */
  mesh(spec: Spec): number | readonly number[] | null;
  /** Its work, in steps of the scheme times cells. */
  work(spec: Spec, finest: { readonly cells: readonly number[]; readonly steps: number }): number;
  /** See Scheme.pace; null where it is the scheme itself that runs. */
  readonly pace: number | null;
  /** What is suspicious about it, without being wrong for certain. */
  warnings(spec: Spec, model: Model, hasInertia: boolean): readonly string[];
}

/** A reference that is computed once for all levels. */
export interface PreparedReference<Spec extends Named = Named, Bound extends Named = Named>
  extends MeshReferenceTraits<Spec> {
  readonly way: "prepared";
  bind(spec: Spec, binding: Binding): Bound;
  /**
   * @throws {InputError} where the reference does not apply to the problem
   * @throws {ReferenceFailure} where its computation fails numerically
   */
  prepare(bound: Bound, source: ReferenceSource, demand: ReferenceDemand): Omit<ReferenceData, "kind">;
  /** Key of a stored solution. */
  keyOf(cells: readonly number[], n: number, steps: number): string;
}

/** A reference that consists of runs of the scheme itself at the steps of the levels. */
export interface RunReference<Spec extends Named = Named> extends MeshReferenceTraits<Spec> {
  readonly way: "runs";
  /** Their meshes. */
  meshes(spec: Spec, axes: number): readonly (readonly number[])[];
  describe(meshes: readonly (readonly number[])[], scheme: string, steps: number): string;
  /** The reference on a mesh from the densities of all runs at one time. */
  sample(
    densities: readonly Float64Array[],
    meshes: readonly (readonly number[])[],
    cells: readonly number[],
    layers: number,
  ): ReferenceSolution;
}

/** A kind of reference of densities on a mesh. */
export type MeshReferenceKind<Spec extends Named = Named, Bound extends Named = Named> =
  | PreparedReference<Spec, Bound>
  | RunReference<Spec>;
