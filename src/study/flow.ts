import { InputError } from "../errors.js";
import { createMesh, facePosition, type Mesh } from "../model/mesh.js";
import { createModel } from "../model/model.js";
import { InterruptedError } from "./events.js";
import { planLevels } from "./levels.js";
import { availableMemory, formatBytes, levelMemory } from "./memory.js";
import type { FlowOptions, FlowResult } from "./options.js";
import { createPool } from "./pool.js";
import { isStateStudy, type MeshStudy, type Study } from "./schema.js";
import { flowStateStudy } from "./states/flow.js";
import { discretizeAt, type LevelResult, type LevelTask } from "./tasks.js";

const maxFlowSteps = 10_000_000;

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
  const { graph } = createModel(study.model);
  const { steps, cells } = shapeOf(study, options);
  const wanted = snapshotSteps(steps, options.snapshots ?? 2);
  checkMemory(cells, graph.layers.length, wanted.length);
  discretizeAt(study.model, cells);
  const task: LevelTask = { model: study.model, scheme: study.scheme, steps, cells, times: wanted, rows: true };
  const { summary, states, rows } = await runFlowTask(task, options);
  const mesh = createMesh(study.model.domain, cells);
  return {
    id: study.id,
    status: summary.status,
    steps,
    tau: study.model.finalTime / steps,
    domain: study.model.domain,
    cells,
    layers: graph.layers,
    centres: cellCentres(mesh),
    rows,
    snapshots: states.map((density, k) => {
      const n = wanted[k] as number;
      return { n, t: study.model.finalTime * (n / steps), density };
    }),
  };
}

/** Runs one task on a thread of its own. */
export async function runFlowTask(task: LevelTask, { signal, onEvent }: FlowOptions): Promise<LevelResult> {
  const pool = createPool(1, signal ?? new AbortController().signal);
  try {
    const { result } = await pool.level(task, (message) => {
      if (message !== "started") onEvent?.({ type: "level-progress", level: 0, step: message, steps: task.steps });
    });
    return result;
  } catch (error) {
    if (signal?.aborted) throw new InterruptedError();
    throw error;
  } finally {
    await pool.close();
  }
}

/** Steps and cells as asked for, else those of the finest level of the sweep. */
export function shapeOf(study: MeshStudy, { steps, cells, mesh }: FlowOptions) {
  const { sweep } = study;
  const layers = createModel(study.model).graph.layers.length;
  const finest = sweep === undefined ? undefined : planLevels({ ...study, sweep }, layers).at(-1);
  const axes = study.model.domain.length;
  return {
    steps: countedSteps(steps ?? finest?.steps),
    cells:
      mesh ?? (cells === undefined && finest !== undefined ? finest.cells : repeated(counted(cells, "--cells"), axes)),
  };
}

/** @throws {InputError} where the number is missing or no number of steps */
export function countedSteps(steps: number | undefined): number {
  return counted(steps, "--steps", maxFlowSteps);
}

function counted(value: number | undefined, path: string, most = Number.MAX_SAFE_INTEGER): number {
  if (value !== undefined && Number.isInteger(value) && value >= 1 && value <= most) return value;
  const remedy = value === undefined ? `The study has no sweep: give ${path}.` : "Give a positive integer.";
  throw new InputError(value === undefined ? "missing" : "not a valid number", { path, value, remedy });
}

function repeated(count: number, axes: number): readonly number[] {
  return Array.from({ length: axes }, () => count);
}

/** Time levels of `count` snapshots, both ends counted, as evenly spaced as whole steps allow. */
export function snapshotSteps(steps: number, count: number): readonly number[] {
  if (!Number.isInteger(count) || count < 2) {
    throw new InputError("not a number of snapshots", {
      path: "--snapshots",
      value: count,
      remedy: "Give at least 2.",
    });
  }
  const parts = Math.min(count - 1, steps);
  return Array.from({ length: parts + 1 }, (_, k) => Math.round((steps * k) / parts));
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

export function cellCentres(mesh: Mesh): number[][] {
  const centre = (axis: number, index: number): number =>
    (facePosition(mesh, axis, index) + facePosition(mesh, axis, index + 1)) / 2;
  return Array.from({ length: mesh.size }, (_, cell) => {
    let rest = cell;
    return mesh.cells.map((count, axis) => {
      const index = rest % count;
      rest = (rest - index) / count;
      return centre(axis, index);
    });
  });
}
