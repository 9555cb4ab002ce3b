import { existsSync } from "node:fs";
import { join } from "node:path";
import { InputError } from "../errors.js";
import {
  flowFile,
  flowStudy,
  framesShown,
  isCurrent,
  levelToShow,
  readResult,
  recordedFlow,
  type StudyListener,
  type StudyRecord,
  studyHash,
  trajectoryFile,
} from "../study/index.js";
import { requireSweep } from "../study/plan/expectations.js";
import { planLevels } from "../study/plan/levels.js";
import type { RunCommandOptions } from "./options.js";
import type { Outputs } from "./outputs.js";
import type { PlannedStudy } from "./select.js";
import type { Terminal } from "./terminal.js";

/**
 * Puts the trajectory that a report shows beside a result, unless it is there: that of the finest level, which was
 * recorded while it ran. Where it was not, that of a level that is cheap is computed.
 */
export async function keepTrajectory(
  { study, plan }: PlannedStudy,
  record: StudyRecord,
  outputs: Outputs,
  { force, store }: Pick<RunCommandOptions, "force" | "store">,
  { signal }: Pick<Terminal, "signal">,
  onEvent: StudyListener,
): Promise<void> {
  const hash = studyHash(study);
  const watch = { signal, onEvent };
  const recorded = recordedFlow(plan.levels, study.id, store, watch);
  if (recorded !== undefined && record.levels[recorded.shown.level]?.status === "ok") {
    if (!force && isCurrent(outputs.folder, hash, recorded.shown, framesShown)) return;
    const flow = await recorded.read();
    if (flow !== undefined) return outputs.write({ [trajectoryFile]: flowFile(hash, flow) });
  }
  const level = levelToShow(plan, record);
  if (level === undefined || (!force && isCurrent(outputs.folder, hash, level, framesShown))) return;
  const { level: own, steps, cells: mesh } = level;
  const flow = await flowStudy(study, { level: own, steps, mesh, snapshots: framesShown, ...watch });
  outputs.write({ [trajectoryFile]: flowFile(hash, flow) });
}

/** Puts a recorded trajectory beside a result that has none, while the store still does. */
export async function restoreTrajectory(
  outputs: Outputs,
  store: string | undefined,
  { signal }: Pick<Terminal, "signal">,
): Promise<void> {
  if (existsSync(join(outputs.folder, trajectoryFile))) return;
  const { study, record, hash } = readResult(outputs.folder);
  const recorded = unlessMissing(() => recordedFlow(planLevels(requireSweep(study)), study.id, store, { signal }));
  if (recorded === undefined || record.levels[recorded.shown.level]?.status !== "ok") return;
  const flow = await recorded.read();
  if (flow !== undefined) outputs.write({ [trajectoryFile]: flowFile(hash, flow) });
}

/** Files that a study names are not at hand where its result is. */
function unlessMissing<T>(run: () => T): T | undefined {
  try {
    return run();
  } catch (error) {
    if (error instanceof InputError) return undefined;
    throw error;
  }
}
