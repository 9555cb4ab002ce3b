import { InputError } from "../../errors.js";
import { soundStateReference } from "../soundness.js";
import { failingAs } from "../types.js";
import { flowsOf } from "./flows.js";
import { type StateReferenceSpec, stateReferenceKind } from "./kinds.js";
import type { StateReferenceData, StateReferenceRequest, StateSolution } from "./types.js";

/**
 * Computes all solutions a study of states will be compared with.
 *
 * @throws {InputError} where no such reference exists
 * @throws {ReferenceFailure} where its computation fails, or a solution is not finite or negative
 */
export function prepareStateReference(spec: StateReferenceSpec, request: StateReferenceRequest): StateReferenceData {
  const { kind, geometry, dilation } = spec;
  if (!(dilation > 0 && dilation < Number.POSITIVE_INFINITY)) {
    throw new InputError("the factor of time must be positive", { path: "reference.dilation", value: dilation });
  }
  const { description, solutions } = failingAs(kind, () =>
    stateReferenceKind(kind).solve(flowsOf(request, geometry), dilation * request.finalTime, request),
  );
  const note = dilation === 1 ? "" : `; time runs ${dilation} times as fast`;
  return soundStateReference({ kind, description: description + note, solutions });
}

/**
 * The solution at time finalTime n / steps.
 *
 * @throws {InputError} at a time that was not asked for
 */
export function sampleStateReference(data: StateReferenceData, steps: number, n: number): StateSolution {
  const solution = data.solutions[stateReferenceKind(data.kind).keyOf(n, steps)];
  if (solution === undefined)
    throw new InputError("the reference was not asked for this time", { value: `${n} of ${steps}` });
  return solution;
}
