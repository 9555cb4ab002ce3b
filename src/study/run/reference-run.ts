import type { ReferenceTraits } from "../../convergence/index.js";
import { isRun, meshReferenceKinds, type RunSpec, runKind } from "../../reference/kinds.js";
import { sampleReference } from "../../reference/reference.js";
import { type StateReferenceData, sampleStateReference, stateReferenceKind } from "../../reference/states/index.js";
import type { ReferenceData, ReferenceDemand, ReferenceSolution } from "../../reference/types.js";
import { meshSize } from "../file/cells.js";
import type { PlannedReference } from "../file/schema.js";
import type { LevelPlan } from "../plan/levels.js";
import type { Fallback } from "../plan/study-plan.js";
import { obtainLevel, obtainReferenceData } from "../record/stored.js";
import type { RunContext } from "./context.js";
import type { Sample, Solution } from "./measure.js";
import type { FailedReference } from "./pool.js";
import type { ReferenceTask } from "./tasks.js";

/** A reference ready to be compared with. */
export interface Judge {
  readonly kind: string;
  readonly description: string;
  /** Why the reference that `auto` chose has given way to this one. */
  readonly since?: string;
  sample(level: LevelPlan): Sample;
}

/** Levels that share a reference. */
export type LevelGroup = readonly LevelPlan[];

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
  context: RunContext,
  reference: PlannedReference,
  group: LevelGroup,
  tolerance?: number,
  earlier?: Judge,
): Promise<Judge | FailedReference> {
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
  context: RunContext,
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
  context: RunContext,
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
  const way = isRun(reference)
    ? runItself(context, group, reference, onStart)
    : computed(context, { ...baseTask(plan.automatic, group, tolerance), reference } as ReferenceTask, onStart);
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
  const { measures, caveat } = meshReferenceKinds.find((kind) => kind.name === name) ?? stateReferenceKind(name);
  return { isIndependent: measures.time && measures.mesh, hasTimeError: measures.time, caveat };
}

function baseTask(automatic: boolean, levels: LevelGroup, tolerance: number | undefined) {
  const { model, scheme } = levels[0].variant;
  const demanded = levels.map(({ cells, steps, task }) => ({ cells, steps, times: task.times }));
  const wanted = tolerance ?? (automatic ? automaticTolerance : undefined);
  const demand: ReferenceDemand = wanted === undefined ? { levels: demanded } : { levels: demanded, tolerance: wanted };
  return { model, scheme, demand };
}

async function computed(
  context: RunContext,
  task: ReferenceTask,
  onStart: () => void,
): Promise<Judge | FailedReference> {
  const known: ReferenceData | StateReferenceData | FailedReference = await obtainReferenceData(context, task, onStart);
  if ("failure" in known) return known;
  const { kind, description } = known;
  const sample: Judge["sample"] = (level) => {
    return "companionFactor" in known
      ? (n) => asStates(level, sampleReference(known, level, n))
      : (n) => sampleStateReference(known, level.steps, n);
  };
  return { kind, description, sample };
}

function asStates({ on }: LevelPlan, { density, companion, companionFactor }: ReferenceSolution): Solution {
  const layout = on.layout();
  return { state: { layout, values: density }, companion: { layout, values: companion }, companionFactor };
}

/** The scheme itself on the meshes that a reference asks for. */
async function runItself(
  context: RunContext,
  group: LevelGroup,
  reference: RunSpec,
  onStart: () => void,
): Promise<Judge | FailedReference> {
  const kind = runKind(reference);
  const [{ variant, steps, cells, task }] = group;
  const meshes = kind.meshes(reference, cells.length);
  const results = await Promise.all(meshes.map((own) => obtainLevel(context, { ...task, cells: own }, onStart)));
  const failed = results.find(({ summary }) => summary.status !== "ok");
  if (failed !== undefined) {
    const { status, reason } = failed.summary;
    return { failure: `${kind.name}: the scheme on the reference mesh ended with status ${status}: ${reason}` };
  }
  const layers = results[0].states[0].length / meshSize(meshes[0]);
  return {
    kind: reference.kind,
    description: kind.describe(meshes, variant.scheme.name, steps),
    sample: (level) => (n) => {
      const k = level.task.times.indexOf(n);
      const densities = results.map(({ states }) => states[k]);
      return asStates(level, kind.sample(densities, meshes, level.cells, layers));
    },
  };
}
