import { budgetError, type Closure, closureOf, isMaximum, maximumOf, openBudgets } from "../../convergence/index.js";
import { meshScheme } from "../../schemes/schemes.js";
import { hasBudget, type StudyPlan } from "../plan/study-plan.js";
import { levelRecord } from "./assemble.js";
import { type Assessment, type RunState, unknownBudget } from "./assessment.js";
import { createBudget } from "./budget.js";
import type { RunContext } from "./context.js";
import { createJudges, type Judges } from "./judges.js";
import { measureLevel } from "./measure.js";
import { traitsOf } from "./reference-run.js";

/** Levels judged by the reference, beside it by the exact iterate, and their errors told apart, as far as planned. */
export function createAssessment(context: RunContext): Assessment {
  const { plan, emit } = context;
  const main = createJudges(context, plan.reference);
  const second = plan.iterate && createJudges(context, plan.iterate);
  const budget = hasBudget(plan) ? createBudget({ ...context, plan, pool: context.limited }) : undefined;
  const names = measuredNames(plan);
  const found: string[] = [];
  let refinements = 0;
  const budgetOf = (k: number, { results, measured }: RunState) => {
    if (budget === undefined) return unknownBudget;
    const { steps } = plan.levels[k];
    // Where an error could be measured there is a reference to sample.
    const reference = measured[k] && main.sample(k)?.(steps).state.values;
    return budget.of(k, results, measured[k], reference);
  };
  const refineReference = async (state: RunState): Promise<boolean> => {
    if (!isRefined(plan) || main.failure() !== undefined) return false;
    const refinement = main.refinement();
    if (refinement === undefined || isGoodEnough(state)) return false;
    const tolerance = tolerances[refinements++];
    if (tolerance !== undefined) {
      await refinement.run(tolerance);
      return true;
    }
    if (!found.includes(refinement.limited)) {
      found.push(refinement.limited);
      emit({ type: "warning", message: refinement.limited });
    }
    return false;
  };
  /** Nothing is said about a reference before the limits it is compared with are settled. */
  const refineLimits = async (state: RunState): Promise<boolean> => {
    if (budget === undefined) return false;
    const levels = plan.levels.map((_, k) => {
      return levelRecord(plan, k, state.results[k], state.measured[k], budgetOf(k, state));
    });
    const open = openBudgets(levels, plan.study.sweep.axis, traitsOf(plan.reference.kind));
    const closures = open.map((k) => [plan.levels[k], closureOf(levels[k], levels) as Closure] as const);
    return budget.refine(new Map(closures));
  };
  return {
    references: [...main.jobs, ...(second?.jobs ?? [])],
    budget: budget?.jobs ?? [],
    mass: plan.levels[0].on.mass(),
    measure(k, { states }) {
      const sample = main.sample(k);
      return sample && measureLevel(plan.levels[k], states, names, sample, second?.sample(k));
    },
    budgetOf,
    reference() {
      const { kind = plan.reference.kind, description = "" } = main.first() ?? {};
      const failure = main.failure();
      return {
        kind,
        traits: traitsOf(kind),
        description,
        ...(failure !== undefined && { failure }),
        ...(second && { iterate: second.first()?.description ?? "" }),
      };
    },
    warnings: () => [...found, ...missing(second), ...(budget?.warnings() ?? [])],
    refineReference,
    refineLimits,
  };
}

function missing(second: Judges | undefined): string[] {
  const failure = second?.failure();
  return failure === undefined ? [] : [`there is no exact iterate to compare with: ${failure}`];
}

/** The study's errors, and those in L1 that tell whether a level is limited by the solver. */
function measuredNames(plan: StudyPlan): readonly string[] {
  const { errors } = plan.study;
  if (!hasBudget(plan)) return errors;
  const { name } = budgetError;
  return [...new Set([...errors, name, ...(errors.some(isMaximum) ? [maximumOf(name)] : [])])];
}

/** Whether an automatic reference is to be made good enough; dynamics with inertia are integrated to round-off. */
function isRefined(plan: StudyPlan): boolean {
  if (!plan.automatic || !hasBudget(plan)) return false;
  const { scheme } = plan.study;
  return meshScheme(scheme).limit(scheme).kind !== "inertial";
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
