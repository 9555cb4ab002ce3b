import { isMaximum } from "../../convergence/index.js";
import { InputError } from "../../errors.js";
import { stateKind } from "../../model/states/kinds/kinds.js";
import {
  isOfStates,
  type MeshStudy,
  type StateStudy,
  type Study,
  type Sweep,
  type SweptMeshStudy,
  type SweptStateStudy,
  type SweptStudy,
} from "../file/schema.js";
import { variantsOf } from "../file/variants.js";
import type { PlannedLevel } from "../run/events.js";
import type { LevelTask, MeshLevelTask, StateLevelTask } from "../run/tasks.js";
import { type Discretized, type DiscretizedDensity, discretized } from "./discretized.js";
import { createSource } from "./models.js";

/** More steps would not end in a lifetime, or are a slip of the keyboard. */
const maxSteps = 10_000_000;

/** A level of a sweep with everything that is needed to compute it. */
export interface LevelPlan<S extends Study = Study, T extends LevelTask = LevelTask> extends PlannedLevel {
  /** The study, with the value of a parameter sweep put in. */
  readonly variant: S;
  readonly task: T;
  /** Its problem; on a mesh levels of one variant share what has been discretized. */
  readonly on: Discretized;
}

export interface MeshLevelPlan extends LevelPlan<MeshStudy, MeshLevelTask> {
  readonly on: DiscretizedDensity;
}
export type StateLevelPlan = LevelPlan<StateStudy, StateLevelTask>;

/** A level before its study is known to the last number. */
export interface Shape extends Pick<PlannedLevel, "parameter"> {
  readonly steps: number;
  readonly cells: readonly number[];
}

/** Time levels of a run at which errors are measured: all of them for a maximum, else the last. */
export function comparedTimes(steps: number, errors: readonly string[]): readonly number[] {
  return errors.some(isMaximum) ? Array.from({ length: steps }, (_, k) => k + 1) : [steps];
}

/**
 * The levels of a study's sweep: tau and h vary one size, joint pairs the lists, tensor takes every pair (fine meshes
 * last, and on each the steps in order).
 *
 * @throws {InputError} on lists that do not refine, or of unequal length, and on cells that are missing or of no use
 */
export function planLevels(study: SweptMeshStudy): MeshLevelPlan[];
export function planLevels(study: SweptStateStudy): StateLevelPlan[];
export function planLevels(study: SweptStudy): LevelPlan[];
export function planLevels(study: SweptStudy): LevelPlan[] {
  const { sweep, errors } = study;
  const { seeds } = { seeds: undefined, ...sweep };
  const shapes = unroll(withCells(study), axesOf(study));
  const variants = variantsOf<Study>(study, shapes.length);
  const sources = new Map(
    variants.map((variant) => [variant, isOfStates(variant) ? undefined : createSource(variant.model)]),
  );
  return shapes.map(({ steps, cells, parameter }, level) => {
    const variant = variants[level];
    const { model, scheme } = variant;
    const on = discretized(variant, cells, sources.get(variant));
    const layout = on.layout();
    const h = "mesh" in layout ? layout.mesh.h : Number.NaN;
    const repeated = seeds === undefined ? {} : { seeds };
    const task = { model, scheme, steps, cells, times: comparedTimes(steps, errors), rows: false, ...repeated };
    const [tau, cost] = [model.finalTime / steps, steps * (seeds ?? 1) * on.work()];
    return { level, steps, tau, cells, h, cost, ...(parameter && { parameter }), variant, task: task as LevelTask, on };
  });
}

/** Number of axes that have cells. */
export function axesOf(study: Study): number {
  const { domain = [] } = study.model;
  return isOfStates(study) && stateKind(study.model.state).place !== "cells" ? 0 : domain.length;
}

/** The sweep with its cells, none where nothing has any. */
function withCells(study: SweptStudy): Sweep {
  const { sweep } = study;
  const hasCells = axesOf(study) > 0;
  if (!hasCells && sweep.cells !== undefined) {
    const remedy = "Remove them: only state {kind: grid} has cells.";
    throw new InputError("there are no cells", { path: "sweep.cells", value: sweep.cells, remedy });
  }
  if (hasCells && sweep.cells === undefined) {
    throw new InputError("required for a grid, but missing", { path: "sweep.cells", remedy: "Give e.g. cells: 100." });
  }
  return { ...sweep, cells: sweep.cells ?? [] } as Sweep;
}

/**
 * Steps, cells and parameter of every level.
 *
 * @throws {InputError} on lists that do not refine, or of unequal length
 */
function unroll(sweep: Sweep, axes: number): Shape[] {
  if (sweep.axis === "tau") {
    const cells = cellsOnAxes(sweep.cells, axes, "sweep.cells");
    return refining(sweep.steps).map((steps) => ({ steps, cells }));
  }
  if (sweep.axis === "parameter") return alongParameter(sweep, cellsOnAxes(sweep.cells, axes, "sweep.cells"));
  const meshes = refiningMeshes(sweep.cells, axes);
  if (sweep.axis === "h") {
    checkSteps(sweep.steps, "sweep.steps");
    return meshes.map((cells) => ({ steps: sweep.steps, cells }));
  }
  const steps = refining(sweep.steps);
  if (sweep.axis === "tensor") return meshes.flatMap((cells) => steps.map((count) => ({ steps: count, cells })));
  if (steps.length !== meshes.length) {
    throw new InputError(
      `a joint sweep pairs its lists, but there are ${steps.length} steps and ${meshes.length} cells`,
      {
        path: "sweep",
        value: { steps: sweep.steps, cells: sweep.cells },
        remedy: "Give lists of equal length, or axis: tensor for every pair.",
      },
    );
  }
  return steps.map((count, k) => ({ steps: count, cells: meshes[k] }));
}

/** One level per value, whose sizes must decrease. */
function alongParameter(
  { path, values, size, steps }: Extract<Sweep, { axis: "parameter" }>,
  cells: readonly number[],
): Shape[] {
  checkSteps(steps, "sweep.steps");
  const sizes = values.map((value) => (size === "value" ? value : 1 / value));
  for (const [k, own] of sizes.entries()) {
    const at = { path: `sweep.values[${k}]`, value: values[k] };
    if (!(own > 0 && own < Number.POSITIVE_INFINITY)) {
      throw new InputError("a size must be positive and finite", { ...at, remedy: "Give positive values." });
    }
    if (k === 0 || own < sizes[k - 1]) continue;
    const remedy = `Give ${size === "value" ? "decreasing" : "increasing"} values: orders are taken in ${size}.`;
    throw new InputError("a sweep goes from coarse to fine", { ...at, remedy });
  }
  return values.map((value, k) => ({ steps, cells, parameter: { path, value, size: sizes[k] } }));
}

/** Numbers of steps, checked to increase. */
function refining(steps: readonly number[]): readonly number[] {
  for (const [k, count] of steps.entries()) {
    checkSteps(count, `sweep.steps[${k}]`);
    if (k > 0) checkRefines(steps[k - 1], count, `sweep.steps[${k}]`);
  }
  return steps;
}

function refiningMeshes(list: readonly (number | readonly number[])[], axes: number): (readonly number[])[] {
  const meshes = list.map((cells, k) => cellsOnAxes(cells, axes, `sweep.cells[${k}]`));
  for (let k = 1; k < meshes.length; k++) {
    const [before, after] = [meshes[k - 1], meshes[k]];
    for (let axis = 0; axis < axes; axis++) {
      checkRefines(before[axis], after[axis], `sweep.cells[${k}]`);
    }
  }
  return meshes;
}

function checkSteps(steps: number, path: string): void {
  if (steps > maxSteps) throw new InputError(`at most ${maxSteps} steps are supported`, { path, value: steps });
}

function checkRefines(before: number, after: number, path: string): void {
  if (after > before) return;
  throw new InputError(after === before ? "a level is repeated" : "a sweep goes from coarse to fine", {
    path,
    value: after,
    remedy: `It follows ${before}: give increasing numbers.`,
  });
}

function cellsOnAxes(cells: number | readonly number[], axes: number, path: string): readonly number[] {
  if (typeof cells === "number") return Array.from({ length: axes }, () => cells);
  if (cells.length === axes) return cells;
  throw new InputError(`a mesh needs ${axes === 1 ? "one number" : `${axes} numbers`} of cells`, {
    path,
    value: cells,
  });
}
