import { InputError } from "../errors.js";
import { cellCentreText } from "./cell-box.js";
import type { Exchange } from "./exchange.js";
import type { Problem } from "./problem.js";

/** What makes the limit the damped inertial dynamics of the energy instead of its gradient flow. */
export interface Inertia {
  /** gamma >= 0, 1 / time. */
  readonly damping: number;
  /** phi at t = 0 by layer, length^2 / time: mass moves along its gradient, and towards layers where it is larger. */
  readonly initialPotential: readonly ((position: readonly number[]) => number)[];
}

/**
 * Refuses models that have no second-order dynamics.
 *
 * @throws {InputError} unless the cost is quadratic, the mobility that at the previous density, and the energy an entropy
 */
export function checkInertialModel(
  { cost, mobilityAt }: Pick<Exchange, "cost" | "mobilityAt">,
  energy: "entropy" | "porous-medium",
): void {
  if (energy !== "entropy") {
    throw new InputError("inertial is the dynamics of the relative entropy", {
      path: "model.energy.kind",
      value: energy,
      remedy: "Use kind: entropy.",
    });
  }
  if (cost !== "quadratic") {
    throw new InputError("only the quadratic cost has a kinetic energy", {
      path: "model.exchange.cost",
      value: cost,
      remedy: "Use quadratic.",
    });
  }
  if (mobilityAt !== "previous") {
    throw new InputError("inertial takes the mobility where free flight ends", {
      path: "model.exchange.mobilityAt",
      value: mobilityAt,
      remedy: "Remove it.",
    });
  }
}

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
