import { InputError } from "../../errors.js";
import { soundStateReference } from "../soundness.js";
import { failingAs } from "../types.js";
import { type Flows, flowsOf } from "./flows.js";
import { exactly } from "./gaussian-problem.js";
import { demandedFractions, solutionKey } from "./keys.js";
import type { StateReferenceData, StateReferenceRequest, StateReferenceSpec, StateSolution } from "./types.js";

/**
 * Computes all solutions a study of states will be compared with.
 *
 * @throws {InputError} where no such reference exists
 * @throws {ReferenceFailure} where its computation fails, or a solution is not finite or negative
 */
export function prepareStateReference(spec: StateReferenceSpec, request: StateReferenceRequest): StateReferenceData {
  if (!(spec.dilation > 0 && spec.dilation < Number.POSITIVE_INFINITY)) {
    throw new InputError("the factor of time must be positive", { path: "reference.dilation", value: spec.dilation });
  }
  const flows = failingAs(spec.kind, () => flowsOf(request, spec.geometry));
  const { description, solutions } = failingAs(spec.kind, () =>
    spec.kind === "limit" ? limitOf(flows, spec, request) : iteratesOf(flows, spec, request),
  );
  const note = spec.dilation === 1 ? "" : `; time runs ${spec.dilation} times as fast`;
  return soundStateReference({ kind: spec.kind, description: description + note, solutions });
}

type Solutions = Omit<StateReferenceData, "kind">;

/** The limit depends on time only: levels share it, and it is integrated once. */
function limitOf({ limit }: Flows, { dilation }: StateReferenceSpec, request: StateReferenceRequest): Solutions {
  const fractions = demandedFractions(request.levels);
  const later = fractions.filter(({ n }) => n > 0);
  const { description, solve } = limit();
  const solved = solve(later.map(({ n, steps }) => (dilation * request.finalTime * n) / steps));
  const solutions: Record<string, StateSolution> = {};
  for (const { n, steps } of fractions) {
    solutions[solutionKey("limit", n, steps)] = exactly(request.initial);
  }
  later.forEach(({ n, steps }, k) => {
    solutions[solutionKey("limit", n, steps)] = solved[k];
  });
  return { description, solutions };
}

function iteratesOf({ iterate }: Flows, { dilation }: StateReferenceSpec, request: StateReferenceRequest): Solutions {
  const { description, solve } = iterate();
  const solutions: Record<string, StateSolution> = {};
  for (const { steps, times } of request.levels) {
    const solved = solve((dilation * request.finalTime) / steps, Math.max(0, ...times));
    for (const n of times) {
      solutions[solutionKey("iterate", n, steps)] = n === 0 ? exactly(request.initial) : solved[n - 1];
    }
  }
  return { description, solutions };
}

/**
 * The solution at time finalTime n / steps.
 *
 * @throws {InputError} at a time that was not asked for
 */
export function sampleStateReference(data: StateReferenceData, steps: number, n: number): StateSolution {
  const solution = data.solutions[solutionKey(data.kind, n, steps)];
  if (solution === undefined)
    throw new InputError("the reference was not asked for this time", { value: `${n} of ${steps}` });
  return solution;
}
