import { budgetError, budgetErrorIn, type Closure } from "../../convergence/index.js";
import { restrictAverages } from "../../model/restrict.js";
import { isMeshError, isTimeError, type MeshReferenceKind } from "../../reference/kind.js";
import { meshReferenceKind } from "../../reference/kinds.js";
import type { ReferenceSolution } from "../../reference/types.js";
import { meshSize } from "../file/cells.js";
import type { FinerRun, LimitRun, MeshPlan } from "../plan/study-plan.js";
import { obtainLevel } from "../record/stored.js";
import { type Job, type LevelBudget, unknownBudget } from "./assessment.js";
import { attempt, type Outcome } from "./attempt.js";
import type { RunContext, Shared } from "./context.js";
import type { PlannedLevel } from "./events.js";
import { computeLimit, type Limit, limitErrorOf, refineLimit } from "./limits.js";
import type { Measured } from "./measure.js";
import type { LevelResult } from "./tasks.js";

/** The error budget of a running study. */
export interface Budget {
  /** Its runs; a numerical failure of one of them is a warning. */
  readonly jobs: readonly Job[];
  /**
   * What is known so far of a level, given the results of all levels, its own errors, and the reference at its last
   * time.
   */
  of(
    level: number,
    results: readonly (LevelResult | undefined)[],
    measured: Measured | undefined,
    reference: Float64Array | undefined,
  ): LevelBudget;
  /** Computes the limits better that levels with an open budget rest on; false where that changes nothing. */
  refine(open: ReadonlyMap<PlannedLevel, Closure>): Promise<boolean>;
  /** Why something is missing, in an order that does not depend on when it was found. */
  warnings(): string[];
}

/** A limit that is less exact than this part of a time error does not measure it. */
const limitShare = 0.1;

/** Runs an error budget; `jobs` do the work, everything else only looks at what they have left. */
export function createBudget(context: Pick<RunContext<MeshPlan>, "plan" | "pool" | "store">): Budget {
  const { levels, budget, reference: judge } = context.plan;
  const { limits, finer, regularized } = budget;
  const limitOn = new Map<string, Outcome<Limit>>();
  const finerOf = new Map<number, Outcome<Float64Array>>();
  const regularizedOf = new Map<number, Outcome<Float64Array>>();
  const extra = finer.filter(({ other }) => other === undefined);
  const kind = meshReferenceKind(judge.kind);
  const refineOn = async (run: LimitRun, open: ReadonlyMap<PlannedLevel, Closure>): Promise<boolean> => {
    const key = run.cells.join("x");
    const closures = [...open].flatMap(([{ cells }, closure]) => (cells.join("x") === key ? [closure] : []));
    const limit = limitOn.get(key)?.value;
    if (closures.length === 0 || limit === undefined) return false;
    const gap = Math.min(...closures.map((own) => own.gap));
    const value = await refineLimit(context, run, limit, { gap, part: Math.max(...closures.map((own) => own.limit)) });
    limitOn.set(key, { value });
    return value !== limit;
  };
  return {
    jobs: [
      ...limits.map((run) => ({
        cost: run.cost,
        run: async () =>
          void limitOn.set(run.cells.join("x"), await computeLimit(context, run, run.task.reference.steps)),
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
    of(k, results, measured, reference) {
      const level = levels[k];
      const density = finalDensity(results[level.level]);
      if (density === undefined) return unknownBudget;
      const problem = level.on.source.discretize(level.cells);
      const distance = (other: Float64Array): number => budgetError.onMesh.distance(problem, density, other);
      const known = knownBudget(kind, measured);
      const limit = limitOn.get(level.cells.join("x"));
      const run = finer.find((own) => own.level === level.level);
      const other = run?.other === undefined ? finerOf.get(level.level)?.value : finalDensity(results[run.other]);
      const softer = regularizedOf.get(level.level)?.value;
      return {
        ...(regularized.length === 0
          ? {}
          : { regularizationError: softer === undefined ? Number.NaN : distance(softer) }),
        timeError: limit === undefined ? known.timeError : timeError(distance, limit.value?.solution),
        ...(limit?.value === undefined ? {} : { limitError: limitErrorOf(problem, limit.value) }),
        ...(limit?.value === undefined || reference === undefined
          ? {}
          : { limitDistance: budgetError.onMesh.distance(problem, limit.value.solution.density, reference) }),
        meshError: other === undefined ? known.meshError : distance(onMesh(other, level, density.length)),
      };
    },
    async refine(open) {
      const refined = await Promise.all(limits.map((run) => refineOn(run, open)));
      return refined.some((changed) => changed);
    },
    warnings: () => [
      ...warningsOf("time", [...limits.map(({ cells }) => limitOn.get(cells.join("x")))]),
      ...warningsOf("mesh", [...extra.map(({ level }) => finerOf.get(level))]),
      ...warningsOf("regularization", [...regularized.map(({ level }) => regularizedOf.get(level))]),
    ],
  };
}

/** What the study's own reference measures. */
function knownBudget(kind: MeshReferenceKind, measured: Measured | undefined): LevelBudget {
  const own = budgetErrorIn(measured?.errors ?? {});
  return {
    timeError: isTimeError(kind) ? own : Number.NaN,
    meshError: isMeshError(kind) ? own : Number.NaN,
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

async function finerDensity(context: Shared, { task }: FinerRun): Promise<Outcome<Float64Array>> {
  return attempt<Float64Array>(async () => {
    const result = await obtainLevel(context, task);
    const value = finalDensity(result);
    if (value !== undefined) return { value };
    const { status, reason } = result.summary;
    return { problem: `${task.steps} steps on ${task.cells.join("x")} cells ended with status ${status}: ${reason}` };
  });
}

function finalDensity(result: LevelResult | undefined): Float64Array | undefined {
  return result?.summary.status === "ok" ? result.states.at(-1) : undefined;
}

function warningsOf(what: string, outcomes: readonly (Outcome<unknown> | undefined)[]): string[] {
  const problems = outcomes.flatMap((outcome) => (outcome?.problem === undefined ? [] : [outcome.problem]));
  return [...new Set(problems)].map((problem) => `the ${what} error could not be estimated: ${problem}`);
}
