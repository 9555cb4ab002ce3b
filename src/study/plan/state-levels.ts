import { InputError } from "../../errors.js";
import { stateKind } from "../../model/states/kinds/kinds.js";
import { stateScheme } from "../../schemes/schemes.js";
import type { StateStudy, StateSweep, Sweep } from "../file/schema.js";
import { variantsOf } from "../file/variants.js";
import type { StateLevelTask } from "../run/tasks.js";
import { comparedTimes } from "./expectations.js";
import { type LevelPlan, unroll } from "./levels.js";
import { discretizeStates } from "./state-schemes.js";

export type StateLevelPlan = LevelPlan<StateStudy, StateLevelTask>;

/**
 * The levels of a sweep of states; those of a grid have cells.
 *
 * @throws {InputError} on lists that do not refine, cells that are missing, or cells of what has none
 */
export function planStateLevels(study: StateStudy & { readonly sweep: StateSweep }): StateLevelPlan[] {
  const { model, sweep } = study;
  const isGrid = stateKind(model.state).place === "cells";
  if (!isGrid && sweep.cells !== undefined) {
    const remedy = "Remove them: only state {kind: grid} has cells.";
    throw new InputError("there are no cells", { path: "sweep.cells", value: sweep.cells, remedy });
  }
  if (isGrid && sweep.cells === undefined) {
    throw new InputError("required for a grid, but missing", { path: "sweep.cells", remedy: "Give e.g. cells: 100." });
  }
  const shapes = unroll({ ...sweep, cells: sweep.cells ?? [] } as Sweep, isGrid ? (model.domain?.length ?? 1) : 0);
  const variants = variantsOf(study, shapes.length);
  return shapes.map(({ steps, cells, parameter }, level) => {
    const variant = variants[level];
    const { model, scheme } = variant;
    const states = discretizeStates(model, scheme, cells);
    const { layout } = states.initial;
    const h = layout.kind === "grid" ? layout.mesh.h : Number.NaN;
    const { seeds } = sweep;
    const cost = steps * (seeds ?? 1) * stateScheme(scheme).work(scheme, states);
    const times = comparedTimes(steps, study.errors);
    const task = { model, scheme, steps, cells, times, rows: false, ...(seeds === undefined ? {} : { seeds }) };
    const tau = states.finalTime / steps;
    return { level, steps, tau, cells, h, cost, ...(parameter && { parameter }), variant, task };
  });
}
