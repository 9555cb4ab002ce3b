import { InputError } from "../../errors.js";
import { stateScheme } from "../../schemes/schemes.js";
import type { StateStudy, StateSweep, Sweep } from "../file/schema.js";
import { variantsOf } from "../file/variants.js";
import type { PlannedLevel } from "../run/events.js";
import { unroll } from "./levels.js";
import { discretizeStates } from "./state-schemes.js";

/**
 * The levels of a sweep of states; those of a grid have cells.
 *
 * @throws {InputError} on lists that do not refine, cells that are missing, or cells of what has none
 */
export function planStateLevels(study: StateStudy & { readonly sweep: StateSweep }): PlannedLevel[] {
  const { model, sweep } = study;
  const isGrid = model.state.kind === "grid";
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
    const variant = variants[level] as StateStudy;
    const states = discretizeStates(variant.model, variant.scheme, cells);
    const { layout } = states.initial;
    const h = layout.kind === "grid" ? layout.mesh.h : Number.NaN;
    const cost = steps * (sweep.seeds ?? 1) * stateScheme(variant.scheme).work(variant.scheme, states);
    return { level, steps, tau: states.finalTime / steps, cells, h, cost, ...(parameter && { parameter }) };
  });
}
