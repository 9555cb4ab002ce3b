import { norms } from "../convergence/index.js";
import { InputError } from "../errors.js";
import { restrictAverages } from "../model/restrict.js";
import { sampleReference } from "../reference/reference.js";
import type { ReferenceSolution, ReferenceSource } from "../reference/types.js";
import type { Job } from "./assessment.js";
import type { BudgetPlan, FinerRun, LimitRun } from "./budget-plan.js";
import { meshSize } from "./cells.js";
import type { MeshContext, Shared } from "./context.js";
import type { PlannedLevel } from "./events.js";
import type { Measured } from "./measure.js";
import { obtainLevel, obtainReferenceData } from "./stored.js";
import type { LevelResult } from "./tasks.js";

/** What of a level's error is due to the step size, and what to the mesh, in L1; NaN where it is not known. */
export interface LevelBudget {
  readonly timeError: number;
  readonly meshError: number;
  /** Absent unless the energy is regularized. */
  readonly regularizationError?: number;
}

export const unknownBudget: LevelBudget = { timeError: Number.NaN, meshError: Number.NaN };

/** The error budget of a running study. */
export interface Budget {
  /** Its runs; a numerical failure of one of them is a warning. */
  readonly jobs: readonly Job[];
  /** What is known so far of a level, given the results of all levels and its own errors. */
  of(level: PlannedLevel, results: readonly (LevelResult | undefined)[], measured: Measured | undefined): LevelBudget;
  /** Why something is missing, in an order that does not depend on when it was found. */
  warnings(): string[];
}

/** A limit that is less exact than this part of a time error does not measure it. */
const limitShare = 0.1;

/** What a run has come to. */
type Outcome<T> =
  | { readonly value: T; readonly problem?: undefined }
  | { readonly value?: undefined; readonly problem: string };

/** Runs an error budget; `jobs` do the work, everything else only looks at what they have left. */
export function createBudget(
  context: Pick<MeshContext, "plan" | "pool" | "store">,
  { limits, finer, regularized }: BudgetPlan,
  source: ReferenceSource,
): Budget {
  const limitOn = new Map<string, Outcome<ReferenceSolution>>();
  const finerOf = new Map<number, Outcome<Float64Array>>();
  const regularizedOf = new Map<number, Outcome<Float64Array>>();
  const extra = finer.filter(({ other }) => other === undefined);
  const { referenceKind } = context.plan;
  return {
    jobs: [
      ...limits.map((run) => ({
        cost: run.cost,
        run: async () => void limitOn.set(run.cells.join("x"), await limitSolution(context, run)),
      })),
      ...extra.map((run) => ({
        cost: run.cost,
        run: async () => void finerOf.set(run.level, await finerDensity(context, run)),
      })),
      ...regularized.map((run) => ({
        cost: run.cost,
        run: async () => void regularizedOf.set(run.level, await finerDensity(context, run)),
      })),
    ],
    of(level, results, measured) {
      const density = finalDensity(results[level.level]);
      if (density === undefined) return unknownBudget;
      const distance = (other: Float64Array): number => norms.L1(source.discretize(level.cells), density, other);
      const known = knownBudget(referenceKind, measured);
      const limit = limitOn.get(level.cells.join("x"));
      const run = finer.find((own) => own.level === level.level);
      const other = run?.other === undefined ? finerOf.get(level.level)?.value : finalDensity(results[run.other]);
      const softer = regularizedOf.get(level.level)?.value;
      return {
        ...(regularized.length === 0
          ? {}
          : { regularizationError: softer === undefined ? Number.NaN : distance(softer) }),
        timeError: limit === undefined ? known.timeError : timeError(distance, limit.value),
        meshError: other === undefined ? known.meshError : distance(onMesh(other, level, density.length)),
      };
    },
    warnings: () => [
      ...warningsOf("time", [...limits.map(({ cells }) => limitOn.get(cells.join("x")))]),
      ...warningsOf("mesh", [...extra.map(({ level }) => finerOf.get(level))]),
      ...warningsOf("regularization", [...regularized.map(({ level }) => regularizedOf.get(level))]),
    ],
  };
}

/** What the study's own reference measures. */
function knownBudget(referenceKind: string, measured: Measured | undefined): LevelBudget {
  const own = measured?.errors.L1 ?? Number.NaN;
  return {
    timeError: referenceKind === "same-mesh" ? own : Number.NaN,
    meshError: referenceKind === "same-step" || referenceKind === "exact-iterate" ? own : Number.NaN,
  };
}

function timeError(distance: (other: Float64Array) => number, limit: ReferenceSolution | undefined): number {
  if (limit === undefined) return Number.NaN;
  const own = distance(limit.density);
  // The companion's distance to the level differs from the limit's by at most the companion's error.
  const uncertainty = Math.abs(distance(limit.companion) - own);
  return uncertainty <= limitShare * own ? own : Number.NaN;
}

/** Averages over the cells of a level of a density on twice the cells per axis. */
function onMesh(density: Float64Array, { cells }: PlannedLevel, unknowns: number): Float64Array {
  const doubled = cells.map((count) => 2 * count);
  return restrictAverages(density, doubled, cells, unknowns / meshSize(cells));
}

async function limitSolution(context: Shared, { cells, task }: LimitRun): Promise<Outcome<ReferenceSolution>> {
  return attempt<ReferenceSolution>(async () => {
    const data = await obtainReferenceData(context, task);
    if ("failure" in data) return { problem: data.failure };
    return { value: sampleReference(data, { cells, steps: 1 }, 1) };
  });
}

async function finerDensity(context: Shared, { task }: FinerRun): Promise<Outcome<Float64Array>> {
  return attempt<Float64Array>(async () => {
    const result = await obtainLevel(context, task);
    const value = finalDensity(result);
    if (value !== undefined) return { value };
    return {
      problem: `${task.steps} steps on ${task.cells.join("x")} cells ended with status ${result.summary.status}`,
    };
  });
}

/** What does not apply to an extra run is no error of the study. */
async function attempt<T>(run: () => Promise<Outcome<T>>): Promise<Outcome<T>> {
  try {
    return await run();
  } catch (error) {
    if (error instanceof InputError) return { problem: error.message };
    throw error;
  }
}

function finalDensity(result: LevelResult | undefined): Float64Array | undefined {
  return result?.summary.status === "ok" ? result.states.at(-1) : undefined;
}

function warningsOf(what: string, outcomes: readonly (Outcome<unknown> | undefined)[]): string[] {
  const problems = outcomes.flatMap((outcome) => (outcome?.problem === undefined ? [] : [outcome.problem]));
  return [...new Set(problems)].map((problem) => `the ${what} error could not be estimated: ${problem}`);
}
