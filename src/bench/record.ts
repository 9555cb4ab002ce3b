import type { Failure, FailureStatus } from "../model/evolution.js";

/**
 * How a measurement ended: `ok`, as the step that did not converge, `unavailable` where the scheme does not take the
 * problem, `left-out` where the time allowed was not enough.
 */
export type BenchEnding =
  | { readonly status: "ok" | "left-out"; readonly reason?: undefined }
  | Failure<FailureStatus | "unavailable">;

/** One scheme on one mesh; NaN where nothing was measured. */
export type BenchPoint = BenchEnding & BenchFigures;

export interface BenchFigures {
  readonly scheme: string;
  readonly transport: string;
  /** Cells per axis. */
  readonly cells: readonly number[];
  /** Cells times layers. */
  readonly unknowns: number;
  /** Median over the rounds, microseconds per step. */
  readonly microseconds: number;
  /** Newton iterations per timed step, mean. */
  readonly newton: number;
  /** Steps timed. */
  readonly rounds: number;
  /** Time per step over that of the yardstick on the same mesh. */
  readonly ratio: number;
  /** Slope of log time against log unknowns since the mesh measured before. */
  readonly growth: number;
}

/** One study on its meshes. */
export interface BenchCase {
  readonly id: string;
  readonly title: string;
  /** Steps of a whole run, which set the step size. */
  readonly steps: number;
  readonly tau: number;
  readonly layers: number;
  /** The scheme that the others are compared with. */
  readonly yardstick: string;
  /** The schemes in turn on every mesh, meshes in order. */
  readonly points: readonly BenchPoint[];
  /** Least-squares slope of log time per step against log unknowns, by scheme; NaN with fewer than two meshes. */
  readonly growth: Readonly<Record<string, number>>;
}

/** A finished benchmark, or one as far as it came. */
export interface BenchRecord {
  /** Time allowed for a scheme on a mesh, seconds. */
  readonly seconds: number;
  readonly cases: readonly BenchCase[];
}

export type BenchEvent =
  | { readonly type: "mesh-started"; readonly id: string; readonly cells: readonly number[]; readonly part: number }
  /** The record so far; `part` of the meshes are done. */
  | { readonly type: "mesh-finished"; readonly record: BenchRecord; readonly part: number };
