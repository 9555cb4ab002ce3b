import { errorMeasures, measureOf } from "../../convergence/errors.js";
import { InputError } from "../../errors.js";
import type { StateLayout } from "../../model/states/state.js";
import { inOrder, sampleStateReference } from "../../reference/states/index.js";
import { reseeded, stateScheme } from "../../schemes/schemes.js";
import type { StateReferenceChoice, SweptStateStudy } from "../file/schema.js";
import { runReference } from "../run/tasks.js";
import type { Discretized } from "./discretized.js";
import type { StateLevelPlan } from "./levels.js";
import { requireMemory } from "./memory.js";
import type { OwnPlan } from "./study-plan.js";
import { triedStep, tryOut } from "./trial.js";

/**
 * What is planned of states.
 *
 * @param available bytes a job may use
 * @throws {InputError} with the path inside the study
 */
export function planStates(study: SweptStateStudy, levels: readonly StateLevelPlan[], available: number): OwnPlan {
  const { sweep, scheme } = study;
  if (sweep.seeds !== undefined && reseeded(scheme, 1) === undefined) {
    throw new InputError("the scheme has no seed", { path: "sweep.seeds", value: sweep.seeds, remedy: "Remove it." });
  }
  const [reference, iterate] = inOrder(study.reference);
  let memory = 0;
  const untried = new Set<StateReferenceChoice["kind"]>();
  for (const [k, level] of levels.entries()) {
    const { variant, on, task } = level;
    if (k > 0 && variant === levels[0].variant && sweep.axis !== "h") continue;
    const own = on.layout();
    memory = Math.max(
      memory,
      requireMemory("a level", on.memory(task.times.length), available, {
        path: "model.state",
        value: own.kind,
        remedy: "Use fewer particles, cells, nodes or directions.",
      }),
    );
    const layout = layoutOf(reference, level);
    if (layout === undefined) untried.add(reference.kind);
    if (iterate !== undefined && layoutOf(iterate, level) === undefined) untried.add(iterate.kind);
    if (layout === undefined) continue;
    for (const [j, error] of study.errors.entries()) checkError(error, `errors[${j}]`, on, layout);
  }
  return {
    levels,
    reference,
    ...(iterate && { iterate }),
    automatic: false,
    memory,
    advice: [],
    untried: [...untried].map((kind) => `the ${kind}`),
  };
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
function checkError(error: string, path: string, on: Discretized, reference: StateLayout): void {
  const reason = on.obstacle(error, reference);
  if (reason === undefined) return;
  const others = errorMeasures.filter(({ ofStates }) => ofStates !== undefined).map(({ name }) => name);
  const remedy = `Use others of ${others.join(", ")}.`;
  throw new InputError(`${measureOf(error).name} is not available: ${reason}`, { path, value: error, remedy });
}
