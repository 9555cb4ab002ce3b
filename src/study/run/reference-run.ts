import { restrictAverages } from "../../model/restrict.js";
import { sampleReference } from "../../reference/reference.js";
import type { ReferenceDemand } from "../../reference/types.js";
import { cellsPerAxis, cellsText, meshSize } from "../file/cells.js";
import type { MeshStudy } from "../file/schema.js";
import type { MeshLevelPlan } from "../plan/levels.js";
import type { Fallback, MeshPlan } from "../plan/mesh-plan.js";
import type { PlannedReference } from "../plan/reference-plan.js";
import { obtainLevel, obtainReferenceData } from "../record/stored.js";
import type { MeshContext } from "./context.js";
import type { Sample } from "./measure.js";
import type { FailedReference } from "./pool.js";
import type { LevelResult, MeshReferenceTask } from "./tasks.js";

/** A reference ready to be compared with. */
export interface Judge {
  readonly kind: PlannedReference["kind"];
  readonly description: string;
  /** Why the reference that `auto` chose has given way to this one. */
  readonly since?: string;
  sample(level: MeshLevelPlan): Sample;
}

/** Levels with the same model and scheme: all, but for a parameter sweep. */
export interface LevelGroup {
  readonly study: MeshStudy;
  readonly levels: readonly MeshLevelPlan[];
}

/** Relative time error of a finite-volume reference that `auto` chose, at first. */
const automaticTolerance = 1e-6;

/**
 * Computes the reference of some levels, or takes it from the store.
 *
 * Where the one that `auto` chose fails numerically, its fallback is computed instead, with a warning.
 *
 * @param earlier a less accurate one for the same levels: the same kind is computed again
 */
export async function obtainReference(
  context: MeshContext,
  group: LevelGroup,
  tolerance?: number,
  earlier?: Judge,
): Promise<Judge | FailedReference> {
  const { reference } = context.plan;
  if (earlier?.since !== undefined) return fallBack(context, group, earlier.since, tolerance);
  const outcome = await obtain(context, group, reference, tolerance);
  const { fallback } = context.plan;
  if (!("failure" in outcome) || fallback === undefined) return outcome;
  if (!("refused" in fallback)) {
    context.emit({ type: "warning", message: `${outcome.failure}; ${fallback.kind} is taken instead` });
  }
  return fallBack(context, group, outcome.failure, tolerance);
}

async function fallBack(
  context: MeshContext,
  group: LevelGroup,
  since: string,
  tolerance: number | undefined,
): Promise<Judge | FailedReference> {
  const fallback = context.plan.fallback as Fallback;
  if ("refused" in fallback) return { failure: `${since}; ${fallback.refused}` };
  const judge = await obtain(context, group, fallback, tolerance);
  if ("failure" in judge) return { failure: `${since}; ${judge.failure}` };
  return { ...judge, since, description: `${judge.description}, since ${since}` };
}

async function obtain(
  context: MeshContext,
  group: LevelGroup,
  reference: PlannedReference,
  tolerance?: number,
): Promise<Judge | FailedReference> {
  const { plan, emit } = context;
  let started: number | undefined;
  const onStart = (): void => {
    if (started === undefined) emit({ type: "reference-started", kind: reference.kind });
    started ??= performance.now();
  };
  const outcome =
    reference.kind === "same-step"
      ? await sameStep(context, group, cellsPerAxis(reference.cells, plan.study.model.domain.length), onStart)
      : await computed(context, { ...baseTask(plan, group, tolerance), reference }, onStart);
  const reused = started === undefined;
  const milliseconds = performance.now() - (started ?? performance.now());
  const { kind } = reference;
  if ("failure" in outcome) emit({ type: "reference-failed", kind, reason: outcome.failure });
  else emit({ type: "reference-finished", kind, description: outcome.description, milliseconds, reused });
  return outcome;
}

/** Expected work, in the units of levels. */
export function referenceCost({ reference }: MeshPlan, { levels }: LevelGroup): number {
  const perStep = (level: MeshLevelPlan): number => level.cost / level.steps / meshSize(level.cells);
  const finest = levels.at(-1) as MeshLevelPlan;
  const sizeOf = (cells: number | readonly number[]): number => meshSize(cellsPerAxis(cells, finest.cells.length));
  switch (reference.kind) {
    case "same-step":
      return 1.5 * perStep(finest) * finest.steps * sizeOf(reference.cells);
    case "finite-volume":
      return 1.75 * 10 * (reference.steps ?? 256) * perStep(finest) * sizeOf(reference.cells);
    case "same-mesh":
      return 10 * (reference.steps ?? 256) * perStep(finest) * meshSize(finest.cells);
    default:
      return perStep(finest);
  }
}

function baseTask({ automatic }: MeshPlan, { study, levels }: LevelGroup, tolerance: number | undefined) {
  const demanded = levels.map(({ cells, steps, task }) => ({ cells, steps, times: task.times }));
  const wanted = tolerance ?? (automatic ? automaticTolerance : undefined);
  const demand: ReferenceDemand = wanted === undefined ? { levels: demanded } : { levels: demanded, tolerance: wanted };
  return { model: study.model, scheme: study.scheme, demand };
}

async function computed(
  context: MeshContext,
  task: MeshReferenceTask,
  onStart: () => void,
): Promise<Judge | FailedReference> {
  const known = await obtainReferenceData(context, task, onStart);
  if ("failure" in known) return known;
  return {
    kind: known.kind,
    description: known.description,
    sample: (level) => (n) => sampleReference(known, level, n),
  };
}

/** The scheme itself at the same tau on a much finer mesh, and on half of it for an estimate of the error left. */
async function sameStep(
  context: MeshContext,
  group: LevelGroup,
  cells: readonly number[],
  onStart: () => void,
): Promise<Judge | FailedReference> {
  const halved = cells.map((count) => count / 2);
  const runs = [cells, halved].map((count) => extraLevel(context, group, count, onStart));
  const [fine, half] = (await Promise.all(runs)) as [LevelResult, LevelResult];
  const failed = [fine, half].find(({ summary }) => summary.status !== "ok");
  if (failed !== undefined) {
    const { status, reason } = failed.summary;
    return { failure: `same-step: the scheme on the reference mesh ended with status ${status}: ${reason}` };
  }
  const { study, levels } = group;
  const layers = fine.states[0].length / meshSize(cells);
  return {
    kind: "same-step",
    description: `the ${study.scheme.name} scheme itself with ${levels[0]?.steps} steps on ${cellsText(cells)} cells, a self-reference; its error estimated on ${cellsText(halved)} cells`,
    sample: (level) => (n) => {
      const k = level.task.times.indexOf(n);
      return {
        density: restrictAverages(fine.states[k], cells, level.cells, layers),
        companion: restrictAverages(half.states[k], halved, level.cells, layers),
        // The difference to half the cells bounds the error of the finer one for every order of at least 1.
        companionFactor: 1,
      };
    },
  };
}

function extraLevel(
  context: MeshContext,
  { levels }: LevelGroup,
  cells: readonly number[],
  onStart: () => void,
): Promise<LevelResult> {
  return obtainLevel(context, { ...levels[0].task, cells }, onStart);
}
