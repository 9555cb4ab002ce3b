import { isSwept, measureOf, meshDistanceOf } from "../../convergence/index.js";
import { InputError, NumericalFailure } from "../../errors.js";
import type { Problem } from "../../model/problem.js";
import { isRun, type MeshReferenceSpec, meshOf, meshReferenceKind } from "../../reference/kinds.js";
import { meshScheme } from "../../schemes/schemes.js";
import { meshSize } from "../file/cells.js";
import type { MeshStudy, SweptMeshStudy } from "../file/schema.js";
import { bindingOf, runReference } from "../run/tasks.js";
import { planBudget } from "./budget-plan.js";
import { exchangeRateOf } from "./exchange-rate.js";
import type { MeshLevelPlan } from "./levels.js";
import { levelMemory, requireMemory } from "./memory.js";
import { modelOf } from "./models.js";
import { planReference } from "./reference-plan.js";
import { checkInitialResolution, checkPotentialResolution } from "./resolution.js";
import type { Fallback, MeshPlan, OwnPlan } from "./study-plan.js";
import { triedCells, triedSource, triedStep, tryOut } from "./trial.js";

/**
 * Meshes up to this many unknowns are discretized while planning as they are, to find bad formulas before anything
 * runs.
 */
const cheapUnknowns = 50_000;

/**
 * What is planned of densities on a mesh. It is apart from that of states, which have no budget, no rules of admission
 * for references, and whose references are solved to see how they describe states.
 *
 * @param available bytes a job may use
 * @throws {InputError} with the path inside the study
 */
export function planDensities(
  study: SweptMeshStudy,
  levels: readonly MeshLevelPlan[],
  available: number,
): OwnPlan<MeshPlan> {
  checkErrors(study);
  checkMemory(levels, available);
  const coarsest = levels[0];
  const { source } = coarsest.on;
  const mostLayers = Math.max(...levels.map(layersOf));
  const areDiscrete = tryOut(() => discretizeCheapOnes(levels)) !== undefined;
  const { inertia } = bindingOf(study.model, study.scheme);
  const ownMeshes = levels.map(({ cells }) => cells);
  const tried = triedSource(source, mostLayers);
  const { warnings, ...chosen } = planReference(study, ownMeshes, tried, inertia);
  const { reference, fallback } = chosen;
  const kind = meshReferenceKind(reference.kind);
  const memoryOf = (one: MeshReferenceSpec): number => checkReferenceMemory(one, levels, mostLayers, available);
  const memory = memoryOf(reference);
  const second = fallback && planFallback(fallback, () => memoryOf(fallback));
  const ownMesh = meshOf(reference, study.model.domain.length);
  const meshes = ownMesh === null ? ownMeshes : [...ownMeshes, ownMesh];
  const isResolved = tryOut(() => {
    for (const { variant, on } of new Map(levels.map((level) => [level.variant, level])).values()) {
      checkInitialResolution(variant, meshes);
      checkPotentialResolution(variant, meshes, on.source);
    }
    return true;
  });
  const exchange = tryOut(() => initialExchange(study, source.discretize(triedCells(coarsest.cells, mostLayers))));
  const tryReference = (): boolean => isReferenceTried(reference, coarsest, mostLayers);
  const isTried = fallback === undefined ? tryReference() : unlessNumerical(tryReference, true);
  const plan = { levels, ...chosen, memory: Math.max(memory, second?.memory ?? 0) };
  const budget = planBudget({ ...plan, study });
  // What is planned depends on the study alone: less memory refuses it, and never changes its table.
  const fewer = { path: "sweep.cells", remedy: "Use fewer cells." };
  requireMemory("the error budget, on twice the cells,", budget.memory, available, fewer);
  return {
    ...plan,
    ...(second && { fallback: second.reference }),
    ...(exchange && { exchange }),
    budget,
    memory: Math.max(plan.memory, budget.memory),
    advice: [...warnings, ...kind.warnings(reference, modelOf(coarsest.variant.model), inertia !== undefined)],
    untried: [
      ...(areDiscrete && isResolved ? [] : ["averages over all meshes"]),
      ...(isTried ? [] : [`the ${reference.kind} reference`]),
    ],
  };
}

/** With inertia the exchange has a momentum, and no rate. */
function initialExchange({ scheme, sweep }: SweptMeshStudy, problem: Problem) {
  const { limit, order } = meshScheme(scheme);
  if (limit(scheme).kind === "inertial" || !isSwept(sweep.axis, "tau")) return undefined;
  const rate = exchangeRateOf(problem);
  return rate && { ...rate, order: order(scheme) };
}

/** Discretizes the first level, coarser if it is large, and all that are cheap. */
function discretizeCheapOnes(levels: readonly MeshLevelPlan[]): true {
  for (const [k, level] of levels.entries()) {
    const { cells, variant, on } = level;
    const { scheme, model } = variant;
    const layers = layersOf(level);
    if (k > 0 && meshSize(cells) * layers > cheapUnknowns) continue;
    meshScheme(scheme).checkOn(scheme, on.source.discretize(triedCells(cells, layers)), model.constants);
  }
  return true;
}

function checkErrors({ errors, model }: MeshStudy): void {
  for (const [k, error] of errors.entries()) {
    const refusal = meshDistanceOf(error).refusal(model.domain.length);
    if (refusal === undefined) continue;
    throw new InputError(`${measureOf(error).name} ${refusal}`, { path: `errors[${k}]`, value: error });
  }
}

function layersOf({ variant }: MeshLevelPlan): number {
  return modelOf(variant.model).graph.layers.length;
}

function checkMemory(levels: readonly MeshLevelPlan[], available: number): void {
  for (const level of levels) {
    const { cells, steps, task, on } = level;
    const what = `a level of ${steps} steps and ${cells.join("x")} cells`;
    const value = cells.length === 1 ? cells[0] : cells;
    requireMemory(what, on.memory(task.times.length), available, {
      path: "sweep.cells",
      value,
      remedy: "Use fewer cells.",
    });
  }
}

function checkReferenceMemory(
  reference: MeshReferenceSpec,
  levels: readonly MeshLevelPlan[],
  layers: number,
  available: number,
): number {
  const kept = Math.max(...levels.map(({ task }) => task.times.length));
  const meshes = levels.map(({ cells }) => cells);
  const own = meshOf(reference, levels[0].cells.length);
  if (own !== null) meshes.push(own);
  const needed = Math.max(...meshes.map((cells) => levelMemory(cells, layers, 2 * kept)));
  const context = { path: "reference", value: reference, remedy: "Use fewer cells." };
  return requireMemory(`the ${reference.kind} reference`, needed, available, context);
}

/** A second reference that memory does not allow refuses nothing until the first has failed. */
function planFallback(reference: MeshReferenceSpec, needed: () => number): { reference: Fallback; memory: number } {
  try {
    return { reference, memory: needed() };
  } catch (error) {
    if (error instanceof InputError) return { reference: { refused: error.reason }, memory: 0 };
    throw error;
  }
}

/** A closed form that fails has a second reference, which the run computes. */
function unlessNumerical<T>(run: () => T, otherwise: T): T {
  try {
    return run();
  } catch (error) {
    if (error instanceof NumericalFailure) return otherwise;
    throw error;
  }
}

/** Unknowns on which closed forms are tried: their averages take a hundred values for a cell of two axes. */
const mostTried = 10_000;

/** Closed forms are tried on the coarsest mesh: whether they apply is known at once, unless that takes long. */
function isReferenceTried(
  reference: MeshReferenceSpec,
  { cells, steps, variant: { model, scheme } }: MeshLevelPlan,
  layers: number,
): boolean {
  if (isRun(reference) || !meshReferenceKind(reference.kind).isTried) return true;
  const demand = { levels: [{ cells: triedCells(cells, layers, mostTried), steps, times: [triedStep(steps)] }] };
  const task = { model, scheme, reference, demand };
  return tryOut(() => runReference(task)) !== undefined;
}
