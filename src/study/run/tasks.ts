import { InputError } from "../../errors.js";
import type { EvolutionFigures, EvolutionSummary, StepRow } from "../../model/evolution.js";
import { discretize } from "../../model/model.js";
import type { Problem } from "../../model/problem.js";
import type { Binding } from "../../reference/kind.js";
import { bindReference, type PreparedSpec } from "../../reference/kinds.js";
import { prepareReference } from "../../reference/reference.js";
import { prepareStateReference, type StateReferenceData } from "../../reference/states/index.js";
import type { ReferenceData, ReferenceDemand } from "../../reference/types.js";
import { evolve } from "../../schemes/evolve.js";
import { meshScheme, reseeded } from "../../schemes/schemes.js";
import {
  isOfStates,
  type MeshModelSpec,
  type MeshSchemeSpec,
  type MeshSetup,
  type StateModelSpec,
  type StateReferenceChoice,
  type StateSetup,
} from "../file/schema.js";
import { discretized } from "../plan/discretized.js";
import { createSource, discretizeStates, modelOf } from "../plan/models.js";
import { recordHistory, type StepIteration } from "./history.js";
import { createRecorder, type Recorded, type Recording } from "./recorder.js";

interface LevelShape {
  readonly steps: number;
  /** Per axis; empty where there is no mesh. */
  readonly cells: readonly number[];
  /** Time levels n, ascending, at which the state is kept. */
  readonly times: readonly number[];
  /** Whether the rows of all steps are kept. */
  readonly rows: boolean;
  /** Runs with seeds that follow that of the scheme; 1 when absent. */
  readonly seeds?: number;
  /** Whether the iterations of all steps are kept; not when absent. */
  readonly history?: boolean;
  /** What is kept beside the result, to be shown; it is no part of a key. */
  readonly recording?: Recording;
}

export interface MeshLevelTask extends LevelShape, MeshSetup {}
export interface StateLevelTask extends LevelShape, StateSetup {}
/** One run of a scheme, as plain data: what a worker thread gets, and what the key of a stored level is made of. */
export type LevelTask = MeshLevelTask | StateLevelTask;

export interface LevelResult {
  readonly summary: EvolutionSummary;
  /** States at `times`, as far as the run came, seed by seed: densities, or the numbers of other states. */
  readonly states: readonly Float64Array[];
  readonly rows: readonly StepRow[];
  /** Iterations of every step, where they have been asked for. */
  readonly history?: readonly StepIteration[];
  /** As the recording says, of a run that came to its end. */
  readonly recorded?: Recorded;
}

export interface MeshReferenceTask extends MeshSetup {
  /** One that is no run of the scheme. */
  readonly reference: PreparedSpec;
  readonly demand: ReferenceDemand;
}

export interface StateReferenceTask extends StateSetup {
  readonly reference: StateReferenceChoice;
  /** Levels with the same cells. */
  readonly demand: ReferenceDemand;
}

export type ReferenceTask = MeshReferenceTask | StateReferenceTask;

/** Runs a level; `progress` is called after every step. */
export function runLevel(task: LevelTask, progress?: (step: number) => void): LevelResult {
  const { seeds = 1 } = task;
  if (seeds === 1) return runOnce(task, progress);
  const runs = Array.from({ length: seeds }, (_, k) => {
    const { recording, ...rest } = task;
    const own = { ...rest, scheme: reseeded(task.scheme, k), ...(k === 0 && recording && { recording }) } as LevelTask;
    return runOnce(own, (step) => progress?.((k * task.steps + step) / seeds));
  });
  const failed = runs.find(({ summary }) => summary.status !== "ok");
  if (failed !== undefined) return failed;
  return {
    summary: { status: "ok", ...worstOf(runs.map(({ summary }) => summary)) },
    states: runs.flatMap(({ states }) => states),
    rows: runs[0].rows,
    ...(runs[0].recorded && { recorded: runs[0].recorded }),
  };
}

/** What several runs amount to: the largest of what should be small, the mean of iterations. */
function worstOf(summaries: readonly EvolutionFigures[]): EvolutionFigures {
  const first = summaries[0];
  const most = (of: (summary: EvolutionFigures) => number): number => Math.max(...summaries.map(of));
  return {
    stepsDone: first.stepsDone,
    newtonMean: summaries.reduce((sum, { newtonMean }) => sum + newtonMean, 0) / summaries.length,
    newtonMax: most(({ newtonMax }) => newtonMax),
    gapMax: most(({ gapMax }) => gapMax),
    residualMax: most(({ residualMax }) => residualMax),
    massDrift: most(({ massDrift }) => massDrift),
    energyMonotone: summaries.every(({ energyMonotone }) => energyMonotone),
    densityMin: -most(({ densityMin }) => -densityMin),
    solverError: most(({ solverError }) => solverError),
  };
}

function runOnce(task: LevelTask, progress?: (step: number) => void): LevelResult {
  const { accounts, stepper: bound } = discretized(task, task.cells).bind(task.steps);
  const recorded = task.history === true ? recordHistory(bound, task.scheme.name) : undefined;
  const { stepper, history } = recorded ?? { stepper: bound, history: undefined };
  const wanted = new Set(task.times);
  const states: Float64Array[] = [];
  const rows: StepRow[] = [];
  const recorder = task.recording && createRecorder(task.recording, task.cells);
  const { summary } = evolve(accounts, stepper, task.steps, (row, state) => {
    if (wanted.has(row.n)) states.push(Float64Array.from(state));
    if (task.rows) rows.push(row);
    recorder?.note(row, state);
    if (row.n > 0) progress?.(row.n);
  });
  const shown = summary.status === "ok" ? recorder?.result() : undefined;
  return { summary, states, rows, ...(history && { history }), ...(shown && { recorded: shown }) };
}

/**
 * Computes a reference.
 *
 * @throws {InputError} where it does not apply
 * @throws {ReferenceFailure} where its computation fails
 */
export function runReference(task: MeshReferenceTask): ReferenceData;
export function runReference(task: StateReferenceTask): StateReferenceData;
export function runReference(task: ReferenceTask): ReferenceData | StateReferenceData;
export function runReference(task: ReferenceTask): ReferenceData | StateReferenceData {
  // Solutions of states say how they are laid out, those on meshes are sampled on any of them.
  if (isOfStates(task)) return runStateReference(task);
  const { model, scheme, reference, demand } = task;
  return prepareReference(bindReference(reference, bindingOf(model, scheme)), createSource(model), demand);
}

function runStateReference({ model, scheme, reference, demand }: StateReferenceTask): StateReferenceData {
  const own = reference.continuum ? continuumOf(model) : model;
  const problem = discretizeStates(own, scheme, demand.levels[0]?.cells ?? []);
  return prepareStateReference(reference, { ...problem, levels: demand.levels });
}

/** The model with the Gaussian in the place of a normal sample of particles. */
function continuumOf(model: StateModelSpec): StateModelSpec {
  const { state } = model;
  if (state.kind === "particles" && state.sample === "normal") {
    const { mean = 0, covariance = 1 } = state;
    return { ...model, state: { kind: "gaussian", mean, covariance } };
  }
  throw new InputError("only a normal sample of particles stands for a continuum", {
    path: "model.state",
    value: state.kind,
    remedy: "Remove reference.continuum, or use {kind: particles, sample: normal}.",
  });
}

/** The problem of a study on a mesh. */
export function discretizeAt(model: MeshModelSpec, cells: readonly number[]): Problem {
  return discretize(modelOf(model), cells);
}

/** What references have to know of model and scheme. */
export function bindingOf(spec: MeshModelSpec, scheme: MeshSchemeSpec): Binding {
  const model = modelOf(spec);
  const limit = meshScheme(scheme).limit(scheme);
  if (limit.kind === "inertial") return { model, flux: undefined, inertia: limit.inertia(model) };
  return { model, flux: limit.flux, inertia: undefined };
}
