import { NumericalFailure } from "../errors.js";
import type { Tree } from "../model/expression/tree.js";
import type { Inertia } from "../model/inertia.js";
import type { MeshFlux } from "../model/limit.js";
import type { Problem } from "../model/problem.js";
import { NumericalError } from "../numerics/numerical-error.js";

/** Transport discretization whose limit `same-mesh` computes: the one of the scheme under study. */
export type SameMeshFlux = MeshFlux;

/** Density of one layer as a function of position and time. */
export interface DensityFormula {
  (position: readonly number[], t: number): number;
  /** The same as a formula in x, y and t, where it is one. */
  readonly tree?: Tree;
}

export type { Inertia };

/** The continuous problem, seen through its discretizations. */
export interface ReferenceSource {
  /** The problem on the mesh with `cells[k]` cells on axis k. */
  discretize(cells: readonly number[]): Problem;
}

/** A level that will be judged, and the time levels n (t = finalTime n / steps) at which it will be. */
export interface LevelDemand {
  readonly cells: readonly number[];
  readonly steps: number;
  readonly times: readonly number[];
}

/** Everything a study will ask of its reference. */
export interface ReferenceDemand {
  readonly levels: readonly LevelDemand[];
  /**
   * Relative L1 error of the time integration down to which steps are doubled where the study leaves them open;
   * 1e-8 when absent.
   */
  readonly tolerance?: number;
}

/** Cell averages of the limit on one mesh at one time, index `cell * layers + layer`. */
export interface ReferenceSolution {
  readonly density: Float64Array;
  /** A second, less accurate solution: the error of `density` in a norm is companionFactor * |density - companion|. */
  readonly companion: Float64Array;
  readonly companionFactor: number;
}

/** Stored solutions by `solutionKey`. */
export type SolutionTable = Readonly<Record<string, Omit<ReferenceSolution, "companionFactor">>>;

/**
 * The expensive part of a reference, computed once per study: plain numbers, strings and Float64Arrays.
 *
 * Closed forms keep nothing and are evaluated when sampled.
 */
export interface ReferenceData {
  readonly kind: string;
  /** One sentence for the manifest. */
  readonly description: string;
  readonly companionFactor: number;
  readonly solutions: SolutionTable;
}

/** A reference whose computation failed numerically: the study ends with exit code 4, not with a wrong judge. */
export class ReferenceFailure extends NumericalFailure {
  override readonly name = "ReferenceFailure";
  constructor(
    /** Of the reference. */
    readonly kind: string,
    readonly status: "stalled" | "maxIterations" | "nonFinite" | "tooStiff",
    readonly detail: string,
  ) {
    super(`reference ${kind}: ${status}, ${detail}`);
  }
}

/**
 * A computation whose numerical failures are those of a reference: the study is not judged, instead of crashing.
 *
 * @throws {ReferenceFailure} where `run` throws that, or a numerical error
 */
export function failingAs<T>(kind: string, run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (error instanceof NumericalError) throw new ReferenceFailure(kind, "nonFinite", error.message);
    throw error;
  }
}

/** What `run` returns, or the failure that it ends with. */
export function unlessFailed<T>(run: () => T): T | ReferenceFailure {
  try {
    return run();
  } catch (error) {
    if (error instanceof ReferenceFailure) return error;
    throw error;
  }
}
