import { InputError } from "../errors.js";
import { cellCentreText } from "./cell-box.js";
import type { PlainModel } from "./plain-model.js";
import type { Problem } from "./problem.js";

/** What makes the limit the damped inertial dynamics of the energy instead of its gradient flow. */
export interface Inertia {
  /** gamma >= 0, 1 / time. */
  readonly damping: number;
  /** phi at t = 0 by layer, length^2 / time: mass moves along its gradient, and towards layers where it is larger. */
  readonly initialPotential: readonly ((position: readonly number[]) => number)[];
}

/** What models with second-order dynamics have. */
export const inertialModel: PlainModel = {
  energy: ["inertial is the dynamics of the relative entropy", "Use kind: entropy."],
  cost: ["only the quadratic cost has a kinetic energy", "Use quadratic."],
  mobilityAt: ["inertial takes the mobility where free flight ends", "Remove it."],
};

/** @throws {InputError} unless damping is a finite number >= 0 */
export function checkDamping(damping: number): void {
  if (damping >= 0 && damping < Infinity) return;
  const remedy = "Give 0, which conserves energy, or more";
  throw new InputError("damping is at least 0 and finite", { path: "scheme.damping", value: damping, remedy });
}

/**
 * @param values of the initial potential of the velocity, index `cell * layers + layer`
 * @throws {InputError} on one that is not finite, with layer and place
 */
export function checkFinitePotential(values: Float64Array, { mesh, graph }: Pick<Problem, "mesh" | "graph">): void {
  const bad = values.findIndex((value) => !Number.isFinite(value));
  if (bad < 0) return;
  const layer = graph.layers[bad % graph.layers.length];
  const where = cellCentreText(mesh, Math.floor(bad / graph.layers.length));
  throw new InputError(`layer "${layer}": the initial potential is not finite in the cell at ${where}`, {
    path: "scheme.initialPotential",
    value: values[bad],
    remedy: "Write a formula that is finite on the whole domain.",
  });
}
