import { InputError } from "../errors.js";
import { createMesh } from "../model/mesh.js";
import type { PlannedLevel } from "./events.js";
import type { Study, Sweep } from "./schema.js";

/** More steps would not end in a lifetime, or are a slip of the keyboard. */
const maxSteps = 10_000_000;

interface Shape {
  readonly steps: number;
  readonly cells: readonly number[];
}

/**
 * The levels of a study's sweep: tau and h vary one size, joint pairs the lists, tensor takes every pair (fine meshes
 * last, and on each the steps in order).
 *
 * @throws {InputError} on lists that do not refine, or of unequal length
 */
export function planLevels(
  { model, scheme, sweep }: Study & { readonly sweep: Sweep },
  layers: number,
): PlannedLevel[] {
  const axes = model.domain.length;
  return unroll(sweep, axes).map(({ steps, cells }, level) => {
    const mesh = createMesh(model.domain, cells);
    const cost = steps * mesh.size * layers * (1 + layers / 4) * minimizations(scheme, layers);
    return { level, steps, tau: model.finalTime / steps, cells, h: mesh.h, cost };
  });
}

/** Work of a step in units of that of a plain minimization. */
function minimizations(scheme: Study["scheme"], layers: number): number {
  if (scheme.name !== "jko") return 1;
  // Dense blocks of all intervals and layers.
  return scheme.transport === "dynamic" ? 10 * (scheme.innerSteps ?? 1) ** 2 * layers : scheme.order;
}

function unroll(sweep: Sweep, axes: number): Shape[] {
  if (sweep.axis === "tau") {
    const cells = cellsOnAxes(sweep.cells, axes, "sweep.cells");
    return refining(sweep.steps).map((steps) => ({ steps, cells }));
  }
  const meshes = refiningMeshes(sweep.cells, axes);
  if (sweep.axis === "h") {
    checkSteps(sweep.steps, "sweep.steps");
    return meshes.map((cells) => ({ steps: sweep.steps as number, cells }));
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
  return steps.map((count, k) => ({ steps: count, cells: meshes[k] as readonly number[] }));
}

/** Numbers of steps, checked to increase. */
function refining(steps: readonly number[]): readonly number[] {
  for (const [k, count] of steps.entries()) {
    checkSteps(count, `sweep.steps[${k}]`);
    if (k > 0) checkRefines(steps[k - 1] as number, count, `sweep.steps[${k}]`);
  }
  return steps;
}

function refiningMeshes(list: readonly (number | readonly number[])[], axes: number): (readonly number[])[] {
  const meshes = list.map((cells, k) => cellsOnAxes(cells, axes, `sweep.cells[${k}]`));
  for (let k = 1; k < meshes.length; k++) {
    const [before, after] = [meshes[k - 1] as readonly number[], meshes[k] as readonly number[]];
    for (let axis = 0; axis < axes; axis++) {
      checkRefines(before[axis] as number, after[axis] as number, `sweep.cells[${k}]`);
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
