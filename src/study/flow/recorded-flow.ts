import { createMesh } from "../../model/mesh.js";
import { isOfStates } from "../file/schema.js";
import { discretized } from "../plan/discretized.js";
import type { LevelPlan } from "../plan/levels.js";
import { modelOf } from "../plan/models.js";
import { createStore, storeFolder } from "../record/store.js";
import type { FlowOptions, FlowResult } from "../run/options.js";
import type { Recorded, Recording } from "../run/recorder.js";
import { flowFrom, onMesh, placeOfStates } from "./flow.js";
import { readRecorded, recordedLevel, recordingOf } from "./recording.js";
import type { ShownLevel } from "./stored-flow.js";

/** The trajectory of the finest level, kept while it was computed. */
export interface RecordedFlow {
  readonly shown: ShownLevel;
  /** Undefined where it is not in the store any more. */
  read(): Promise<FlowResult> | undefined;
}

/**
 * What has been recorded of the levels of a study; undefined where nothing is.
 *
 * @param store folder of stored levels; as for a run when absent
 */
export function recordedFlow(
  levels: readonly LevelPlan[],
  id: string,
  store: string | undefined,
  options: Pick<FlowOptions, "signal" | "onEvent"> = {},
): RecordedFlow | undefined {
  const level = recordedLevel(levels);
  const recording = recordingOf(level);
  if (recording === undefined) return undefined;
  const { steps, cost, parameter } = level;
  return {
    shown: { level: level.level, steps, cells: recording.cells, cost, ...(parameter && { parameter }) },
    read() {
      const known = readRecorded(
        createStore(storeFolder(store), false, () => {}),
        level,
        recording,
      );
      return known && assembled(level, recording, known, id, options);
    },
  };
}

async function assembled(
  { variant, steps, parameter }: LevelPlan,
  { times, cells }: Recording,
  { rows, states }: Recorded,
  id: string,
  options: FlowOptions,
): Promise<FlowResult> {
  const place = isOfStates(variant)
    ? placeOfStates(discretized(variant, cells).layout())
    : { ...onMesh(createMesh(variant.model.domain, cells)), layers: modelOf(variant.model).graph.layers };
  const run = { summary: { status: "ok" as const }, rows, states };
  return flowFrom({ id, variant, steps, parameter, times, place }, run, options);
}
