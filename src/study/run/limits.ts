import { budgetError } from "../../convergence/index.js";
import type { Problem } from "../../model/problem.js";
import { sampleReference } from "../../reference/reference.js";
import type { ReferenceSolution } from "../../reference/types.js";
import type { LimitRun } from "../plan/study-plan.js";
import { obtainReferenceData } from "../record/stored.js";
import { attempt, type Outcome } from "./attempt.js";
import type { Shared } from "./context.js";

/** The limit tau -> 0 on a mesh, as far as it has been computed. */
export interface Limit {
  readonly solution: ReferenceSolution;
  readonly steps: number;
  /** The same with half the steps, where it has been computed twice. */
  readonly previous?: ReferenceSolution;
  /** Whether no more steps settle it. */
  readonly unsettled?: boolean;
}

/** A limit is settled when what it may be wrong by is this part of what it is to explain. */
const negligible = 1 / 20;
/** Base steps beyond which a limit is given up. */
const mostSteps = 512;

export async function computeLimit(context: Shared, { cells, task }: LimitRun, steps: number): Promise<Outcome<Limit>> {
  return attempt<Limit>(async () => {
    const data = await obtainReferenceData(context, { ...task, reference: { ...task.reference, steps } });
    if ("failure" in data) return { problem: data.failure };
    return { value: { solution: sampleReference(data, { cells, steps: 1 }, 1), steps } };
  });
}

const { distance } = budgetError.onMesh;

/** The estimated L1 error of a limit: its own, and what twice the steps have changed. NaN where nothing settles it. */
export function limitErrorOf(problem: Problem, { solution, previous, unsettled }: Limit): number {
  const { density, companion, companionFactor } = solution;
  const own = companionFactor * distance(problem, companion, density);
  if (unsettled) return Number.NaN;
  return previous === undefined ? own : Math.max(own, distance(problem, previous.density, density));
}

/**
 * A limit with twice the steps, where the gaps it is to explain ask for it; the same where they do not.
 *
 * Extrapolations of neighbouring orders may agree and be wrong: nothing is said about a reference before the limit has
 * been computed twice.
 *
 * @param gap the smallest that it leaves unexplained
 * @param part of the bound that is due to the limit
 */
export async function refineLimit(
  context: Shared,
  run: LimitRun,
  limit: Limit,
  { gap, part }: { readonly gap: number; readonly part: number },
): Promise<Limit> {
  if (limit.previous !== undefined && part <= negligible * gap) return limit;
  const steps = 2 * limit.steps;
  if (steps > mostSteps) return { ...limit, unsettled: true };
  const { value } = await computeLimit(context, run, steps);
  return value === undefined ? { ...limit, unsettled: true } : { ...value, previous: limit.solution };
}
