import { isSwept, measureOf, meshDistanceOf } from "../../convergence/index.js";
import { InputError, NumericalFailure } from "../../errors.js";
import type { Problem } from "../../model/problem.js";
import { isPrepared, meshOf, meshReferenceKind, preparedKind } from "../../reference/kinds.js";
import type { ReferenceSource } from "../../reference/types.js";
import { meshScheme } from "../../schemes/schemes.js";
import { meshSize } from "../file/cells.js";
import type { MeshStudy, PlannedReference } from "../file/schema.js";
import { bindingOf, createSource, runReference } from "../run/tasks.js";
import { planBudget } from "./budget-plan.js";
import { exchangeRateOf } from "./exchange-rate.js";
import { expectationWarnings } from "./expectations.js";
import { type MeshLevelPlan, planLevels } from "./levels.js";
import { levelMemory, requireMemory } from "./memory.js";
import { modelOf } from "./models.js";
import { planReference } from "./reference-plan.js";
import { checkInitialResolution, checkPotentialResolution } from "./resolution.js";
import type { Fallback, MeshPlan } from "./study-plan.js";
import { postponed, triedCells, triedSource, triedStep, tryOut } from "./trial.js";

/**
 * Meshes up to this many unknowns are discretized while planning as they are, to find bad formulas before anything
 * runs.
 */
const cheapUnknowns = 50_000;

/**
 * Plans a study of densities on a mesh.
 *
 * @param available bytes a job may use
 * @throws {InputError} with the path inside the study
 */
export function planMeshStudy(study: MeshPlan["study"], available: number): MeshPlan {
  checkErrors(study);
  const levels = planLevels(study);
  checkMemory(levels, available);
  const coarsest = levels[0];
  const source = createSource(coarsest.variant.model);
  const mostLayers = Math.max(...levels.map(layersOf));
  const areDiscrete = tryOut(() => discretizeCheapOnes(levels, source)) !== undefined;
  const { inertia } = bindingOf(study.model, study.scheme);
  const ownMeshes = levels.map(({ cells }) => cells);
  const tried = triedSource(source, mostLayers);
  const { reference, automatic, fallback, warnings } = planReference(study, ownMeshes, tried, inertia);
  const kind = meshReferenceKind(reference.kind);
  const memoryOf = (one: PlannedReference): number => checkReferenceMemory(one, levels, mostLayers, available);
  const memory = memoryOf(reference);
  const second = fallback && planFallback(fallback, () => memoryOf(fallback));
  const ownMesh = meshOf(reference, study.model.domain.length);
  const meshes = ownMesh === null ? ownMeshes : [...ownMeshes, ownMesh];
  const distinct = new Set(levels.map(({ variant }) => variant));
  const isResolved = tryOut(() => {
    for (const variant of distinct) {
      checkInitialResolution(variant, meshes);
      checkPotentialResolution(variant, meshes, variant === coarsest.variant ? source : createSource(variant.model));
    }
    return true;
  });
  const exchange = tryOut(() => initialExchange(study, source.discretize(triedCells(coarsest.cells, mostLayers))));
  const tryReference = (): boolean => isReferenceTried(reference, coarsest, mostLayers);
  const isTried = fallback === undefined ? tryReference() : unlessNumerical(tryReference, true);
  const plan = {
    kind: "mesh",
    study,
    levels,
    source,
    reference,
    referenceKind: reference.kind,
    automatic,
    ...(exchange && { exchange }),
    ...(second && { fallback: second.reference }),
    memory: Math.max(memory, second?.memory ?? 0),
    warnings: [
      ...warnings,
      ...kind.warnings(reference, modelOf(coarsest.variant.model), inertia !== undefined),
      ...expectationWarnings(study, levels),
      ...(areDiscrete && isResolved ? [] : [postponed("averages over all meshes")]),
      ...(isTried ? [] : [postponed(`the ${reference.kind} reference`)]),
    ],
  } as const;
  const budget = planBudget(plan);
  // What is planned depends on the study alone: less memory refuses it, and never changes its table.
  const fewer = { path: "sweep.cells", remedy: "Use fewer cells." };
  requireMemory("the error budget, on twice the cells,", budget.memory, available, fewer);
  return { ...plan, budget, memory: Math.max(plan.memory, budget.memory) };
}

/** With inertia the exchange has a momentum, and no rate. */
function initialExchange({ scheme, sweep }: MeshPlan["study"], problem: Problem) {
  const { limit, order } = meshScheme(scheme);
  if (limit(scheme).kind === "inertial" || !isSwept(sweep.axis, "tau")) return undefined;
  const rate = exchangeRateOf(problem);
  return rate && { ...rate, order: order(scheme) };
}

/** Discretizes the first level, coarser if it is large, and all that are cheap. */
function discretizeCheapOnes(levels: readonly MeshLevelPlan[], source: ReferenceSource): true {
  for (const [k, level] of levels.entries()) {
    const { cells, variant } = level;
    const { scheme, model, sweep } = variant;
    const layers = layersOf(level);
    if (k > 0 && meshSize(cells) * layers > cheapUnknowns) continue;
    const own = sweep?.axis === "parameter" ? createSource(model) : source;
    const problem = own.discretize(triedCells(cells, layers));
    meshScheme(scheme).checkOn(scheme, problem, model.constants);
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
    const { cells, steps, task } = level;
    const what = `a level of ${steps} steps and ${cells.join("x")} cells`;
    const value = cells.length === 1 ? cells[0] : cells;
    const needed = levelMemory(cells, layersOf(level), task.times.length);
    requireMemory(what, needed, available, { path: "sweep.cells", value, remedy: "Use fewer cells." });
  }
}

function checkReferenceMemory(
  reference: PlannedReference,
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
function planFallback(reference: PlannedReference, needed: () => number): { reference: Fallback; memory: number } {
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
  reference: PlannedReference,
  { cells, steps, variant: { model, scheme } }: MeshLevelPlan,
  layers: number,
): boolean {
  if (!isPrepared(reference) || !preparedKind(reference).isTried) return true;
  const demand = { levels: [{ cells: triedCells(cells, layers, mostTried), steps, times: [triedStep(steps)] }] };
  const task = { model, scheme, reference, demand };
  return tryOut(() => runReference(task)) !== undefined;
}
