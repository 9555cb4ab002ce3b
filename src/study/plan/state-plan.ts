import { errorMeasures, measureOf } from "../../convergence/errors.js";
import { stateObstacle } from "../../convergence/state-distance.js";
import { InputError } from "../../errors.js";
import type { StateLayout } from "../../model/states/state.js";
import { inOrder, sampleStateReference } from "../../reference/states/index.js";
import { stateScheme } from "../../schemes/schemes.js";
import type { StateReferenceChoice, StateStudy } from "../file/schema.js";
import { runReference } from "../run/tasks.js";
import { expectationWarnings } from "./expectations.js";
import { planLevels, type StateLevelPlan } from "./levels.js";
import { requireMemory, stateMemory } from "./memory.js";
import { type DiscreteStates, discretizeStates } from "./state-schemes.js";
import type { StatePlan } from "./study-plan.js";
import { postponed, triedStep, tryOut } from "./trial.js";

/**
 * Plans a study of states.
 *
 * @param available bytes a job may use
 * @throws {InputError} with the path inside the study
 */
export function planStateStudy(study: StatePlan["study"], available: number): StatePlan {
  const { sweep } = study;
  const levels = planLevels(study);
  const [reference, iterate] = inOrder(study.reference);
  if (sweep.seeds !== undefined && !("seed" in study.scheme)) {
    throw new InputError("the scheme has no seed", { path: "sweep.seeds", value: sweep.seeds, remedy: "Remove it." });
  }
  let memory = 0;
  const untried = new Set<StateReferenceChoice["kind"]>();
  for (const [k, level] of levels.entries()) {
    const { variant, cells, task } = level;
    if (k > 0 && variant === levels[0].variant && sweep.axis !== "h") continue;
    const states = discretizeStates(variant.model, variant.scheme, cells);
    memory = Math.max(memory, checkedMemory(variant, states, task.times, available));
    const layout = layoutOf(reference, level);
    if (layout === undefined) untried.add(reference.kind);
    if (iterate !== undefined && layoutOf(iterate, level) === undefined) untried.add(iterate.kind);
    if (layout === undefined) continue;
    for (const [j, error] of study.errors.entries()) checkError(error, `errors[${j}]`, states, layout);
  }
  return {
    kind: "states",
    study,
    levels,
    reference,
    iterate,
    referenceKind: reference.kind,
    automatic: false,
    memory,
    warnings: [...expectationWarnings(study, levels), ...[...untried].map((kind) => postponed(`the ${kind}`))],
  };
}

/** @throws {InputError} where a level would not fit */
function checkedMemory(
  { scheme }: StateStudy,
  states: DiscreteStates,
  times: readonly number[],
  available: number,
): number {
  return requireMemory("a level", stateMemory(scheme, states, times.length), available, {
    path: "model.state",
    value: states.initial.layout.kind,
    remedy: "Use fewer particles, cells, nodes or directions.",
  });
}

/**
 * How a reference describes its states; whether it applies shows in its first step, or, of Gaussians, where that costs
 * nothing, in many of them.
 *
 * @returns undefined where that takes long
 */
function layoutOf(
  reference: StateReferenceChoice,
  { cells, steps, variant: { model, scheme } }: StateLevelPlan,
): StateLayout | undefined {
  const n = stateScheme(scheme).transport(scheme, model) === "gaussian" ? triedStep(steps) : 1;
  const task = { model, scheme, reference, demand: { levels: [{ cells, steps, times: [n] }] } };
  const data = tryOut(() => runReference(task));
  return data && sampleStateReference(data, steps, n).state.layout;
}

/** Refuses an error that is not available between the states of the study and its reference. */
function checkError(
  error: string,
  path: string,
  { initial, functional }: DiscreteStates,
  reference: StateLayout,
): void {
  const reason = stateObstacle(error, initial.layout, reference, functional);
  if (reason === undefined) return;
  const others = errorMeasures.filter(({ ofStates }) => ofStates !== undefined).map(({ name }) => name);
  const remedy = `Use others of ${others.join(", ")}.`;
  throw new InputError(`${measureOf(error).name} is not available: ${reason}`, { path, value: error, remedy });
}
