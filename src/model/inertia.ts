import { InputError } from "../errors.js";
import type { Exchange } from "./exchange.js";

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
