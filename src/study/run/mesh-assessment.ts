import { budgetError, type Closure, closureOf, isMaximum, maximumOf, openBudgets } from "../../convergence/index.js";
import { meshReferenceKind } from "../../reference/kinds.js";
import { meshScheme } from "../../schemes/schemes.js";
import { encode } from "../file/canonical.js";
import type { MeshLevelPlan } from "../plan/levels.js";
import type { MeshPlan } from "../plan/study-plan.js";
import { levelRecord } from "./assemble.js";
import type { Assessment, RunState } from "./assessment.js";
import { createBudget } from "./budget.js";
import type { MeshContext } from "./context.js";
import { measureLevel } from "./measure.js";
import { type Judge, type LevelGroup, obtainReference, referenceCost, traitsOf } from "./reference-run.js";
import { createSource } from "./tasks.js";

/** Levels of densities on a mesh, judged by one reference per model and scheme. */
export function createMeshAssessment(context: MeshContext): Assessment {
  const { plan, emit } = context;
  const groups = groupsOf(plan);
  const { variant: first } = plan.levels[0];
  const sources = groups.map(({ study }) => (study === first ? plan.source : createSource(study.model)));
  const judges: (Judge | undefined)[] = [];
  const failures: string[] = [];
  const found: string[] = [];
  const budget = createBudget({ ...context, pool: context.limited }, plan.budget, sources[0]);
  const names = measuredNames(plan.study.errors);
  const groupOf = (k: number): number => groups.findIndex(({ levels }) => levels.some(({ level }) => level === k));
  const obtain = async (k: number, tolerance?: number): Promise<void> => {
    const outcome = await obtainReference(context, groups[k], tolerance, judges[k]);
    if ("failure" in outcome) failures.push(outcome.failure);
    else judges[k] = outcome;
  };
  const { scheme } = plan.study;
  const isInertial = meshScheme(scheme).limit(scheme).kind === "inertial";
  let refinements = 0;
  const budgetOf = (k: number, { results, measured }: RunState) => {
    const level = plan.levels[k];
    // Where an error could be measured there is a reference to sample.
    const reference = measured[k] && judges[groupOf(k)]?.sample(level)(level.steps).density;
    return budget.of(level, results, measured[k], reference);
  };
  const refineReference = async (state: RunState): Promise<boolean> => {
    // Dynamics with inertia are integrated to round-off as it is.
    if (isInertial) return false;
    if (!plan.automatic || failures.length > 0) return false;
    const refined = judges.flatMap((judge, k) => {
      const refinement = judge && meshReferenceKind(judge.kind).refinement;
      return refinement ? [{ k, ...refinement }] : [];
    });
    if (refined.length === 0 || isGoodEnough(state)) return false;
    const tolerance = tolerances[refinements++];
    if (tolerance === undefined) {
      const { limited } = refined[0];
      if (!found.includes(limited)) {
        found.push(limited);
        emit({ type: "warning", message: limited });
      }
      return false;
    }
    await Promise.all(refined.map(({ k }) => obtain(k, tolerance)));
    return true;
  };
  /** Nothing is said about a reference before the limits it is compared with are settled. */
  const refineLimits = async (state: RunState): Promise<boolean> => {
    const levels = plan.levels.map((_, k) => {
      return levelRecord(plan, k, state.results[k], state.measured[k], budgetOf(k, state));
    });
    const open = openBudgets(levels, plan.study.sweep.axis, traitsOf(plan.referenceKind));
    const closures = open.map((k) => [plan.levels[k], closureOf(levels[k], levels) as Closure] as const);
    return budget.refine(new Map(closures));
  };
  return {
    references: groups.map((group, k) => ({ cost: referenceCost(plan, group), run: () => obtain(k) })),
    budget: budget.jobs,
    mass: sources[0]?.discretize(plan.levels[0]?.cells ?? []).mass ?? 1,
    measure(k, result) {
      const group = groupOf(k);
      const [level, judge, source] = [plan.levels[k], judges[group], sources[group]];
      if (judge === undefined || source === undefined) return undefined;
      return measureLevel(source.discretize(level.cells), level.task.times, result.states, names, judge.sample(level));
    },
    budgetOf,
    reference: () => {
      const judge = judges.find((own) => own !== undefined);
      const kind = judge?.kind ?? plan.referenceKind;
      const failure = failures[0] === undefined ? {} : { failure: failures[0] };
      return { kind, traits: traitsOf(kind), description: judge?.description ?? "", ...failure };
    },
    warnings: () => [...found, ...budget.warnings()],
    refine: async (state) => (await refineReference(state)) || (await refineLimits(state)),
  };
}

/** Levels by the model and the scheme they have: a single group, but for a parameter sweep. */
function groupsOf({ levels }: MeshPlan): LevelGroup[] {
  const groups = new Map<string, { study: LevelGroup["study"]; levels: MeshLevelPlan[] }>();
  for (const level of levels) {
    const { variant: study } = level;
    const key = encode({ model: study.model, scheme: study.scheme });
    const group = groups.get(key) ?? { study, levels: [] };
    group.levels.push(level);
    groups.set(key, group);
  }
  return [...groups.values()];
}

/** The study's errors, and those in L1 that tell whether a level is limited by the solver. */
function measuredNames(errors: readonly string[]): readonly string[] {
  const { name } = budgetError;
  return [...new Set([...errors, name, ...(errors.some(isMaximum) ? [maximumOf(name)] : [])])];
}

/** An automatic reference is good enough when its error is this part of the finest one. */
const referenceShare = 1 / 30;
/** Tolerances of the time integration tried after the first. */
const tolerances = [1e-8, 1e-10];

/** Whether the estimated L1 error of the reference is below 1/30 of the smallest error of a level. */
function isGoodEnough({ measured }: RunState): boolean {
  const known = measured.filter((level) => level !== undefined);
  const finest = Math.min(...known.map(({ errors }) => errors[budgetError.name] ?? Number.POSITIVE_INFINITY));
  const estimate = Math.max(0, ...known.map(({ referenceErrors }) => referenceErrors[budgetError.name] ?? 0));
  return estimate <= referenceShare * finest;
}
