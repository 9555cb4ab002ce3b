import { energyKind } from "../../model/energies/kinds.js";
import { isMeshError, isTimeError } from "../../reference/kind.js";
import { limitOnMesh } from "../../reference/kinds/same-mesh.js";
import { meshReferenceKind } from "../../reference/kinds.js";
import { runsPerStep } from "../../reference/refine.js";
import { meshScheme } from "../../schemes/schemes.js";
import { budgets, defaultBudget } from "../file/budget.js";
import type { MeshLevelPlan } from "./levels.js";
import { levelMemory } from "./memory.js";
import { modelOf } from "./models.js";
import type { BudgetPlan, FinerRun, LimitRun, MeshPlan } from "./study-plan.js";
import { triedSource, tryOut } from "./trial.js";

/** A plan whose extra runs are not planned yet. */
type Unbudgeted = Pick<MeshPlan, "study" | "levels" | "reference" | "memory">;

/** Bytes beyond which a finer run is not planned. */
const mostMemory = 1e9;
/** What runs may cost in any case, in the units of `PlannedLevel.cost`: about a second. */
const alwaysAffordable = 1e6;
/** Work of a step of the limit's integrator in steps of a scheme. */
const limitStepCost = 3;
const [fewestLimitSteps, mostLimitSteps] = [8, 64] as const;

/**
 * The runs an error budget needs, as far as the study wants and can afford them: time errors first, then mesh errors
 * from the cheapest on.
 *
 * The rule knows planned costs and sizes only, not the machine, so that what is computed depends on the study alone. A
 * quantity that the study's own reference measures already is not computed again.
 *
 * @see docs/method.md, Error budget
 */
export function planBudget(plan: Unbudgeted): BudgetPlan {
  // Runs that tell time and mesh apart belong to sweeps of those.
  if (plan.study.sweep.axis === "parameter") return { limits: [], finer: [], regularized: [], memory: plan.memory };
  const { share, isLeast } = budgets[plan.study.budget ?? defaultBudget];
  const { isGiven: isNeeded, measures } = meshReferenceKind(plan.reference.kind);
  const total = plan.levels.reduce((sum, { cost }) => sum + cost, 0);
  const allowance = Math.max(share * total, alwaysAffordable);
  const limits = isLeast && !isNeeded ? [] : limitRuns(plan);
  const timeCost = limits.reduce((sum, { cost }) => sum + cost, 0);
  const areAffordable = timeCost <= allowance;
  const layers = modelOf(plan.study.model).graph.layers.length;
  const memoryOf = ({ task }: FinerRun): number => levelMemory(task.cells, layers, 1);
  const fits = (run: FinerRun): boolean => share === Number.POSITIVE_INFINITY || memoryOf(run) <= mostMemory;
  const wanted = isLeast ? leastRuns(finerRuns(plan), isNeeded && limits.length > 0) : finerRuns(plan);
  const finer = affordable(wanted.filter(fits), areAffordable ? allowance - timeCost : allowance);
  const hasNone = limits.length > 0 && !(areAffordable && finer.length > 0);
  return {
    limits: areAffordable ? limits : [],
    finer,
    regularized: isLeast ? [] : regularizedRuns(plan),
    memory: Math.max(plan.memory, ...finer.map(memoryOf)),
    ...(isLeast && limits.length === 0 && measures.time && measures.mesh && { caveat }),
    ...(isLeast && hasNone && { obstacle: obstacleOf(plan.reference.kind) }),
  };
}

const caveat =
  "the errors in time and on the mesh are not told apart (budget: none): orders that the mesh pollutes, and errors that cancel, do not show";

function obstacleOf(kind: string): string {
  return `the reference is given by a ${kind}, and the runs that would show it to be the limit of this scheme cost more than the levels; use budget: full, or another reference`;
}

/** Runs that are levels anyway, and of each mesh the cheapest other where the mesh error is needed. */
function leastRuns(runs: readonly FinerRun[], isNeeded: boolean): FinerRun[] {
  const isFree = ({ other }: FinerRun): boolean => other !== undefined;
  const sizeOf = ({ task }: FinerRun): string => task.cells.join("x");
  const first = (run: FinerRun): boolean => run === runs.find((own) => sizeOf(own) === sizeOf(run));
  return runs.filter((run) => isFree(run) || (isNeeded && first(run)));
}

/** The first runs, in the order given, that fit into the allowance. */
function affordable(runs: readonly FinerRun[], allowance: number): FinerRun[] {
  let left = allowance;
  return runs.filter(({ cost }) => {
    left -= cost;
    return left >= 0;
  });
}

function limitRuns(plan: Unbudgeted): LimitRun[] {
  const { study, levels } = plan;
  // The limit on the same mesh is that of gradient flows.
  if (meshScheme(study.scheme).limit(study.scheme).kind === "inertial") return [];
  const isKnown = isTimeError(meshReferenceKind(plan.reference.kind));
  if (study.sweep.axis === "h" || isKnown || hasVacuum(plan)) return [];
  const byMesh = new Map<string, MeshLevelPlan[]>();
  for (const level of levels) {
    const key = level.cells.join("x");
    byMesh.set(key, [...(byMesh.get(key) ?? []), level]);
  }
  return [...byMesh.values()].map((onMesh) => {
    const { cells, cost, steps } = onMesh[0];
    const base = limitSteps(onMesh.reduce((sum, level) => sum + level.steps, 0));
    const reference = limitOnMesh(base);
    const demand = { levels: [{ cells, steps: 1, times: [1] }] };
    const task = { model: study.model, scheme: study.scheme, reference, demand };
    return { cells, task, cost: (limitStepCost * runsPerStep * base * cost) / steps };
  });
}

/** Whether there is vacuum at the start, with a front that the limit's integrator does not get across. */
function hasVacuum({ study: { model }, levels }: Unbudgeted): boolean {
  if (!energyKind(model.energy).hasFronts) return false;
  const tried = triedSource(levels[0].on.source, modelOf(model).graph.layers.length);
  const problem = tryOut(() => tried.discretize(levels[0].cells));
  return problem?.initial.some((density) => density === 0) ?? false;
}

/** A power of two of base steps whose integration costs no more than that many steps of a scheme, within bounds. */
function limitSteps(steps: number): number {
  let base: number = fewestLimitSteps;
  while (2 * base <= mostLimitSteps && limitStepCost * runsPerStep * 2 * base <= steps) base *= 2;
  return base;
}

function finerRuns({ levels, reference }: Unbudgeted): FinerRun[] {
  if (isMeshError(meshReferenceKind(reference.kind))) return [];
  const runs = levels.map(({ level, steps, cells, cost, task: own }): FinerRun => {
    const doubled = cells.map((count) => 2 * count);
    const other = levels.find((one) => one.steps === steps && one.cells.join() === doubled.join())?.level;
    const task = { ...own, cells: doubled, times: own.times.slice(-1) };
    return { level, other, task, cost: other === undefined ? 2 ** cells.length * cost : 0 };
  });
  return runs.sort((a, b) => a.cost - b.cost || a.level - b.level);
}

/** As dear as the levels themselves; there are none for other energies. */
function regularizedRuns({ study, levels }: Unbudgeted): FinerRun[] {
  const energy = energyKind(study.model.energy).twiceRegularized(study.model.energy);
  if (energy === undefined) return [];
  const model = { ...study.model, energy };
  return levels.map(({ level, cost, task }) => {
    return { level, other: undefined, task: { ...task, model, times: task.times.slice(-1) }, cost };
  });
}
