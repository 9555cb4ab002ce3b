import { InputError } from "../../errors.js";
import { createMesh } from "../../model/mesh.js";
import { createModel } from "../../model/model.js";
import { isStateStudy, type MeshStudy, type Study } from "../file/schema.js";
import { variantsOf } from "../file/variants.js";
import { planLevels } from "../plan/levels.js";
import { availableMemory, formatBytes, levelMemory } from "../plan/memory.js";
import { checkInitialResolution, checkPotentialResolution } from "../plan/resolution.js";
import { tryOut } from "../plan/trial.js";
import type { FlowOptions, FlowResult } from "../run/options.js";
import { createSource, discretizeAt, type LevelTask } from "../run/tasks.js";
import { cellCentres, counted, countedSteps, endingOf, runFlowTask, snapshotSteps } from "./flow-task.js";
import { flowStateStudy } from "./state-flow.js";

/**
 * One trajectory of a study, with a row per step and evenly spaced snapshots.
 *
 * @throws {InputError} where a number is not a count, or neither it nor a sweep is given
 * @throws {InterruptedError} when `signal` is aborted
 */
export async function flowStudy(study: Study, options: FlowOptions = {}): Promise<FlowResult> {
  return isStateStudy(study) ? flowStateStudy(study, options) : flowMeshStudy(study, options);
}

async function flowMeshStudy(study: MeshStudy, options: FlowOptions): Promise<FlowResult> {
  const { steps, cells, variant, parameter } = shapeOf(study, options);
  const { model, scheme } = variant;
  const { graph } = createModel(model);
  const wanted = snapshotSteps(steps, options.snapshots ?? 2);
  checkMemory(cells, graph.layers.length, wanted.length);
  discretizeAt(model, cells);
  requireResolution(variant, cells);
  const task: LevelTask = { model, scheme, steps, cells, times: wanted, rows: true };
  const { summary, states, rows } = await runFlowTask(task, options);
  const mesh = createMesh(model.domain, cells);
  return {
    id: study.id,
    ...endingOf(summary),
    steps,
    tau: model.finalTime / steps,
    ...(parameter && { parameter }),
    domain: model.domain,
    cells,
    layers: graph.layers,
    centres: cellCentres(mesh),
    rows,
    snapshots: states.map((density, k) => {
      const n = wanted[k];
      return { n, t: model.finalTime * (n / steps), density };
    }),
  };
}

/** What `run` refuses while planning. */
export function requireResolution(study: MeshStudy, cells: readonly number[]): void {
  tryOut(() => {
    checkInitialResolution(study, [cells]);
    checkPotentialResolution(study, [cells], createSource(study.model));
  });
}

/** Steps and cells as asked for, else those of a level of the sweep, with its parameter: the finest unless one is named. */
export function shapeOf(study: MeshStudy, { steps, cells, mesh, level }: FlowOptions) {
  const { sweep } = study;
  const levels = sweep === undefined ? [] : planLevels({ ...study, sweep });
  const chosen = levels[level ?? levels.length - 1];
  const axes = study.model.domain.length;
  return {
    steps: countedSteps(steps ?? chosen?.steps),
    cells:
      mesh ?? (cells === undefined && chosen !== undefined ? chosen.cells : repeated(counted(cells, "--cells"), axes)),
    variant: chosen === undefined ? study : variantsOf(study, levels.length)[chosen.level],
    parameter: chosen?.parameter,
  };
}

function repeated(count: number, axes: number): readonly number[] {
  return Array.from({ length: axes }, () => count);
}

function checkMemory(cells: readonly number[], layers: number, kept: number): void {
  const needed = levelMemory(cells, layers, kept);
  const available = availableMemory();
  if (needed <= available) return;
  throw new InputError(`this mesh needs about ${formatBytes(needed)}, ${formatBytes(available)} are available`, {
    path: "--cells",
    value: cells,
    remedy: "Use fewer cells or snapshots.",
  });
}
