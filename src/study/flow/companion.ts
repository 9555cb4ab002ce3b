import { limitIn, sampleStateReference } from "../../reference/states/index.js";
import { stateScheme } from "../../schemes/schemes.js";
import { isOfStates, type Study } from "../file/schema.js";
import { discretized } from "../plan/discretized.js";
import type { FlowOptions } from "../run/options.js";
import { runFlowReference } from "./flow-task.js";

/** States of another flow from the same start, drawn beside a trajectory. */
export interface Companion {
  readonly name: string;
  readonly states: readonly Float64Array[];
}

/**
 * The Wasserstein flow of the same functional, where the scheme moves in another geometry.
 *
 * @returns undefined where there is none; with a warning where it is not available
 */
export async function companionOf(
  study: Study,
  steps: number,
  times: readonly number[],
  options: FlowOptions,
): Promise<Companion | undefined> {
  if (!isOfStates(study) || !stateScheme(study.scheme).besideWasserstein) return undefined;
  const { model, scheme } = study;
  const reference = limitIn("wasserstein");
  const task = { model, scheme, reference, demand: { levels: [{ cells: [], steps, times }] } };
  const data = await runFlowReference(task, options);
  if ("failure" in data) {
    options.onEvent?.({ type: "warning", message: `no Wasserstein flow to draw beside: ${data.failure}` });
    return undefined;
  }
  const { kind } = discretized(study, []).layout();
  const states = times.map((n) => sampleStateReference(data, steps, n).state);
  if (states.some(({ layout }) => layout.kind !== kind)) return undefined;
  return { name: "Wasserstein flow", states: states.map(({ values }) => values) };
}
