import { meshReferenceKinds } from "../../reference/kinds.js";
import { encode } from "../file/canonical.js";
import { isOfStates, type PlannedReference } from "../file/schema.js";
import { referenceCost } from "../plan/forecast.js";
import type { LevelPlan } from "../plan/levels.js";
import type { Job } from "./assessment.js";
import type { RunContext } from "./context.js";
import type { Sample } from "./measure.js";
import { type Judge, obtainReference } from "./reference-run.js";

/** One reference of a study, as far as it has been computed. */
export interface Judges {
  readonly jobs: readonly Job[];
  /** What a level is compared with; undefined while that is not known. */
  sample(level: number): Sample | undefined;
  /** The first that is known. */
  first(): Judge | undefined;
  /** Why there is none for some levels. */
  failure(): string | undefined;
  /** How to compute it more accurately; undefined where nothing makes it so. */
  refinement(): Refinement | undefined;
}

interface Refinement {
  /** What is told where that does not suffice. */
  readonly limited: string;
  run(tolerance: number): Promise<void>;
}

/** A reference for all levels: computed once for those that share model, scheme and, of states, cells. */
export function createJudges(context: RunContext, reference: PlannedReference): Judges {
  const groups = groupsOf(context.plan.levels);
  const judges: (Judge | undefined)[] = groups.map(() => undefined);
  let failure: string | undefined;
  const obtain = async (k: number, tolerance?: number): Promise<void> => {
    const outcome = await obtainReference(context, reference, groups[k], tolerance, judges[k]);
    if ("failure" in outcome) failure ??= outcome.failure;
    else judges[k] = outcome;
  };
  return {
    jobs: groups.map((levels, k) => ({ cost: referenceCost(reference, levels), run: () => obtain(k) })),
    sample(level) {
      const group = groups.findIndex((levels) => levels.some((own) => own.level === level));
      return judges[group]?.sample(context.plan.levels[level]);
    },
    first: () => judges.find((judge) => judge !== undefined),
    failure: () => failure,
    refinement() {
      const refined = judges.flatMap((judge, k) => {
        const kind = meshReferenceKinds.find(({ name }) => name === judge?.kind);
        return kind?.refinement ? [{ k, ...kind.refinement }] : [];
      });
      if (refined.length === 0) return undefined;
      const run = async (tolerance: number): Promise<void> => {
        await Promise.all(refined.map(({ k }) => obtain(k, tolerance)));
      };
      return { limited: refined[0].limited, run };
    },
  };
}

/** Levels with one model and scheme: all, but for a parameter sweep. References of states start from their cells. */
function groupsOf(levels: readonly LevelPlan[]): readonly (readonly LevelPlan[])[] {
  const groups = new Map<string, LevelPlan[]>();
  for (const level of levels) {
    const { variant, cells } = level;
    const { model, scheme } = variant;
    const key = encode({ model, scheme, ...(isOfStates(variant) && { cells }) });
    groups.set(key, [...(groups.get(key) ?? []), level]);
  }
  return [...groups.values()];
}
