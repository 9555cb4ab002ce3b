import type { Geometry } from "../../model/limit.js";
import type { Functional } from "../../model/states/functional.js";
import type { NodeDynamics } from "../../model/states/node-dynamics.js";
import type { State } from "../../model/states/state.js";
import type { StateModel } from "../../model/states/state-model.js";

export type { Geometry };

/** A level that will be judged, and the time levels n (t = finalTime n / steps) at which it will be. */
export interface StateLevel {
  readonly steps: number;
  readonly times: readonly number[];
}

/** Everything a study of states will ask of its reference. */
export interface StateReferenceRequest {
  readonly functional: Functional;
  /** As the scheme sees it, with the positions of its particles. */
  readonly initial: State;
  /** How the study wrote the state: tells the nodes of a Gaussian or a Barenblatt profile from other particles. */
  readonly model: StateModel;
  readonly finalTime: number;
  /** Of nodes: what moves them. */
  readonly dynamics?: NodeDynamics | undefined;
  readonly levels: readonly StateLevel[];
}

/** The state at one time. */
export interface StateSolution {
  readonly state: State;
  /** A less accurate solution, to estimate the error of `state` from; `state` itself where that is closed form. */
  readonly companion: State;
}

/** Solutions of a study, computed once: plain numbers, strings and Float64Arrays. */
export interface StateReferenceData {
  readonly kind: string;
  /** One sentence for the manifest. */
  readonly description: string;
  /** By the key of their kind. */
  readonly solutions: Readonly<Record<string, StateSolution>>;
}

/**
 * A flow from a given state: solutions at ascending times >= 0.
 *
 * @throws {ReferenceFailure} where an integration fails
 */
export interface LimitFlow {
  readonly description: string;
  solve(times: readonly number[]): readonly StateSolution[];
}

/**
 * A discrete evolution: solutions after each of `count` steps of size tau.
 *
 * @throws {ReferenceFailure} where a step cannot be solved
 */
export interface IterateFlow {
  readonly description: string;
  solve(tau: number, count: number): readonly StateSolution[];
}
