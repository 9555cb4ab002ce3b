import { InputError } from "../../errors.js";
import type { StateModel } from "../../model/states/state-model.js";

/**
 * Refuses what an input-convex map cannot move.
 *
 * @throws {InputError} for a grid, for nodes, and for particles, which carry no density, with an entropy or an internal
 *   energy
 */
export function checkInputConvex({ state, functional }: StateModel): void {
  if (state.kind === "grid" || state.kind === "nodes") {
    throw new InputError(`input-convex maps move points, not ${state.kind === "grid" ? "a grid" : "nodes"}`, {
      path: "model.state.kind",
      value: state.kind,
      remedy: "Use a gaussian, a barenblatt profile or particles.",
    });
  }
  if (state.kind !== "particles") return;
  const path = "model.functional";
  const remedy = "Use a gaussian or a barenblatt state, whose nodes carry their density, or leave it out.";
  if (functional.entropy > 0) {
    const value = functional.entropy;
    throw new InputError("particles have no density, and no entropy", { path: `${path}.entropy`, value, remedy });
  }
  if (functional.exponent !== undefined) {
    const value = { exponent: functional.exponent };
    throw new InputError("particles have no density, and no internal energy", {
      path: `${path}.internal`,
      value,
      remedy,
    });
  }
}
