import type { Failure } from "../../model/evolution.js";
import { afterIterations } from "../../model/reasons.js";
import type { Certificate } from "../certificate.js";

/** How a minimization fails: the list is closed. */
export type NewtonFailure = Failure<"maxIterations" | "stalled" | "nonFinite">;

/** How a minimization ends. */
export type NewtonEnding = { readonly status: "converged"; readonly reason?: undefined } | NewtonFailure;

/** The failure of an iteration: what is the matter, and after how many iterations; `short` says what is missing. */
export function failed(
  status: NewtonFailure["status"],
  what: string,
  iterations: number,
  short: string,
): NewtonFailure {
  return { status, reason: `${what} ${afterIterations(iterations)}: ${short}` };
}

export const converged: NewtonEnding = { status: "converged" };

export type NewtonResult = NewtonEnding & NewtonFigures;

export interface NewtonFigures {
  readonly iterations: number;
  readonly backtracks: number;
  readonly certificate: Certificate;
}
