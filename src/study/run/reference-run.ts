import type { ReferenceTraits } from "../../convergence/index.js";
import { isPrepared, meshReferenceKind, type RunSpec, runKind } from "../../reference/kinds.js";
import { sampleReference } from "../../reference/reference.js";
import type { ReferenceDemand } from "../../reference/types.js";
import { meshSize } from "../file/cells.js";
import type { MeshStudy, PlannedReference } from "../file/schema.js";
import type { MeshLevelPlan } from "../plan/levels.js";
import type { Fallback, MeshPlan } from "../plan/study-plan.js";
import { obtainLevel, obtainReferenceData } from "../record/stored.js";
import type { MeshContext } from "./context.js";
import type { Sample } from "./measure.js";
import type { FailedReference } from "./pool.js";
import type { LevelResult, MeshReferenceTask } from "./tasks.js";

/** A reference ready to be compared with. */
export interface Judge {
  readonly kind: string;
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

/** Relative time error of a reference that `auto` chose, at first. */
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
  const way = isPrepared(reference)
    ? computed(context, { ...baseTask(plan, group, tolerance), reference }, onStart)
    : runItself(context, group, reference, onStart);
  const outcome = await way;
  const reused = started === undefined;
  const milliseconds = performance.now() - (started ?? performance.now());
  const { kind } = reference;
  if ("failure" in outcome) emit({ type: "reference-failed", kind, reason: outcome.failure });
  else emit({ type: "reference-finished", kind, description: outcome.description, milliseconds, reused });
  return outcome;
}

/** What a verdict has to know of a kind of reference. */
export function traitsOf(name: string): ReferenceTraits {
  const { measures, caveat } = meshReferenceKind(name);
  return { isIndependent: measures.time && measures.mesh, hasTimeError: measures.time, caveat };
}

/** Expected work, in the units of levels. */
export function referenceCost({ reference }: MeshPlan, { levels }: LevelGroup): number {
  const finest = levels.at(-1) as MeshLevelPlan;
  const perStep = finest.cost / finest.steps / meshSize(finest.cells);
  return perStep * meshReferenceKind(reference.kind).work(reference, finest);
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

/** The scheme itself on the meshes that a reference asks for. */
async function runItself(
  context: MeshContext,
  group: LevelGroup,
  reference: RunSpec,
  onStart: () => void,
): Promise<Judge | FailedReference> {
  const kind = runKind(reference);
  const { study, levels } = group;
  const meshes = kind.meshes(reference, study.model.domain.length);
  const results = await Promise.all(meshes.map((cells) => extraLevel(context, group, cells, onStart)));
  const failed = results.find(({ summary }) => summary.status !== "ok");
  if (failed !== undefined) {
    const { status, reason } = failed.summary;
    return { failure: `${kind.name}: the scheme on the reference mesh ended with status ${status}: ${reason}` };
  }
  const layers = results[0].states[0].length / meshSize(meshes[0]);
  return {
    kind: reference.kind,
    description: kind.describe(meshes, study.scheme.name, levels[0].steps),
    sample: (level) => (n) => {
      const k = level.task.times.indexOf(n);
      const densities = results.map(({ states }) => states[k]);
      return kind.sample(densities, meshes, level.cells, layers);
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
