import type { Estimate, Measures } from "../kind.js";
import type { Flows } from "./flows.js";
import type { StateReferenceRequest, StateSolution } from "./types.js";

/** Solutions with a sentence for the manifest. */
export interface StateSolutions {
  readonly description: string;
  readonly solutions: Readonly<Record<string, StateSolution>>;
}

/** Which solution of a flow states are compared with: everything a study asks of it. */
export interface StateReferenceKind<Name extends string = string> {
  readonly name: Name;
  readonly measures: Measures;
  /** What a verdict has to add where an expectation is judged by it. */
  readonly caveat: string | null;
  readonly estimates: readonly Estimate[];
  /** Key of a solution after n of so many steps. */
  keyOf(n: number, steps: number): string;
  /**
   * All solutions a study will be compared with.
   *
   * @param finalTime of the flow
   * @throws {InputError} where no such solution is known
   * @throws {ReferenceFailure} where its computation fails
   */
  solve(flows: Flows, finalTime: number, request: StateReferenceRequest): StateSolutions;
}
