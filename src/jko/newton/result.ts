import type { Failure } from "../../model/evolution.js";
import type { Certificate } from "../certificate.js";

/** How a minimization fails: the list is closed. */
export type NewtonFailure = Failure<"maxIterations" | "stalled" | "nonFinite">;

/** How a minimization ends. */
export type NewtonEnding = { readonly status: "converged"; readonly reason?: undefined } | NewtonFailure;

export const converged: NewtonEnding = { status: "converged" };

export type NewtonResult = NewtonEnding & NewtonFigures;

export interface NewtonFigures {
  readonly iterations: number;
  readonly backtracks: number;
  readonly certificate: Certificate;
}
