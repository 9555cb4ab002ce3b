import { InputError } from "../../errors.js";
import type { EvolutionEnding } from "../../model/evolution.js";
import { createMesh, type Mesh } from "../../model/mesh.js";
import { isOfStates, type MeshStudy, type Study } from "../file/schema.js";
import { discretized } from "../plan/discretized.js";
import { requireSweep } from "../plan/expectations.js";
import { axesOf, planLevels } from "../plan/levels.js";
import { availableMemory, levelMemory, requireMemory } from "../plan/memory.js";
import { createSource, modelOf } from "../plan/models.js";
import { checkInitialResolution, checkPotentialResolution } from "../plan/resolution.js";
import { tryOut } from "../plan/trial.js";
import type { FlowOptions, FlowResult, StateLayout } from "../run/options.js";
import { discretizeAt, type LevelResult, type LevelTask } from "../run/tasks.js";
import { companionOf } from "./companion.js";
import { cellCentres, counted, countedSteps, endingOf, runFlowTask, snapshotSteps } from "./flow-task.js";

/**
 * One trajectory of a study, with a row per step and evenly spaced snapshots.
 *
 * @throws {InputError} where a number is not a count, or neither it nor a sweep is given
 * @throws {InterruptedError} when `signal` is aborted
 */
export async function flowStudy(study: Study, options: FlowOptions = {}): Promise<FlowResult> {
  const { steps, cells, variant, parameter } = shapeOf(study, options);
  const wanted = snapshotSteps(steps, options.snapshots ?? 2);
  const place = placeOf(variant, cells, wanted.length);
  const kept = options.history === true ? { history: true } : {};
  const shape = { steps, cells, times: wanted, rows: true, ...kept };
  const { model, scheme } = variant;
  const run = await runFlowTask({ model, scheme, ...shape } as LevelTask, options);
  return flowFrom({ id: study.id, variant, steps, parameter, times: wanted, place }, run, options);
}

/** What a trajectory is of. */
interface FlowShape extends Pick<FlowResult, "id" | "steps"> {
  readonly variant: Study;
  readonly parameter: FlowResult["parameter"];
  /** Steps of the snapshots. */
  readonly times: readonly number[];
  readonly place: Pick<FlowResult, "domain" | "cells" | "centres" | "layers" | "layout">;
}

interface FinishedRun extends Pick<LevelResult, "states" | "rows" | "history"> {
  readonly summary: EvolutionEnding;
}

/** The trajectory of a run that has ended, and the flow beside it. */
export async function flowFrom(
  { id, variant, steps, parameter, times, place }: FlowShape,
  { summary, states, rows, history }: FinishedRun,
  options: FlowOptions,
): Promise<FlowResult> {
  const { finalTime } = variant.model;
  const at = (density: Float64Array, k: number) => ({ n: times[k], t: finalTime * (times[k] / steps), density });
  const companion = await companionOf(variant, steps, times, options);
  return {
    id,
    ...endingOf(summary),
    steps,
    tau: finalTime / steps,
    ...(parameter && { parameter }),
    ...place,
    rows,
    snapshots: states.map(at),
    ...(history && { history }),
    ...(companion && { companion: { name: companion.name, snapshots: companion.states.map(at) } }),
  };
}

/** Where the states of a trajectory live; refuses what `run` refuses while planning. */
function placeOf(study: Study, cells: readonly number[], kept: number) {
  if (isOfStates(study)) {
    return placeOfStates(discretized(study, cells).layout());
  }
  const { graph, domain } = modelOf(study.model);
  const remedy = "Use fewer cells or snapshots.";
  const needed = levelMemory(cells, graph.layers.length, kept);
  requireMemory("this mesh", needed, availableMemory(), { path: "--cells", value: cells, remedy });
  discretizeAt(study.model, cells);
  requireResolution(study, cells);
  return { ...onMesh(createMesh(domain, cells)), layers: graph.layers };
}

/** Where states live that are no densities of several layers. */
export function placeOfStates(layout: StateLayout) {
  return { ...onMesh("mesh" in layout ? layout.mesh : undefined), layers: ["0"], layout };
}

export function onMesh(mesh: Mesh | undefined): Pick<FlowResult, "domain" | "cells" | "centres"> {
  if (mesh === undefined) return { domain: [], cells: [], centres: [] };
  return { domain: mesh.domain, cells: mesh.cells, centres: cellCentres(mesh) };
}

/** What `run` refuses while planning. */
export function requireResolution(study: MeshStudy, cells: readonly number[]): void {
  tryOut(() => {
    checkInitialResolution(study, [cells]);
    checkPotentialResolution(study, [cells], createSource(study.model));
  });
}

/**
 * Steps and cells as asked for, else those of a level of the sweep, with its parameter: the finest unless one is named.
 */
export function shapeOf<S extends Study>(study: S, { steps, cells, mesh, level }: FlowOptions) {
  const levels = study.sweep === undefined ? [] : planLevels(requireSweep(study));
  const chosen = levels[level ?? levels.length - 1];
  const axes = axesOf(study);
  if (axes === 0 && cells !== undefined) {
    throw new InputError("there are no cells", { path: "--cells", value: cells, remedy: "Leave it out." });
  }
  const own = mesh ?? (cells === undefined ? chosen?.cells : undefined);
  return {
    steps: countedSteps(steps ?? chosen?.steps),
    cells: own ?? (axes === 0 ? [] : Array.from({ length: axes }, () => counted(cells, "--cells"))),
    variant: (chosen?.variant ?? study) as S,
    parameter: chosen?.parameter,
  };
}
